"""Everybody with an account, and the form that invites one more."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component
from pydantic import model_validator

from dashapp.context import Clockstart
from dashapp.services.people import accounts, cohorts, mail
from dashapp.ui.chips import render_criteria
from dashapp.ui.empty import render_empty
from dashapp.ui.forms.posting import render_act, render_field, render_form, render_select, render_told
from dashapp.ui.forms.queries import list_chips, render_query
from dashapp.ui.page import render_action, render_page, render_section
from dashapp.ui.pager import render_pager
from dashapp.ui.tables import Cell, Column, render_table
from dashapp.web.plain_forms import read_told
from dashapp.web.router import Visit
from pages.staff.words import ROLES, render_state, say_cohorts, say_factor
from storage.accounts import Person
from words.phrases import plural
from words.queries import PageNumber, Query, narrow, place

AT_ONCE = 50


class PeopleQuery(Query):
    """Whose accounts: by name or address, role, state and cohort; and the page of them."""

    q: str = narrow("Name or address", says="“{}”")
    role: str = narrow("Role", choices=ROLES)
    state: str = narrow("State", choices=accounts.STATES)
    cohort: str = narrow("Cohort")
    page: PageNumber = place(1)

    @model_validator(mode="before")
    @classmethod
    def leave_out_any(cls, given: dict[str, Any]) -> dict[str, Any]:
        """Addresses of earlier versions say "any" where nothing is chosen."""
        return {name: value for name, value in given.items() if name == "q" or value != "any"}


def render_directory(clockstart: Clockstart, visit: Visit) -> Component:
    """Those who fit the filters, fifty at a time."""
    asked = PeopleQuery.read(visit.query)
    found = accounts.list_accounts(
        clockstart, visit.actor, words=asked.q, role=asked.role, state=asked.state, cohort=asked.cohort
    )
    names = cohorts.name_cohorts(clockstart)
    pages = max(1, -(-len(found) // AT_ONCE))
    page = min(asked.page, pages)
    shown = found[(page - 1) * AT_ONCE : page * AT_ONCE]
    told = {"cohort": "an unknown cohort"} if asked.cohort and asked.cohort not in names else {}
    chips = list_chips(asked.say({"cohort": names}) | told, asked, "/staff")
    body = [
        *render_told(read_told()),
        *render_query(asked, ["q", "role", "state", "cohort"], {"cohort": names}, here="/staff"),
        render_criteria(say_shown(len(shown), len(found), page), chips),
        render_people(shown, names) if shown else render_empty("Nobody fits", "Take a filter off, or invite somebody."),
        render_pager(page, pages, lambda to: asked.at("/staff", page=to)),
        *render_waiting(clockstart, visit),
    ]
    actions = [
        render_action("Invite somebody", "/staff/invite", primary=True),
        render_action("Import a file", "/staff/import"),
        render_action("Cohorts", "/staff/cohorts"),
    ]
    lead = "Everybody with an account: what they may do, and whether they can sign in."
    return render_page("Staff management", body, lead=lead, actions=actions, back=("Admin panel", "/admin"))


def say_shown(shown: int, total: int, page: int) -> str:
    if shown == total:
        return f"{plural(total, 'account')}."
    first = (page - 1) * AT_ONCE + 1
    return f"{first:,} to {first + shown - 1:,} of {plural(total, 'account')}." if shown else "No accounts."


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
                names,
                told.typed.get("cohort", ""),
                none="None yet",
                hint="A learner learns in it; a manager looks after it.",
            ),
        ],
        button="Send the invitation" if sends else "Make the account and its link",
    )
    lead = (
        "They get a link by e-mail that works once, within 7 days. Only they choose their password."
        if sends
        else "You get a link that works once, within 7 days, to pass on. Only they choose their password."
    )
    return render_page("Invite somebody", [*render_told(told), form], lead=lead, back=("Staff management", "/staff"))
