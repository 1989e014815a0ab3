"""One figure a manager's home opens with, ready to be drawn."""

from dataclasses import dataclass
from typing import Literal

Status = Literal["fine", "watch", "breach", "note"]


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """`number` as people read it with its `unit`, `of` how many or since when; `verdict` and `trend` say how it stands
    and where it goes; `points` are its last months, or weeks where `every` says so (None where no rate is drawn), and
    `target` what is asked of them; `chart` and `rows` are addresses."""

    name: str
    number: str
    of: str
    verdict: str
    trend: str
    chart: str
    rows: str
    unit: str = ""
    status: Status = "note"
    points: tuple[float | None, ...] = ()
    target: float | None = None
    every: Literal["month", "week"] = "month"
