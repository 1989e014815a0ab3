"""Between the password and the code: who has given the right password, for five minutes, in the signed cookie.

It opens nothing: the code is still asked for, and a new password or a deactivation makes it worthless.
"""

from datetime import datetime, timedelta

from flask import session

from auth.context import Auth
from auth.signing_in import end_session
from storage import keys
from storage.person import Person

LASTS = timedelta(minutes=5)
FIELD = "half_way"


def start_half_way(auth: Auth, person: Person) -> None:
    """The password was right; whoever was signed in here is not any more."""
    end_session(auth)
    session[FIELD] = [person.uid, auth.clock().isoformat(), mark_of(person)]


def find_half_way(auth: Auth) -> Person | None:
    """Who has given the password in this browser and not yet the code, or None."""
    kept = session.get(FIELD)
    if not kept:
        return None
    uid, since, mark = kept
    person = auth.store.people.find(uid)
    if person is None or not person.active or mark != mark_of(person):
        return None
    return person if auth.clock() - datetime.fromisoformat(since) < LASTS else None


def mark_of(person: Person) -> str:
    """Changes with the password, and tells nothing about it."""
    return keys.digest(f"half way {person.password_hash}")[:16]
