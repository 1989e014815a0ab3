"""Words for people that several of these pages use."""

from collections.abc import Mapping

from dash import html

from dashapp.services.people.accounts import STATES, state_of
from dashapp.ui.chips import Status, render_chip
from storage.accounts import Person

ROLES: Mapping[str, str] = {"learner": "Learner", "manager": "Manager", "admin": "Administrator"}
LOOKS: Mapping[str, Status] = {"active": "fine", "invited": "note", "deactivated": "watch"}
ACTS: Mapping[str, str] = {
    "account_made": "Account made",
    "invite_link_made": "Invitation link made",
    "invite_link_used": "Invitation taken up",
    "invite_mailed": "Invitation sent by e-mail",
    "invite_mail_failed": "Invitation could not be sent by e-mail",
    "reset_link_made": "Link for a new password made",
    "reset_link_used": "New password chosen by link",
    "reset_mailed": "Link for a new password sent by e-mail",
    "reset_mail_failed": "Link for a new password could not be sent by e-mail",
    "links_voided": "Open links cancelled",
    "role_changed": "Role changed",
    "email_changed": "E-mail address changed",
    "name_changed": "Name changed",
    "password_changed": "Password changed",
    "deactivated": "Deactivated",
    "reactivated": "Reactivated",
    "cohort_assigned": "Put into a cohort",
    "cohort_left": "Taken out of a cohort",
    "session_ended": "A session ended",
    "sessions_ended": "All sessions ended",
    "other_sessions_ended": "All other sessions ended",
    "sign_in": "Signed in",
    "sign_out": "Signed out",
    "sign_in_refused": "Wrong password when signing in",
    "code_refused": "Wrong code when signing in",
    "recovery_code_used": "Recovery code used",
    "recovery_codes_made": "New recovery codes made",
    "factor_set_up": "Second factor set up",
    "factor_removed": "Second factor removed",
    "factor_reset": "Second factor reset",
    "proof_given": "Confirmed that it is them",
    "access_changed": "Access to a module changed",
}


def render_state(person: Person) -> html.Span:
    """Active, invited or deactivated, with colour, shape and word."""
    state = state_of(person)
    return render_chip(LOOKS[state], STATES[state])


def say_factor(person: Person) -> str:
    """How this person signs in."""
    return {"on": "On", "again": "Reset"}.get(person.factor, "Off")


def say_cohorts(person: Person, names: Mapping[str, str]) -> str:
    """Where this person learns and what they look after."""
    learns = ", ".join(names.get(cohort, "") for cohort in person.cohorts)
    if person.role != "manager":
        return learns
    return ", ".join(names.get(cohort, "") for cohort in person.manages) or "none yet"
