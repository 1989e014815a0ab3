"""What a report is asked for: whose list, which month, which part of it. It stands in the address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.services.access.scopes import Scope, find_scope
from rules.codes import RETURN_LINES
from rules.organisations import find_code, is_commissioner
from rules.returns.layout import BAND_COUNT, Part
from rules.returns.pathways import Month, month_of, parse_month
from storage.errors import Refused
from words.queries import Query, narrow
from words.questions import ask

OWN_PROVIDER, HOST_COMMISSIONER = "RXX", "15N"
"""Where none is recorded: the practice trust, and its host commissioner (PRN01045 v5.0 §10.1.8)."""
SHARED, EVERY = "shared", "all"


def check_line(text: str) -> str:
    if text not in RETURN_LINES:
        raise PydanticCustomError("no_line", "{said} is not a treatment function line of the return.", {"said": text})
    return text


def check_commissioner(text: str) -> str:
    code = text.upper()
    if not is_commissioner(code):
        sentence = "{said} is not a commissioner code of the return: a sub-ICB such as 15N, a hub, or NONC."
        raise PydanticCustomError("no_commissioner", sentence, {"said": code})
    return code


def check_provider(text: str) -> str:
    code = text.upper()
    if find_code(code) is None:
        raise PydanticCustomError("no_provider", "{said} is not the code of a provider, such as RXX.", {"said": code})
    return code


Commissioner = Annotated[str, AfterValidator(check_commissioner)]
Weeks = Annotated[int, Field(ge=0)]


class ReportQuery(Query):
    """A report as an address names it. `line` and `commissioner` narrow it; `provider` and `host` are counted where a
    pathway has no provider or commissioner; `numbers` says whether small ones are shown. The rest belongs to one page:
    the `part` and weeks that a number counts, the published `extract` and the `level` of it to compare with."""

    whose: str = ask("Whose list", default="")
    month: str = ask("Month", default="")
    line: Annotated[str, AfterValidator(check_line)] = narrow("Treatment function", none="All")
    commissioner: Commissioner = narrow("Commissioner", says="commissioner {}", none="All")
    provider: Annotated[str, AfterValidator(check_provider)] = ask("Provider", default=OWN_PROVIDER)
    host: Commissioner = ask("Host commissioner", default=HOST_COMMISSIONER)
    numbers: str = ask("Small numbers", default="", choices={SHARED: "As shared", EVERY: "Every number"})
    part: str = ask("Part", default=Part.PART_2.value, choices={part.value: part.description for part in Part})
    low: Weeks = ask("From weeks", default=0)
    high: Weeks = ask("Up to weeks", default=BAND_COUNT + 1)
    extract: str = ask("Published month", default="")
    level: str = ask("Compare with", default="")


OF_ONE_PAGE = dict.fromkeys(("part", "low", "high", "extract", "level"), "")


@dataclass(frozen=True, slots=True)
class ReportAsked:
    """One report inside the actor's reach: whose list, which month, and what else the address said."""

    scope: Scope
    month: Month
    given: ReportQuery = field(default_factory=ReportQuery)

    @property
    def query(self) -> ReportQuery:
        """What an address says to have the same report, list and month named."""
        return self.given.model_copy(update={"whose": self.scope.key, "month": f"{self.month.first:%Y-%m}"})

    @property
    def month_words(self) -> str:
        """ "May 2026"."""
        return f"{self.month.first:%B %Y}"

    @property
    def hides_small_numbers(self) -> bool:
        """Small numbers are hidden unless the list is one's own, or the person asked to see all (see `suppression`)."""
        return self.given.numbers == SHARED or (self.given.numbers != EVERY and self.scope.key != "own")


def read_asked(clockstart: Clockstart, actor: Actor, address: Mapping[str, Sequence[str]]) -> ReportAsked:
    """What an address asks for. Raises NotFound for a list outside the actor's reach, Refused with the sentence for a
    month that is not one or is not over, and for anything else that could not be understood: a report of something else
    than was asked for would be taken for it."""
    given = ReportQuery.read(address)
    scope = find_scope(clockstart, actor, given.whose)
    month = read_month(given.month, clockstart.today)
    for wrong in given.ignored:
        raise Refused(wrong.why)
    return ReportAsked(scope, month, given)


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
