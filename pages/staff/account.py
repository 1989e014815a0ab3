"""One account: role, cohorts, links, sessions, second factor, what happened to it, and deactivating it."""

from collections.abc import Sequence
from datetime import datetime

from dash import html
from dash.development.base_component import Component

from auth.words import device
from dashapp.context import Clockstart
from dashapp.services.people import accounts, cohorts, mail
from dashapp.services.people.people import name_of_many
from dashapp.ui.forms.posting import render_act, render_field, render_form, render_select, render_told
from dashapp.ui.forms.queries import render_filters
from dashapp.ui.page import render_action, render_page, render_section
from dashapp.ui.tables import Cell, Column, render_facts, render_table
from dashapp.ui.times import day_and_time
from dashapp.web.plain_forms import read_told
from dashapp.web.router import Visit
from pages.staff.words import ACTS, ROLES, render_state, say_cohorts, say_factor
from storage.accounts import Person

HAPPENED_AT_MOST = 20


def render_account(clockstart: Clockstart, visit: Visit) -> Component:
    """Everything an administrator can see of an account and do with it."""
    person = accounts.get_account(clockstart, visit.actor, visit.variables["uid"])
    own = person.uid == visit.actor.uid
    body = [
        *render_told(read_told()),
        render_summary(clockstart, person),
        *render_cohorts(clockstart, person),
        *([] if own else [render_role(person)]),
        render_links(clockstart, person),
        render_sessions(clockstart, visit, person, own=own),
        *([] if own else render_factor(person)),
        render_email(person),
        *([render_own()] if own else [render_standing(person)]),
        render_happened(clockstart, person),
    ]
    links = [render_action("Modules open to them", f"/module-access?person={person.uid}")]
    if person.role == "learner":
        links.insert(0, render_action("Their work", f"/people/{person.uid}"))
    return render_page(person.name, body, lead=person.email, actions=links, back=("Staff management", "/staff"))


def render_summary(clockstart: Clockstart, person: Person) -> Component:
    names = dict(cohorts.name_cohorts(clockstart))
    facts: list[tuple[str, Cell]] = [
        ("State", render_state(person)),
        ("Role", ROLES[person.role]),
        ("Looks after" if person.role == "manager" else "Cohorts", say_cohorts(person, names)),
        ("Second factor", say_factor(person)),
        ("Account made", day_and_time(person.created_at)),
    ]
    return render_facts(facts)


def render_cohorts(clockstart: Clockstart, person: Person) -> list[Component]:
    """Where the person belongs, and the form that adds to it."""
    if person.role == "admin":
        return []
    names = dict(cohorts.name_cohorts(clockstart))
    belongs = [cohort for cohort in {*person.cohorts, *person.manages} if cohort in names]
    rows: list[Sequence[Cell]] = [
        (
            html.A(names[cohort], href=f"/staff/cohorts/{cohort}"),
            "Looks after it" if cohort in person.manages else "Learns in it",
            render_act(f"/staff/{person.uid}/cohorts/remove", take_out_words(names[cohort]), {"cohort": cohort}),
        )
        for cohort in sorted(belongs, key=names.__getitem__)
    ]
    others = {cohort: name for cohort, name in names.items() if cohort not in belongs}
    parts: list[Component] = []
    if rows:
        columns = (Column("Cohort", header=True), Column("As"), Column("Take out"))
        parts.append(render_table("Cohorts of this person", columns, rows, caption_hidden=True))
    if others:
        action = f"/staff/{person.uid}/cohorts"
        choice = render_select("cohort", "Put into a cohort", others, form="add")
        parts.append(render_form(action, [choice], button="Put in", look="secondary"))
    return [render_section("Cohorts", parts)] if parts else []


def take_out_words(name: str) -> list[Component | str]:
    return ["Take out", html.Span(f" of {name}", className="visually-hidden")]


def render_role(person: Person) -> Component:
    """A list that leads to the page which names person and role."""
    others = {role: words for role, words in ROLES.items() if role != person.role}
    choice = render_select("role", "New role", others)
    return render_section("Role", render_filters(f"/staff/{person.uid}/confirm/role", [choice], "Change role"))


def render_links(clockstart: Clockstart, person: Person) -> Component:
    """Links to set up the account or choose a new password."""
    if not person.active:
        return render_section("Links", html.P("Links are made again once the account is reactivated."))
    what = "a link for a new password" if person.has_password else "an invitation link"
    acts = [render_act(f"/staff/{person.uid}/link", f"Make {what}")]
    if mail.can_send(clockstart.settings):
        acts.append(render_act(f"/staff/{person.uid}/send-link", f"Send {what} by e-mail"))
    acts.append(render_act(f"/staff/{person.uid}/void-links", "Cancel links that are open"))
    told = "A link works once. Using any of them ends the others; a second factor stays as it is."
    return render_section("Links", [html.P(told), html.Div(acts, className="cs-row-acts")])


def render_sessions(clockstart: Clockstart, visit: Visit, person: Person, *, own: bool) -> Component:
    """Where they are signed in."""
    found = accounts.list_sessions(clockstart, visit.actor, person.uid)
    if not found:
        return render_section("Where they are signed in", html.P("Nowhere at the moment."))
    rows: list[Sequence[Cell]] = [
        (
            device(session.agent),
            session.address,
            day_and_time(session.started_at),
            day_and_time(session.active_at),
            render_act(f"/staff/{person.uid}/sessions/end", end_words(session.started_at), {"session": session.digest}),
        )
        for session in found
    ]
    columns = (
        Column("Browser", header=True),
        Column("From"),
        Column("Signed in"),
        Column("Last active"),
        Column("End"),
    )
    table = render_table("Sessions", columns, rows, caption_hidden=True)
    end_all = [] if own else [render_act(f"/staff/{person.uid}/sessions/end-all", "End all of them")]
    return render_section("Where they are signed in", [table, *end_all])


def end_words(started: datetime) -> list[Component | str]:
    return ["End", html.Span(f" the session of {day_and_time(started)}", className="visually-hidden")]


def render_factor(person: Person) -> list[Component]:
    if not person.has_factor:
        return []
    told = "For somebody whose phone and recovery codes are gone. They set up a new one when they next sign in."
    link = render_action("Reset the second factor", f"/staff/{person.uid}/confirm/reset-factor")
    return [render_section("Second factor", [html.P(told), link])]


def render_email(person: Person) -> Component:
    box = render_field("email", "New email address", kind="email", hint="What they sign in with from then on.")
    form = render_filters(f"/staff/{person.uid}/confirm/email", [box], "Change email address")
    return render_section("Email address", form)


def render_own() -> Component:
    told = "This is your own account. Role, second factor and deactivation are changed by another administrator."
    return render_section("Your own account", html.P([told, " ", html.A("My account", href="/account")]))


def render_standing(person: Person) -> Component:
    """Deactivate, or let in again."""
    if person.active:
        told = "They are signed out at once and cannot come back. Everything they stored stays."
        link = render_action("Deactivate", f"/staff/{person.uid}/confirm/deactivate")
        return render_section("Deactivate", [html.P(told), link])
    told = "They can sign in again with the password and the second factor they had."
    return render_section("Reactivate", [html.P(told), render_act(f"/staff/{person.uid}/reactivate", "Reactivate")])


def render_happened(clockstart: Clockstart, person: Person) -> Component:
    """The newest acts on this account, from its audit trail; changes of records are not among them."""
    newest = clockstart.store.audit.list_newest(person.uid, 200)
    entries = [entry for entry in newest if entry.act in ACTS][:HAPPENED_AT_MOST]
    names = name_of_many(clockstart, (entry.actor for entry in entries))
    rows: list[Sequence[Cell]] = [
        (
            day_and_time(datetime.fromisoformat(entry.at)),
            ACTS[entry.act] + (f": {entry.about['reason']}" if entry.about and "reason" in entry.about else ""),
            names.get(entry.actor, entry.actor),
        )
        for entry in entries
    ]
    if not rows:
        return render_section("What happened to this account", html.P("Nothing yet."))
    columns = (Column("When", header=True), Column("What"), Column("By"))
    table = render_table("What happened to this account", columns, rows, caption_hidden=True)
    return render_section("What happened to this account", table)
