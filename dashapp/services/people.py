"""People as pages name them."""

from __future__ import annotations

from collections.abc import Iterable

from dashapp.context import Clockstart


def name_of_many(clockstart: Clockstart, uids: Iterable[str]) -> dict[str, str]:
    """Uid → name for those who have an account; a job or a person long gone keeps its id."""
    return {person.uid: person.name for person in clockstart.store.people.list_these(set(uids))}
