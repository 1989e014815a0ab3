"""What a validator's checks read: one row of a waiting list.

Every value may be missing: a check that needs it then stays silent, except the checks that look for missing values.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple, Self

from rules.explain import Finding, Severity
from rules.rtt.codes import STOP_CODES
from words.phrases import in_words

NO_DATE: Final = date(1900, 1, 1)


class Coded(NamedTuple):
    """An RTT status code on a day."""

    day: date
    code: str


class Appointment(NamedTuple):
    """An appointment of the past or future.

    outcome: attended, dna, cancelled_by_patient, cancelled_by_hospital, None while not recorded. `first` is the first
    care activity after the referral. `clinician_note`: is a clinician's decision about a missed one recorded?
    """

    day: date
    first: bool | None = None
    outcome: str | None = None
    rtt_code: str | None = None
    communicated: bool | None = None
    clinician_note: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PathwayFacts:
    """One row of a waiting list. `pathway` is its name in the list; `patient` is what identifies the person.

    `open` says whether the list holds it as an open RTT period, `clock_start` and `clock_stop` are those of the latest
    period, `codes` and `appointments` its history in any order. monitoring_reason: delay, see_how_they_cope, clinical.
    planned_kind: treatment, diagnostic. `provider` reports the wait. `worklist` is True for a referral on
    the RAS or ASI worklist.
    """

    pathway: str
    patient: str | None = None
    nhs_number: str | None = None
    tfc: str | None = None
    ppid: str | None = None
    ppid_issuer: str | None = None
    ubrn: str | None = None
    source: str | None = None
    side: str | None = None
    commissioner: str | None = None
    provider: str | None = None
    counted_in_headline: bool | None = None
    open: bool | None = None
    in_incompletes: bool | None = None
    clock_start: date | None = None
    clock_stop: date | None = None
    codes: tuple[Coded, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    next_event: date | None = None
    decision_to_admit: date | None = None
    on_admitted_list: bool | None = None
    in_part_2a: bool | None = None
    tci: date | None = None
    tci_outcome: str | None = None
    last_attended: date | None = None
    admitted_stop: bool | None = None
    diagnostic_procedure_only: bool | None = None
    died_on: date | None = None
    on_monitoring: bool | None = None
    monitoring_reason: str | None = None
    monitoring_since: date | None = None
    monitoring_reviewed_on: date | None = None
    monitoring_review_due: date | None = None
    reasonable_offers_declined: int | None = None
    planned: bool | None = None
    planned_due: date | None = None
    planned_kind: str | None = None
    transferred_in: bool | None = None
    transfer_form_start: date | None = None
    transferred_out_on: date | None = None
    worklist: bool | None = None
    lcad: date | None = None
    priority: str | None = None
    priority_reviewed_on: date | None = None
    patient_cancellations: int | None = None
    cancellations_reviewed_on: date | None = None
    validated_on: date | None = None

    @classmethod
    def of(cls, **known: Any) -> Self:
        """A row of which this is known."""
        return cls(**{"pathway": ""} | known)

    @property
    def start(self) -> date:
        return self.clock_start or NO_DATE

    @property
    def has_start(self) -> bool:
        return self.clock_start is not None and self.clock_start > NO_DATE

    def find_latest(self, among: Collection[str] | None = None) -> Coded | None:
        """The latest of its codes, or of those `among` them."""
        codes = [coded for coded in self.codes if among is None or coded.code in among]
        return max(codes, key=lambda coded: coded.day, default=None)

    def days_waited(self, today: date) -> int | None:
        """Days waited on an open pathway, None when it is not open or has no start that can be right."""
        start = self.clock_start
        return (today - start).days if self.open and start is not None and NO_DATE < start <= today else None

    def find_start_problem(self, today: date) -> str:
        """Why its start cannot be right, empty when nothing speaks against it."""
        start = self.clock_start
        if start is None or start <= NO_DATE:
            return ""
        if start > today:
            return "in the future"
        attended = [appointment.day for appointment in self.appointments if appointment.outcome == "attended"]
        first = next((a.day for a in self.appointments if a.first and a.outcome == "attended"), None)
        if first is not None and start > first and not self.has_restarted(min(attended)):
            return f"after the first attendance on {in_words(first)}"
        return ""

    def has_restarted(self, attended: date) -> bool:
        """Did an earlier period stop between that attendance and the start? Then that starts a later period."""
        return any(attended <= coded.day <= self.start and coded.code in STOP_CODES for coded in self.codes)


@dataclass(frozen=True, slots=True)
class Failure:
    """A numbered check that one pathway fails; `related` names the other pathways it concerns.

    `pathway` is empty for a check of the whole return. The sentences are made when they are asked for.
    """

    number: int
    pathway: str
    finding: Finding
    related: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        return self.finding.code

    @property
    def severity(self) -> Severity:
        return self.finding.severity

    @property
    def evidence(self) -> str:
        return self.finding.text

    @property
    def suggestion(self) -> str:
        return self.finding.fix
