"""Cohorts: all of them, and one with its learners and managers."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.services.people import accounts, cohorts
from dashapp.ui.empty import render_empty
from dashapp.ui.forms.posting import render_act, render_field, render_form, render_select, render_told
from dashapp.ui.page import render_action, render_page, render_section
from dashapp.ui.tables import Cell, Column, render_table
from dashapp.web.plain_forms import read_told
from dashapp.web.router import Visit
from pages.staff.account import take_out_words
from pages.staff.words import render_state
from storage.accounts import Person


def render_cohorts(clockstart: Clockstart, visit: Visit) -> Component:
    """Every cohort, and the form that makes one more."""
    told, found = read_told(), cohorts.list_cohorts(clockstart, visit.actor)
    rows: list[Sequence[Cell]] = [
        (
            html.A(one.cohort.name, href=f"/staff/cohorts/{one.cohort.id}"),
            len(one.learners),
            ", ".join(person.name for person in one.managers) or "nobody yet",
        )
        for one in found
    ]
    columns = (Column("Cohort", header=True), Column("Learners", number=True), Column("Looked after by"))
    table = render_table("Cohorts", columns, rows, caption_hidden=True)
    nothing = render_empty("No cohorts yet", "Make one below, then put people into it.")
    name = render_field("name", "Name of the new cohort", told.typed.get("name", ""))
    body = [
        *render_told(told),
        table if rows else nothing,
        render_section("New cohort", render_form("/staff/cohorts", [name], button="Make the cohort")),
    ]
    lead = "Who learns together, and who looks after them."
    return render_page("Cohorts", body, lead=lead, back=("Staff management", "/staff"))


def render_cohort(clockstart: Clockstart, visit: Visit) -> Component:
    """One cohort."""
    told, cohort_id = read_told(), visit.variables["cohort_id"]
    facts = cohorts.get_cohort(clockstart, visit.actor, cohort_id)
    base = f"/staff/cohorts/{cohort_id}"
    body = [
        *render_told(told),
        render_managers(clockstart, visit, cohort_id, facts.managers),
        render_learners(cohort_id, facts.learners, told.typed.get("email", "")),
        render_section(
            "Name",
            render_form(
                f"{base}/rename",
                [render_field("name", "Name of this cohort", told.typed.get("name", facts.cohort.name))],
                button="Rename",
                look="secondary",
            ),
        ),
        *([] if facts.learners or facts.managers else [render_remove(base)]),
    ]
    actions = [render_action("Modules open to them", f"/module-access?cohort={cohort_id}")]
    lead = "Its learners, and the managers who read their work."
    return render_page(facts.cohort.name, body, lead=lead, actions=actions, back=("Cohorts", "/staff/cohorts"))


def render_managers(clockstart: Clockstart, visit: Visit, cohort_id: str, managers: Sequence[Person]) -> Component:
    """Who looks after it, and the form that gives it to one more."""
    known = {person.uid for person in managers}
    others = {
        person.uid: f"{person.name} ({person.email})"
        for person in accounts.list_accounts(clockstart, visit.actor, role="manager", state="")
        if person.uid not in known and person.active
    }
    parts: list[Component] = [
        render_members("Managers", cohort_id, managers) if managers else html.P("Nobody looks after this cohort yet.")
    ]
    if others:
        choice = render_select("uid", "Give it to", others, form="manager")
        action = f"/staff/cohorts/{cohort_id}/add"
        parts.append(render_form(action, [choice], button="Give it to this manager", look="secondary"))
    return render_section("Looked after by", parts)


def render_learners(cohort_id: str, learners: Sequence[Person], typed: str) -> Component:
    """Who learns in it, and the form that puts one more in."""
    add = render_form(
        f"/staff/cohorts/{cohort_id}/add",
        [render_field("email", "Email address of a learner", typed, kind="email")],
        button="Put in",
        look="secondary",
    )
    table = render_members("Learners", cohort_id, learners) if learners else html.P("Nobody learns here yet.")
    return render_section(f"Learners ({len(learners):,})", [table, add])


def render_members(caption: str, cohort_id: str, people: Sequence[Person]) -> Component:
    rows: list[Sequence[Cell]] = [
        (
            html.A(person.name, href=f"/staff/{person.uid}"),
            person.email,
            render_state(person),
            render_act(f"/staff/cohorts/{cohort_id}/remove-person", take_out_words(person.name), {"uid": person.uid}),
        )
        for person in people
    ]
    columns = (Column("Name", header=True), Column("Email address"), Column("State"), Column("Take out"))
    return render_table(caption, columns, rows, caption_hidden=True)


def render_remove(base: str) -> Component:
    told = "Nobody belongs to it any more, so it can go. What was said about its access to modules goes with it."
    return render_section("Remove", [html.P(told), render_act(f"{base}/remove", "Remove this cohort")])
