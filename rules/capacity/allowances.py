"""From slots in job plans to completed new activity, one loss at a time (CAP-16)."""

from dataclasses import dataclass, fields

WEEKS_IN_YEAR = 52


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowances:
    """What is lost on the way; shares are 0 to 1. `weeks_worked` of 52 after leave and bank holidays.

    `followups_per_new` counts follow-up appointments that use the same slots; `refilled` the share of slots cancelled
    by patients that are given to somebody else. Raises ValueError with a plain sentence.
    """

    weeks_worked: float = 42.0
    sessions_cancelled: float = 0.0
    held_for_others: float = 0.0
    unbooked: float = 0.0
    hospital_cancels: float = 0.0
    patient_cancels: float = 0.0
    refilled: float = 0.0
    missed: float = 0.0
    followups_per_new: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.weeks_worked <= WEEKS_IN_YEAR:
            raise ValueError("Weeks worked must lie between 0 and 52.")
        if not 0 <= self.followups_per_new <= 1000:
            raise ValueError("Follow-ups for each new patient must not be below zero, nor above 1,000.")
        for field in fields(self)[1:-1]:
            if not 0 <= getattr(self, field.name) <= 1:
                raise ValueError(f"{field.name.replace('_', ' ').capitalize()} must lie between 0 and 100%.")


@dataclass(frozen=True, slots=True)
class WaterfallStep:
    """One bar: what is lost (below zero) or, for totals, what is left; slots a week, averaged over the year."""

    label: str
    change: float
    left: float
    is_total: bool = False


def allowances_waterfall(slots_weekly: float, allowances: Allowances) -> list[WaterfallStep]:
    """The bars from job-plan slots a week to completed new patients a week; ValueError for slots below zero."""
    if slots_weekly < 0:
        raise ValueError("Slots must not be below zero.")
    left = float(slots_weekly)
    steps = [WaterfallStep("Slots in job plans", left, left, is_total=True)]
    for label, share in _list_losses(allowances):
        lost = left * share
        left -= lost
        steps.append(WaterfallStep(label, -lost, left))
    return [*steps, WaterfallStep("Completed new activity", left, left, is_total=True)]


def completed_share(allowances: Allowances) -> float:
    """Completed new patients for each slot in a job plan."""
    return allowances_waterfall(1.0, allowances)[-1].left


def slots_for(new_patients: float, allowances: Allowances) -> float | None:
    """Job-plan slots a week for so many completed new patients a week; None when no slot gives any."""
    share = completed_share(allowances)
    return new_patients / share if share > 0 else None


def _list_losses(allowances: Allowances) -> list[tuple[str, float]]:
    """Each loss as a share of what the losses before it left."""
    new_share = 1 / (1 + allowances.followups_per_new)
    return [
        ("Leave and bank holidays", 1 - allowances.weeks_worked / WEEKS_IN_YEAR),
        ("Sessions cancelled", allowances.sessions_cancelled),
        ("Slots held for others", allowances.held_for_others),
        ("Slots not booked", allowances.unbooked),
        ("Cancelled by the hospital", allowances.hospital_cancels),
        ("Cancelled by patients, not filled again", allowances.patient_cancels * (1 - allowances.refilled)),
        ("Missed appointments", allowances.missed),
        ("Follow-up appointments", 1 - new_share),
    ]
