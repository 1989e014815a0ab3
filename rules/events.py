"""The one event vocabulary: every dated fact a pathway can hold, whichever module it was entered in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple


class Event(NamedTuple):
    """A dated fact on a pathway. `name` is in the vocabulary, `details` are its attributes.

    `origin` is `"<module>/<record id>"` for an event that came from a stored record, or None.
    """

    date: date
    name: str
    details: Mapping[str, object] = {}
    origin: str | None = None
