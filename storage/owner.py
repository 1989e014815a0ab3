"""Whose data: one context variable, set by the guard for a request, by `acting_as` in a script, by a job.

It is not carried over to new threads, so work that forgets to say for whom it acts has no owner and is refused.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from storage import keys
from storage.current import current_store
from storage.errors import NoOwner

owner: ContextVar[str | None] = ContextVar("owner", default=None)


@contextmanager
def acting_as(email_or_uid: str) -> Iterator[str]:
    """Act for this person inside the `with`; gives their uid. NotFound when nobody has this e-mail address."""
    uid = current_store().people.get_by_email(email_or_uid).uid if "@" in email_or_uid else email_or_uid
    keys.person(uid, "summary")
    before = owner.set(uid)
    try:
        yield uid
    finally:
        owner.reset(before)


def current_owner() -> str:
    """The uid of the person in the current request or `acting_as`. Raises NoOwner; there is no shared person."""
    uid = owner.get()
    if uid is None:
        raise NoOwner
    return uid
