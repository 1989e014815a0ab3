"""The page on which one person is erased; afterwards the same address shows the tombstone and the proof."""

from datetime import datetime

from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from auth import current_trace
from auth.actor import current_actor
from auth.policy import check_administer
from auth.proof import is_proven, proof_address, requires_proof
from auth.requires import requires
from dashapp.context import Clockstart, current_clockstart
from dashapp.services.feedback import student_notes
from dashapp.services.people import people, retention
from dashapp.ui import ids
from dashapp.ui.banners import render_banner
from dashapp.ui.chips import render_chip
from dashapp.ui.forms.controls import draw_line, label_of
from dashapp.ui.page import render_action, render_page, render_section
from dashapp.ui.tables import render_facts
from dashapp.ui.times import day_and_time
from dashapp.web.router import Page, Visit
from storage.accounts import Person
from storage.erasure import Tombstone, count_keys, list_tombstones
from storage.errors import NotFound, Refused

ADDRESS = "/retention"
ERASE, TYPED, PROBLEM, WHO = "erase-now", "erase-typed", "erase-problem", "erase-who"
BACKUPS = (
    "Backups made before still hold this person until they are deleted. Restoring one here does not bring them back: "
    "the tombstone keeps them out. It does bring back the notes that others kept about them."
)
STAYS = (
    "That somebody was erased, when and by whom, and that entries about them were taken out of their managers' trails; "
    "no name, no address. What others wrote of them elsewhere, such as a name inside feedback to somebody else or in a "
    "note about another learner, cannot be found by this and stays where it was written."
)


def register(app: Dash, clockstart: Clockstart) -> None:
    page = Page("Erase a person", lambda visit: render_one(clockstart, visit), check)
    clockstart.router.add(f"{ADDRESS}/<uid>", page)
    app.callback(
        Output(ids.NAVIGATE, "data", allow_duplicate=True),
        Output(PROBLEM, "children"),
        Input(ERASE, "n_clicks"),
        State(TYPED, "value"),
        State(WHO, "data"),
        prevent_initial_call=True,
    )(on_erase)


def check(visit: Visit) -> None:
    """Raises Forbidden for all but administrators, NotFound for somebody who never was here."""
    check_administer(visit.actor)
    clockstart, uid = current_clockstart(), visit.variables["uid"]
    if clockstart.store.people.find(uid) is None and find_tombstone(clockstart, uid) is None:
        raise NotFound("There is no such person.")


@requires("admin")
@requires_proof
def on_erase(clicks: int | None, typed: str | None, uid: str | None) -> tuple[str, str]:
    """Erase the person whose e-mail address was typed; the page then shows the proof."""
    if not clicks:
        raise PreventUpdate
    try:
        retention.erase(current_clockstart(), current_actor(), str(uid), typed or "", current_trace())
    except Refused as problem:
        return "", problem.sentence
    return f"{ADDRESS}/{uid}?erased=1", ""


def find_tombstone(clockstart: Clockstart, uid: str) -> Tombstone | None:
    return next((stone for stone in list_tombstones(clockstart.store.client) if stone.uid == uid), None)


def render_one(clockstart: Clockstart, visit: Visit) -> Component:
    """The person who may be erased, or what is left when they have been."""
    uid = visit.variables["uid"]
    person = clockstart.store.people.find(uid)
    back = ("Retention and erasure", ADDRESS)
    if person is None:
        stone = find_tombstone(clockstart, uid)
        body = [] if stone is None else render_proof(clockstart, stone)
        return render_page("A person who was erased", body, back=back)
    lead = f"{person.role.capitalize()}, {person.email}"
    return render_page(f"Erase {person.name}", render_confirmation(clockstart, visit, person), lead=lead, back=back)


def render_confirmation(clockstart: Clockstart, visit: Visit, person: Person) -> list[Component]:
    """What will be gone, what stays, and the address to be typed."""
    told = render_section("What will be gone", render_facts(list_lost(clockstart, person)))
    if person.uid == visit.actor.uid:
        return [told, html.P("You cannot erase yourself. Ask another administrator.")]
    if not is_proven():
        again = render_action("Prove that it is you", proof_address(f"{ADDRESS}/{person.uid}"), primary=True)
        return [told, html.P("Erasing asks for proof that it is you, not older than ten minutes."), again]
    label = f"Type {person.email} to say that it is {person.name} who is to be erased"
    question = html.Div(
        [*label_of(TYPED, label), html.Div(id=PROBLEM, role="alert", className="cs-problem"), draw_line(TYPED)],
        className="cs-question",
    )
    erase = html.Button(
        f"Erase {person.name} for good", id=ERASE, type="button", className="btn btn-danger", n_clicks=0
    )
    warning = render_banner("watch", f"This cannot be undone. {BACKUPS}")
    stores = [dcc.Store(id=ids.NAVIGATE), dcc.Store(id=WHO, data=person.uid)]
    return [told, *stores, html.Div([warning, question, erase], className="cs-apart")]


def list_lost(clockstart: Clockstart, person: Person) -> list[tuple[str, str]]:
    """What is stored of a person, in numbers."""
    summary = clockstart.store.records.summary(person.uid)
    records = sum(module.count for module in summary.values())
    entries = clockstart.store.audit.count([person.uid])
    reviews = len(clockstart.store.reviews.list(person.uid))
    notes = sum(len(found) for found in student_notes.find_about(clockstart, person).values())
    return [
        ("Account", f"{person.name}, {person.email}"),
        ("Records", f"{records:,} in {sum(1 for module in summary.values() if module.count):,} modules"),
        ("Feedback, grades and work handed in", f"{reviews:,}"),
        ("Entries of their audit trail", f"{entries:,}"),
        ("Notes about them by others, with their history", f"{notes:,}"),
        ("What stays", STAYS),
    ]


def render_proof(clockstart: Clockstart, stone: Tombstone) -> list[Component]:
    """The tombstone, and a look through the whole store for anything that is left, made as the page is opened."""
    names = people.name_of_many(clockstart, {stone.by})
    left = count_keys(clockstart.store.client, stone.uid)
    found = render_chip("breach", f"{left:,} keys found") if left else render_chip("fine", "Nothing found")
    facts = [
        ("Who was", stone.uid),
        ("Erased", day_and_time(datetime.fromisoformat(stone.at))),
        ("By", names.get(stone.by, stone.by.capitalize())),
        ("A look through the whole store just now", found),
    ]
    taken_out = student_notes.count_taken_out(clockstart, stone.uid)
    notes = ("Entries of notes about them, taken out of their authors' trails", taken_out)
    return [render_facts([*facts, notes, ("What stays", STAYS)]), html.P(BACKUPS)]
