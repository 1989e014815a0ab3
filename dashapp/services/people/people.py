"""People as pages name them."""

from collections.abc import Iterable

from dashapp.context import Clockstart
from storage import keys


def name_of_many(clockstart: Clockstart, uids: Iterable[str]) -> dict[str, str]:
    """Uid → name for those who have an account; a job, a command or a person long gone keeps its own."""
    known = {uid for uid in uids if keys.UID.fullmatch(uid)}
    return {person.uid: person.name for person in clockstart.store.people.list_these(known)}
