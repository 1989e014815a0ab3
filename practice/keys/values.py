"""What a case says in plain names: its facts and what is asked, found by the words of their names."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from rules.events import read_date

from ..case import Case
from .key import NoKey

_YES_NO: Mapping[str, bool] = {"yes": True, "true": True, "no": False, "false": False}


class Values:
    """The facts of a case and the values it asks about; a value asked comes before a fact of the same name."""

    def __init__(self, case: Case) -> None:
        self.named: Mapping[str, Any] = {**case.truth.facts, **case.asked}

    def find(self, *names: str) -> Any:
        """The value of the first of these names that is given; else of the first name that holds one of them."""
        exact = next((self.named[name] for name in names if self.named.get(name) is not None), None)
        if exact is not None:
            return exact
        parts = (value for one in names for name, value in self.named.items() if one in name and value is not None)
        return next(parts, None)

    def day(self, *names: str) -> date | None:
        """The date of one of these names, or None."""
        given = [read_date(self.named.get(name)) for name in names]
        parts = [read_date(value) for one in names for name, value in self.named.items() if one in name]
        return next((day for day in (*given, *parts) if day is not None), None)

    def get_day(self, *names: str) -> date:
        """The date of one of these names; NoKey naming the first when there is none."""
        day = self.day(*names)
        if day is None:
            raise NoKey(f"The case does not say {names[0].replace('_', ' ')}.")
        return day

    def flag(self, *names: str) -> bool | None:
        """True or False of one of these names; None when it is not said."""
        value = self.find(*names)
        return value if isinstance(value, bool) else _YES_NO.get(str(value).strip().lower())

    def number(self, *names: str) -> int | None:
        value = self.find(*names)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def text(self, *names: str) -> str:
        value = self.find(*names)
        return "" if value is None else str(value)
