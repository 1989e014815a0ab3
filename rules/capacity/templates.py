"""Clinic sessions and theatre lists: what fits, what is needed, how well the minutes are used (CAP-17)."""

from dataclasses import dataclass
from math import floor

UTILISATION = 0.85
THEATRE_SESSION_MINUTES = 240
_FUZZ = 1e-9


@dataclass(frozen=True, slots=True)
class Template:
    """One kind of session; minutes of one patient, and of turnaround between two, which is not touch time."""

    name: str
    session_minutes: float = THEATRE_SESSION_MINUTES
    case_minutes: float = 60.0
    turnaround_minutes: float = 0.0
    utilisation: float = UTILISATION

    def __post_init__(self) -> None:
        if not 0 < self.session_minutes <= 24 * 60:
            raise ValueError("A session lasts more than 0 minutes and no more than a day.")
        if self.case_minutes <= 0 or self.turnaround_minutes < 0:
            raise ValueError("A case takes more than 0 minutes, and turnaround no less than 0.")
        if not 0 < self.utilisation <= 1:
            raise ValueError("Utilisation lies above 0 and up to 100%.")


@dataclass(frozen=True, slots=True)
class Fit:
    """What a template gives: mean and whole cases a session, and touch time ÷ planned minutes with the whole cases."""

    cases: float
    whole_cases: int
    touch_utilisation: float
    minutes_left: float


def fit_session(template: Template) -> Fit:
    """How many cases fit: the mean at the planned utilisation, and whole cases within the minutes."""
    case = template.case_minutes + template.turnaround_minutes
    planned = template.session_minutes * template.utilisation / case
    whole = floor((template.session_minutes + template.turnaround_minutes) / case + _FUZZ)
    touch = whole * template.case_minutes
    between = max(0, whole - 1) * template.turnaround_minutes
    return Fit(planned, whole, touch / template.session_minutes, template.session_minutes - touch - between)


def touch_utilisation(touch_minutes: float, planned_minutes: float) -> float | None:
    """Minutes from anaesthetic start to leaving theatre ÷ planned minutes, at most 1; None without planned minutes."""
    return min(1.0, touch_minutes / planned_minutes) if planned_minutes > 0 else None


def beds_needed(admissions_weekly: float, mean_stay_days: float, occupancy: float = 0.92) -> float:
    """Beds (CAP-21): admissions a day × stay ÷ planned occupancy; ValueError outside 0 < occupancy ≤ 1."""
    if not 0 < occupancy <= 1:
        raise ValueError("Occupancy lies above 0 and up to 100%.")
    return admissions_weekly / 7 * mean_stay_days / occupancy
