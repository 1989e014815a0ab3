"""What administrators do with accounts: invite, change, deactivate, end sessions. Each act is entered in the trail of
the person it is about, and those that can be taken back answer with what there was.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import auth
from auth.actor import Actor
from auth.invitations import invite
from auth.policy import NO_SUCH_PERSON, check_administer
from dashapp.context import Clockstart
from dashapp.services.earlier import earlier_data
from dashapp.services.people import mail
from storage.accounts import Person
from storage.errors import NotFound, Refused
from storage.record import Trace
from storage.sessions import Session
from words.folding import holds

STATES = {"active": "Active", "invited": "Invited", "deactivated": "Deactivated"}
NOT_YOURSELF = "You cannot do this to your own account. Ask another administrator."


@dataclass(frozen=True, slots=True)
class Invited:
    """A new account, and its link; no link when it was sent by e-mail."""

    person: Person
    path: str


def state_of(person: Person) -> str:
    """`active`, `invited` (no password yet) or `deactivated`."""
    if not person.active:
        return "deactivated"
    return "active" if person.has_password else "invited"


def list_accounts(
    clockstart: Clockstart, actor: Actor, *, words: str = "", role: str = "", state: str = "", cohort: str = ""
) -> Sequence[Person]:
    """Everybody who fits, in the order of names. `words` are looked for in name and address, `cohort` is an id."""
    check_administer(actor)
    return [
        person
        for person in clockstart.store.people.list()
        if (not role or person.role == role)
        and (not state or state_of(person) == state)
        and (not cohort or cohort in {*person.cohorts, *person.manages})
        and holds(f"{person.name} {person.email}", words)
    ]


def get_account(clockstart: Clockstart, actor: Actor, uid: str) -> Person:
    """Anybody's account. Raises Forbidden, NotFound."""
    check_administer(actor)
    person = clockstart.store.people.find(uid)
    if person is None:
        raise NotFound(NO_SUCH_PERSON)
    return person


def get_another(clockstart: Clockstart, actor: Actor, uid: str) -> Person:
    """Somebody else's account. Raises Forbidden, NotFound, or Refused for the actor's own, so that there is always an
    administrator left."""
    person = get_account(clockstart, actor, uid)
    if person.uid == actor.uid:
        raise Refused(NOT_YOURSELF)
    return person


def invite_person(
    clockstart: Clockstart, actor: Actor, *, email: str, name: str, role: str, cohorts: Iterable[str] = ()
) -> Invited:
    """A new account without a password, and the link that sets it up. Raises Forbidden, Refused, NotFound."""
    check_administer(actor)
    people = clockstart.store.people
    known = [people.get_cohort(cohort).id for cohort in cohorts if cohort]
    learns, manages = ([], known) if role == "manager" else (known, [])
    person = people.create(email, name, role, now=clockstart.now, cohorts=learns, manages=manages)
    enter(clockstart, actor, person, "account_made", role=role)
    earlier_data.claim_waiting(clockstart, person)
    return Invited(person, send_or_make_link(clockstart, actor, person))


def send_or_make_link(clockstart: Clockstart, actor: Actor, person: Person) -> str:
    """By e-mail where there is a mail server; else the path of a link to be copied."""
    if mail.can_send(clockstart.settings):
        mail.ask_for_link(clockstart, person.email, purpose_of(person), made_by=actor.uid)
        return ""
    return make_link(clockstart, actor, person.uid)


def purpose_of(person: Person) -> str:
    return "reset" if person.has_password else "invite"


def make_link(clockstart: Clockstart, actor: Actor, uid: str) -> str:
    """The path of a one-use link: to set up the account, or for a new password. Raises Refused for the deactivated."""
    person = get_account(clockstart, actor, uid)
    if not person.active:
        raise Refused(f"{person.name} is deactivated. Reactivate the account first.")
    return invite(auth.current_auth(), person, made_by=actor.uid, purpose=purpose_of(person))


def send_link(clockstart: Clockstart, actor: Actor, uid: str) -> None:
    """Have such a link sent. Raises Refused where there is no mail server."""
    person = get_account(clockstart, actor, uid)
    if not mail.can_send(clockstart.settings) or not person.active:
        raise Refused("No e-mail can be sent. Make a link and pass it on.")
    mail.ask_for_link(clockstart, person.email, purpose_of(person), made_by=actor.uid)


def void_links(clockstart: Clockstart, actor: Actor, uid: str) -> None:
    """Links of this person that are still open are worth nothing from now on."""
    person = get_account(clockstart, actor, uid)
    clockstart.store.people.void_links(uid, now=clockstart.now)
    enter(clockstart, actor, person, "links_voided")


def make_links_for_invited(clockstart: Clockstart, actor: Actor) -> list[tuple[str, str, str]]:
    """E-mail address, name and a fresh link for everybody who has not set up their account yet."""
    waiting = list_accounts(clockstart, actor, state="invited")
    return [(person.email, person.name, make_link(clockstart, actor, person.uid)) for person in waiting]


def change_role(clockstart: Clockstart, actor: Actor, uid: str, role: str) -> str:
    """In force from the person's next request; the role there was."""
    person = get_another(clockstart, actor, uid)
    clockstart.store.people.put_role(uid, role)
    enter(clockstart, actor, person, "role_changed", was=person.role, became=role)
    return person.role


def change_email(clockstart: Clockstart, actor: Actor, uid: str, email: str) -> str:
    """A new address to sign in with; the one there was. Links sent to the old one are void. Raises Refused."""
    person = get_account(clockstart, actor, uid)
    clockstart.store.people.put_email(uid, email)
    clockstart.store.people.void_links(uid, now=clockstart.now)
    enter(clockstart, actor, person, "email_changed")
    return person.email


def deactivate(clockstart: Clockstart, actor: Actor, uid: str) -> None:
    """Out at once: sessions end, open pages are refused, links are void. Everything stored stays."""
    person = get_another(clockstart, actor, uid)
    clockstart.store.people.deactivate(uid)
    clockstart.store.people.void_links(uid, now=clockstart.now)
    enter(clockstart, actor, person, "deactivated")


def reactivate(clockstart: Clockstart, actor: Actor, uid: str) -> None:
    """May sign in again, with the password and the second factor there were."""
    person = get_another(clockstart, actor, uid)
    clockstart.store.people.activate(uid)
    enter(clockstart, actor, person, "reactivated")


def reset_factor(clockstart: Clockstart, actor: Actor, uid: str) -> None:
    """Take the second factor away; the person has to set up a new one when they next sign in. Sessions end."""
    person = get_another(clockstart, actor, uid)
    if not clockstart.store.factors.remove(uid, set_up_again=True):
        raise Refused(f"{person.name} has no second factor.")
    clockstart.store.sessions.end_all(uid)
    enter(clockstart, actor, person, "factor_reset")


def list_sessions(clockstart: Clockstart, actor: Actor, uid: str) -> Sequence[Session]:
    """Where somebody is signed in."""
    return clockstart.store.sessions.list(get_account(clockstart, actor, uid).uid, now=clockstart.now)


def end_session(clockstart: Clockstart, actor: Actor, uid: str, digest: str) -> None:
    """End one session of somebody."""
    person = get_account(clockstart, actor, uid)
    if clockstart.store.sessions.end(uid, digest):
        enter(clockstart, actor, person, "session_ended")


def end_sessions(clockstart: Clockstart, actor: Actor, uid: str) -> int:
    """End every session of somebody; how many there were."""
    person = get_another(clockstart, actor, uid)
    ended = clockstart.store.sessions.end_all(uid)
    enter(clockstart, actor, person, "sessions_ended", count=str(ended))
    return ended


def end_everyones_sessions(clockstart: Clockstart, actor: Actor, own_digest: str) -> int:
    """End every session there is save the one this was asked from; how many people there are."""
    check_administer(actor)
    others = [person.uid for person in clockstart.store.people.list() if person.uid != actor.uid]
    clockstart.store.sessions.end_everyones(others)
    clockstart.store.sessions.end_all(actor.uid, but=own_digest)
    clockstart.store.audit.enter(None, "everyones_sessions_ended", trace=trace_of(actor), now=clockstart.now)
    return len(others)


def enter(clockstart: Clockstart, actor: Actor, person: Person, act: str, **about: str) -> None:
    """In the trail of the person it is about."""
    clockstart.store.audit.enter(person.uid, act, trace=trace_of(actor), now=clockstart.now, **about)


def trace_of(actor: Actor) -> Trace:
    """Who, in which request, from where."""
    trace = auth.current_trace()
    return Trace(actor.uid, trace.trace, trace.ip)
