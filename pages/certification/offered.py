"""The page on which papers are begun and certificates held, and that of one person for whoever looks after them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.services.practice import certificates, exam_terms, papers
from dashapp.services.practice.assignment import EXTRA
from dashapp.services.practice.blueprints import BLUEPRINTS, Blueprint
from dashapp.services.practice.certificates import Certificate
from dashapp.services.practice.kinds import EXAM, PAPER, REHEARSAL, name_paper
from dashapp.services.practice.plans import find_plan
from dashapp.services.records.records import new_id
from dashapp.ui.empty import render_empty
from dashapp.ui.forms.posting import render_act, render_field, render_form, render_select, render_told
from dashapp.ui.page import render_page, render_section
from dashapp.ui.tables import Cell, Column, render_facts, render_table
from dashapp.web.plain_forms import read_told
from dashapp.web.router import Visit
from words.phrases import in_words, plural

BEGIN = f"/{EXAM.slug}/begin"
STATES = {"valid": "Valid", "expired": "Expired", "revoked": "Revoked"}
RULES = (
    "While a paper is open, everything else in Clockstart is closed to you. Your answers are kept as you give them, "
    "and you can go on at another computer. When the time is over the paper is handed in as it is."
)
REHEARSE = "A rehearsal is a short paper that counts for nothing. What is right is told as soon as you hand it in."
PAPERS = (Column("Job", header=True), Column("What it asks"), Column("Paper"), Column("Rehearsal"))


def list_blueprints(clockstart: Clockstart, uid: str) -> list[Blueprint]:
    """That of the person's job first."""
    own = find_plan(clockstart, uid).told.get("role_profile")
    return sorted(BLUEPRINTS.values(), key=lambda one: one.profile != own)


def offer_rehearsal(clockstart: Clockstart, actor: Actor) -> tuple[str, list[Component]]:
    """For an empty list of papers: a rehearsal for the person's job."""
    blueprint = list_blueprints(clockstart, actor.uid)[0]
    return REHEARSE, [render_begin(blueprint, REHEARSAL, f"Rehearse: {blueprint.title.lower()}")]


def render_begin(blueprint: Blueprint, sort: str, words: str) -> Component:
    look = "primary" if sort == PAPER else "secondary"
    return render_form(
        BEGIN,
        [],
        button=words,
        fields={"profile": blueprint.profile, "sort": sort, "session": new_id()},
        look=look,
    )


def render_offered(clockstart: Clockstart, visit: Visit) -> Component:
    told, uid = read_told(), visit.actor.uid
    held = certificates.list_of(clockstart, uid)
    own = render_section("My certificates", [render_certificate(clockstart, one, visit.actor) for one in held])
    return render_page(
        "Papers and certificates",
        [
            *render_told(told),
            *([own] if held else []),
            html.P(say_terms()),
            html.P(RULES),
            html.P(REHEARSE),
            render_table(
                "Papers",
                PAPERS,
                [make_row(clockstart, uid, one) for one in list_blueprints(clockstart, uid)],
                caption_hidden=True,
                stacked=True,
            ),
        ],
        lead="One paper for each job. A certificate holds for twelve months, and anybody can check its number.",
        back=("Certification", f"/{EXAM.slug}"),
    )


def say_terms() -> str:
    """What every paper asks for."""
    one = next(iter(BLUEPRINTS.values()))
    return (
        f"{one.pass_percent} % has to be right, in each part the percent it asks for, and at most "
        f"{plural(one.most_lost_patients, 'patient')} may be lost from the list. "
        f"{plural(one.tries, 'try', 'tries')} a year, {plural(one.retake_days, 'day')} apart."
    )


def make_row(clockstart: Clockstart, uid: str, one: Blueprint) -> tuple[Cell, ...]:
    """What a paper is made of, and beginning it or why it cannot be begun now."""
    obstacle = papers.find_obstacle(clockstart, uid, one)
    parts = [
        f"{part.title}: {part.items}{f', at least {part.minimum} %' if part.minimum else ''}" for part in one.sections
    ]
    summary = html.Summary(f"{plural(one.items, 'item')} in {one.minutes} minutes")
    asks = html.Details([summary, html.Ul([html.Li(part) for part in parts])])
    can = html.Span(obstacle) if obstacle else render_begin(one, PAPER, "Begin a paper")
    return one.title, asks, can, render_begin(one, REHEARSAL, "Rehearse")


def render_certificate(clockstart: Clockstart, one: Certificate, actor: Actor) -> Component:
    state = one.state(clockstart.today)
    why = f": {one.reason}" if one.reason else ""
    shown = "Whoever checks the number sees it" if one.shows_name else "Not shown to whoever checks the number"
    facts: list[tuple[str, Any]] = [
        ("Number", one.number),
        ("State", f"{STATES[state]}{why}"),
        ("Issued", in_words(one.issued_on)),
        ("Until", in_words(one.expires_on)),
        ("Rule books", f"edition {one.rules_version}"),
        ("Name", shown),
    ]
    links = [
        html.A("PDF", href=f"/certificates/{one.number}.pdf", download="", className="btn btn-secondary btn-sm"),
        html.A("Open Badge", href=f"/certificates/{one.number}.jwt", download="", className="btn btn-secondary btn-sm"),
        html.A("Check the number", href=f"/verify?number={one.number}", className="btn btn-secondary btn-sm"),
    ]
    words, shows = ("Hide my name", "no") if one.shows_name else ("Show my name", "yes")
    if actor.uid == one.uid and not actor.viewing:
        links.append(render_act(f"/certificates/{one.number}/name", words, {"shows": shows}))
    return html.Div([html.H3(one.title), render_facts(facts), html.Div(links, className="cs-actions")])


def render_person(clockstart: Clockstart, visit: Visit) -> Component:
    """Papers of somebody: releasing items, more time, revoking a certificate."""
    told, uid = read_told(), visit.variables["uid"]
    person = exam_terms.get_person(clockstart, visit.actor, uid)
    base = f"/people/{uid}/{EXAM.slug}/papers"
    extra = render_form(
        f"{base}/extra",
        [render_select("extra", f"More time for {person.name}", EXTRA, exam_terms.find_extra(clockstart, uid))],
        button="Save",
        look="secondary",
    )
    held = [
        [render_certificate(clockstart, one, visit.actor), *render_revoke(one, visit.actor, told.typed)]
        for one in certificates.list_of(clockstart, uid)
    ]
    nothing = render_empty("No certificate yet", f"{person.name} has not passed a paper.", [])
    return render_page(
        f"Papers of {person.name}",
        [
            *render_told(told),
            *render_unreleased(clockstart, uid, base),
            render_section("Time", [html.P("For the papers that are begun from now on."), extra]),
            render_section("Certificates", [part for parts in held for part in parts] or nothing),
        ],
        back=(f"Certification of {person.name}", f"/people/{uid}/{EXAM.slug}"),
    )


def render_unreleased(clockstart: Clockstart, uid: str, base: str) -> Sequence[Component]:
    found = papers.list_unreleased(clockstart, uid)
    rows = [
        (
            name_paper(head),
            in_words(date.fromisoformat(head["handed_in_on"])),
            in_words(date.fromisoformat(head["told_from"])),
            render_act(f"{base}/release", "Release the items", {"session": session}),
        )
        for session, head in found
    ]
    columns = (Column("Paper", header=True), Column("Handed in"), Column("Told by itself on"), Column(""))
    table = render_table("Items not told", columns, rows, caption_hidden=True)
    return [render_section("Items that are not told yet", table)] if rows else []


def render_revoke(one: Certificate, actor: Actor, typed: Any) -> list[Component]:
    if actor.role != "admin" or one.revoked_on:
        return []
    reason = render_field("reason", "Why is it revoked?", typed.get("reason", ""), form=f"revoke-{one.number}")
    words = "The number then says that the certificate is revoked. It cannot be taken back."
    button = f"Revoke {one.number}"
    return [html.P(words), render_form(f"/certificates/{one.number}/revoke", [reason], button=button, look="secondary")]
