"""Everybody with an account, and the form that invites one more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.services.people import accounts, cohorts, mail
from dashapp.ui.chips import Criterion, render_criteria
from dashapp.ui.empty import render_empty
from dashapp.ui.page import render_action, render_page, render_section
from dashapp.ui.posting import NONE, render_act, render_field, render_filters, render_form, render_select, render_told
from dashapp.ui.tables import Cell, Column, render_table
from dashapp.web.plain_forms import read_told
from dashapp.web.router import Visit
from pages.staff.words import ROLES, render_state, say_cohorts, say_factor
from storage.accounts import Person
from words.phrases import plural

AT_ONCE = 50
Asked = Mapping[str, str]
ANY = "any"
FILTERS = ("q", "role", "state", "cohort")


def render_directory(clockstart: Clockstart, visit: Visit) -> Component:
    """Those who fit the filters, fifty at a time."""
    asked = {name: value for name in FILTERS if (value := visit.first(name)) != ANY or name == "q"}
    asked = {**dict.fromkeys(FILTERS, ""), **asked}
    found = accounts.list_accounts(
        clockstart,
        visit.actor,
        words=asked["q"],
        role=asked["role"],
        state=asked["state"],
        cohort=asked["cohort"],
    )
    names = cohorts.name_cohorts(clockstart)
    page = max(1, int(visit.first("page"))) if visit.first("page").isdecimal() else 1
    shown = found[(page - 1) * AT_ONCE : page * AT_ONCE]
    body = [
        *render_told(read_told()),
        render_asked(asked, names),
        render_criteria(say_shown(len(shown), len(found), page), list_criteria(asked, names)),
        render_people(shown, names) if shown else render_empty("Nobody fits", "Take a filter off, or invite somebody."),
        *render_pages(asked, page, len(found)),
        *render_waiting(clockstart, visit),
    ]
    actions = [
        render_action("Invite somebody", "/staff/invite", primary=True),
        render_action("Bring in a file", "/staff/import"),
        render_action("Cohorts", "/staff/cohorts"),
    ]
    lead = "Everybody with an account: what they may do, and whether they can sign in."
    return render_page("Staff management", body, lead=lead, actions=actions, back=("Admin panel", "/admin"))


def render_asked(asked: Asked, names: Mapping[str, str]) -> Component:
    return render_filters(
        "/staff",
        [
            render_field("q", "Name or address", asked["q"]),
            render_select("role", "Role", {ANY: "Any", **ROLES}, asked["role"]),
            render_select("state", "State", {ANY: "Any", **accounts.STATES}, asked["state"]),
            render_select("cohort", "Cohort", {ANY: "Any", **names}, asked["cohort"]),
        ],
    )


def say_shown(shown: int, total: int, page: int) -> str:
    if shown == total:
        return f"{plural(total, 'account')}."
    first = (page - 1) * AT_ONCE + 1
    return f"{first:,} to {first + shown - 1:,} of {plural(total, 'account')}." if shown else "No accounts."


def list_criteria(asked: Asked, names: Mapping[str, str]) -> list[Criterion]:
    """Each filter in words, and the address without it."""
    words = {
        "q": f"“{asked['q']}”",
        "role": ROLES.get(asked["role"], asked["role"]),
        "state": accounts.STATES.get(asked["state"], asked["state"]),
        "cohort": names.get(asked["cohort"], "an unknown cohort"),
    }
    return [Criterion(words[name], address_of({**asked, name: ""})) for name in FILTERS if asked[name]]


def address_of(asked: Asked, page: int = 1) -> str:
    query = {name: value for name, value in asked.items() if value} | ({"page": str(page)} if page > 1 else {})
    return f"/staff?{urlencode(query)}" if query else "/staff"


def render_people(people: Sequence[Person], names: Mapping[str, str]) -> Component:
    columns = (
        Column("Name", header=True),
        Column("Email address"),
        Column("Role"),
        Column("Cohorts"),
        Column("Second factor"),
        Column("State"),
    )
    rows: list[Sequence[Cell]] = [
        (
            html.A(person.name, href=f"/staff/{person.uid}"),
            person.email,
            ROLES[person.role],
            say_cohorts(person, names),
            say_factor(person),
            render_state(person),
        )
        for person in people
    ]
    return render_table("Accounts", columns, rows, caption_hidden=True)


def render_pages(asked: Asked, page: int, total: int) -> list[Component]:
    """The way to the fifty before and after."""
    links = []
    if page > 1:
        links.append(html.A("Previous 50", href=address_of(asked, page - 1)))
    if page * AT_ONCE < total:
        links.append(html.A("Next 50", href=address_of(asked, page + 1)))
    return [html.Nav(links, className="cs-row-acts", **{"aria-label": "More accounts"})] if links else []


def render_waiting(clockstart: Clockstart, visit: Visit) -> list[Component]:
    """Those who have not set up their account yet, all at once."""
    waiting = len(accounts.list_accounts(clockstart, visit.actor, state="invited"))
    if not waiting:
        return []
    told = "One person has" if waiting == 1 else f"{waiting:,} people have"
    acts = [render_act("/staff/links.csv", "Make new links for all of them (CSV)")]
    if mail.can_send(clockstart.settings):
        acts.append(render_act("/staff/send-invitations", "Send all of them an invitation"))
    return [
        render_section(
            "Not set up yet", [html.P(f"{told} not set up their account yet."), html.Div(acts, className="cs-row-acts")]
        )
    ]


def render_invite(clockstart: Clockstart, visit: Visit) -> Component:
    """The form for one new account."""
    told = read_told()
    names = cohorts.name_cohorts(clockstart)
    sends = mail.can_send(clockstart.settings)
    form = render_form(
        "/staff/invite",
        [
            render_field("email", "Email address", told.typed.get("email", ""), kind="email"),
            render_field("name", "Name", told.typed.get("name", ""), hint="They can change it when they set up."),
            render_select("role", "Role", ROLES, told.typed.get("role", "learner")),
            render_select(
                "cohort",
                "Cohort (optional)",
                {NONE: "None yet", **names},
                told.typed.get("cohort", ""),
                hint="A learner learns in it; a manager looks after it.",
            ),
        ],
        button="Send the invitation" if sends else "Make the account and its link",
    )
    lead = (
        "They get a link by e-mail that works once, within 7 days. Nobody but they chooses their password."
        if sends
        else "You get a link that works once, within 7 days, to pass on. Nobody but they chooses their password."
    )
    return render_page("Invite somebody", [*render_told(told), form], lead=lead, back=("Staff management", "/staff"))
