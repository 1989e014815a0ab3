"""What a report is asked for: whose list, which month, which part of it. It stands in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.services.access.scopes import Scope, find_scope
from rules.codes import RETURN_LINES
from rules.organisations import find_code, is_commissioner
from rules.returns.pathways import Month, month_of, parse_month
from storage.errors import Refused

OWN_PROVIDER, HOST_COMMISSIONER = "RXX", "15N"
"""Where none is recorded: the practice trust, and its host commissioner (PRN01045 v5.0 §10.1.8)."""
SHARED, EVERY = "shared", "all"


@dataclass(frozen=True, slots=True)
class Asked:
    """One report: `line` and `commissioner` narrow it ("" for all); `provider` and `host` are counted where a pathway
    has no provider or commissioner; `numbers` says whether small ones are shown."""

    scope: Scope
    month: Month
    line: str = ""
    commissioner: str = ""
    provider: str = OWN_PROVIDER
    host: str = HOST_COMMISSIONER
    numbers: str = ""

    def named(self) -> dict[str, str]:
        """The report by the names it has in an address, those that are usual left out."""
        usual = {"provider": OWN_PROVIDER, "host": HOST_COMMISSIONER}
        told = {
            "whose": self.scope.key,
            "month": f"{self.month.first:%Y-%m}",
            "line": self.line,
            "commissioner": self.commissioner,
            "provider": self.provider,
            "host": self.host,
            "numbers": self.numbers,
        }
        return {name: value for name, value in told.items() if value and value != usual.get(name)}

    def query(self, **changed: str) -> str:
        """The same report as an address carries it, with some things changed (empty: taken off)."""
        return urlencode({name: value for name, value in {**self.named(), **changed}.items() if value})

    @property
    def month_words(self) -> str:
        """ "May 2026"."""
        return f"{self.month.first:%B %Y}"

    @property
    def hides_small_numbers(self) -> bool:
        """Small numbers are hidden unless the list is one's own, or the person asked to see all (see `suppression`)."""
        return self.numbers == SHARED or (self.numbers != EVERY and self.scope.key != "own")

    def with_month(self, month: Month) -> Asked:
        return replace(self, month=month)


def read_asked(clockstart: Clockstart, actor: Actor, query: Mapping[str, Sequence[str]]) -> Asked:
    """What an address asks for. Raises NotFound for a list outside the actor's reach, Refused with the sentence for a
    month that is not one or is not over, and for codes that could not be any."""
    first = {name: next(iter(values), "") for name, values in query.items()}
    scope = find_scope(clockstart, actor, first.get("whose", ""))
    asked = Asked(scope, read_month(first.get("month", ""), clockstart.today))
    return replace(
        asked,
        line=check_line(first.get("line", "")),
        commissioner=check_commissioner(first.get("commissioner", "")),
        provider=check_provider(first.get("provider", "") or OWN_PROVIDER),
        host=check_commissioner(first.get("host", "") or HOST_COMMISSIONER),
        numbers=first["numbers"] if first.get("numbers") in (SHARED, EVERY) else "",
    )


def last_month(today: date) -> Month:
    """The newest month that is over."""
    return month_of(today.replace(day=1) - timedelta(days=1))


def month_before(month: Month, count: int = 1) -> Month:
    """So many months earlier."""
    for _ in range(count):
        month = month_of(month.first - timedelta(days=1))
    return month


def months_to(month: Month, count: int) -> list[Month]:
    """So many months, the last of them `month`, oldest first."""
    return [month_before(month, back) for back in reversed(range(count))]


def read_month(text: str, today: date) -> Month:
    """The month asked for, or the newest that is over. Raises Refused."""
    newest = last_month(today)
    if not text:
        return newest
    try:
        month = parse_month(text)
    except ValueError as problem:
        raise Refused(str(problem)) from problem
    check_is_over(month, today)
    return month


def check_is_over(month: Month, today: date) -> None:
    """Raises Refused for a month with days still to come: its return counts who waits at its end."""
    if month.last >= today:
        newest = last_month(today)
        raise Refused(
            f"{month.first:%B %Y} is not over: a return counts who is waiting on the last day of its month. "
            f"The newest month that can be reported is {newest.first:%B %Y}."
        )


def check_line(text: str) -> str:
    if text and text not in RETURN_LINES:
        raise Refused(f"{text} is not a treatment function line of the return.")
    return text


def check_commissioner(text: str) -> str:
    code = text.strip().upper()
    if code and not is_commissioner(code):
        raise Refused(f"{code} is not a commissioner code of the return: a sub-ICB such as 15N, a hub, or NONC.")
    return code


def check_provider(text: str) -> str:
    code = text.strip().upper()
    if find_code(code) is None:
        raise Refused(f"{code} is not the code of a provider, such as RXX.")
    return code


def describe_asked(asked: Asked) -> Sequence[tuple[str, str]]:
    """What narrows the report, in words, each with the name to take it off by."""
    told: list[tuple[str, Any]] = []
    if asked.line:
        told.append((RETURN_LINES[asked.line].removesuffix(" Service"), "line"))
    if asked.commissioner:
        told.append((f"commissioner {asked.commissioner}", "commissioner"))
    return told
