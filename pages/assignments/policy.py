"""The practice access policy: what it says, and for which cohorts it is adopted."""

from dash import html
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.services.access.scopes import can_see_cohort
from dashapp.services.practice import policy
from dashapp.services.search.rule_pages import rule_address
from dashapp.ui.forms.posting import render_act, render_told
from dashapp.ui.page import render_page, render_section
from dashapp.ui.tables import Column, render_table
from dashapp.web.plain_forms import read_told
from dashapp.web.router import Visit
from rules.explain import cite

HERE, TITLE = "/practice-access-policy", "Practice access policy"
RULES = (Column("Rule", header=True), Column("What it says here"), Column("Source"))
COHORTS = (Column("Cohort", header=True), Column("Adopted"), Column("Change"))
LEAD = (
    "Rules that each trust settles for itself, as Clockstart has them. Where a cohort has adopted them, practice cases "
    "that rest on them are scored. Such marks never count towards a level or a certificate."
)


def render(clockstart: Clockstart, visit: Visit) -> Component:
    rows = [
        (html.A(rule.title, href=rule_address(rule)), rule.statement, cite(rule.source))
        for rule in policy.list_policy_rules()
    ]
    words = f"Version {policy.find_version()}, {len(rows)} rules"
    table = render_section(words, render_table("Rules of the policy", RULES, rows, caption_hidden=True, stacked=True))
    return render_page(TITLE, [*render_told(read_told()), *render_cohorts(clockstart, visit), table], lead=LEAD)


def render_cohorts(clockstart: Clockstart, visit: Visit) -> list[Component]:
    """For those who look after cohorts: which have adopted it."""
    shown = [one for one in clockstart.store.people.list_cohorts() if can_see_cohort(visit.actor, one.id)]
    rows = []
    for cohort in shown:
        stored = clockstart.store.people.find_policy(cohort.id)
        is_now = stored == policy.find_version()
        said = "yes" if is_now else f"an earlier version, {stored}: not used any more" if stored else "no"
        fields = {"cohort": cohort.id, "adopted": "no" if is_now else "yes"}
        rows.append((cohort.name, said, render_act(HERE, "Give it up" if is_now else "Adopt it", fields)))
    table = render_table("Cohorts and the policy", COHORTS, rows, caption_hidden=True)
    return [render_section("Cohorts", table)] if rows else []
