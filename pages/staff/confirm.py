"""Before a grave act: a page that names the person, says what follows, and asks for proof that it is you."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from auth.proof import is_proven, proof_address
from dashapp.context import Clockstart
from dashapp.services.people import accounts
from dashapp.ui.forms.posting import render_form, render_told
from dashapp.ui.page import render_action, render_page
from dashapp.web.plain_forms import read_told
from dashapp.web.router import Visit
from pages.staff.words import ROLES
from storage.accounts import Person
from storage.errors import NotFound


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What is asked, what follows, the words on the button, the route, its fields, whether proof is needed."""

    question: str
    follows: str
    button: str
    action: str
    fields: Mapping[str, str]
    needs_proof: bool = True


def ask_deactivate(person: Person, visit: Visit) -> Confirmation:
    return Confirmation(
        f"Deactivate {person.name}?",
        f"{person.name} ({person.email}) is signed out everywhere at once and cannot sign in. Open links are "
        "cancelled. What they stored stays, and you can reactivate the account.",
        f"Deactivate {person.name}",
        f"/staff/{person.uid}/deactivate",
        {},
        needs_proof=False,
    )


def ask_role(person: Person, visit: Visit) -> Confirmation:
    role = visit.first("role")
    if role not in ROLES or role == person.role:
        raise NotFound("There is no such change of role.")
    return Confirmation(
        f"Make {person.name} {with_article(ROLES[role])}?",
        f"{person.name} ({person.email}) is {with_article(ROLES[person.role])} now. {MAY[role]} "
        "It counts from their next click.",
        f"Make {person.name} {with_article(ROLES[role])}",
        f"/staff/{person.uid}/role",
        {"role": role},
    )


MAY = {
    "learner": "A learner sees and changes their own records only.",
    "manager": "A manager reads the records of the cohorts they look after.",
    "admin": "An administrator sees everybody's records, and manages people and access.",
}


def with_article(word: str) -> str:
    lower = word.lower()
    return f"{'an' if lower[0] in 'aeiou' else 'a'} {lower}"


def ask_reset_factor(person: Person, visit: Visit) -> Confirmation:
    return Confirmation(
        f"Reset the second factor of {person.name}?",
        f"Make sure that it is {person.name} who asked. They are signed out, sign in with the password alone, and have "
        "to set up a new second factor before anything else.",
        f"Reset the second factor of {person.name}",
        f"/staff/{person.uid}/reset-factor",
        {},
    )


def ask_email(person: Person, visit: Visit) -> Confirmation:
    email = visit.first("email").strip()
    return Confirmation(
        f"Change the email address of {person.name}?",
        f"From {person.email} to {email or 'nothing yet: go back and type one'}. They sign in with the new one "
        "from then on.",
        "Change the email address",
        f"/staff/{person.uid}/email",
        {"email": email},
    )


ASKED: Mapping[str, Callable[[Person, Visit], Confirmation]] = {
    "deactivate": ask_deactivate,
    "role": ask_role,
    "reset-factor": ask_reset_factor,
    "email": ask_email,
}


def render_confirm(clockstart: Clockstart, visit: Visit) -> Component:
    """The page for an act on one person. Raises NotFound for an act there is not."""
    person = accounts.get_account(clockstart, visit.actor, visit.variables["uid"])
    ask = ASKED.get(visit.variables["act"])
    if ask is None:
        raise NotFound("There is no such page.")
    return render_asked(visit, ask(person, visit), (person.name, f"/staff/{person.uid}"))


def render_confirm_for_all(clockstart: Clockstart, visit: Visit) -> Component:
    """The page for the one act on everybody."""
    if visit.variables["act"] != "end-sessions":
        raise NotFound("There is no such page.")
    asked = Confirmation(
        "Sign everybody out?",
        "Every session ends at once, save yours in this browser. What people have not saved stays on their screens, "
        "and is sent once they sign in again.",
        "Sign everybody out",
        "/admin/end-sessions",
        {},
    )
    return render_asked(visit, asked, ("Admin panel", "/admin"))


def render_asked(visit: Visit, asked: Confirmation, back: tuple[str, str]) -> Component:
    """The question, what follows, and the button, or first the way to the proof."""
    if asked.needs_proof and not is_proven():
        query = urlencode(visit.query, doseq=True)
        here = f"{visit.path}?{query}" if query else visit.path
        first = "You are asked for your password first, because this cannot be done on an open page alone."
        button: Component = html.Div(
            [html.P(first), render_action("Confirm that it is you", proof_address(here), primary=True)]
        )
    else:
        button = render_form(asked.action, [], button=asked.button, fields=asked.fields)
    cancel = html.P(html.A("Do nothing and go back", href=back[1]))
    body = [*render_told(read_told()), html.P(asked.follows), button, cancel]
    return render_page(asked.question, body, back=back)
