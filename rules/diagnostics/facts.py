"""What a learner records of one request for one diagnostic test (rule book C, P3)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

REASONABLE_NOTICE = 21
"""Days of notice that make an offered date reasonable."""


class Counted(StrEnum):
    """Where a test is counted in the return."""

    WAITING = "waiting_list"
    PLANNED = "planned"
    UNSCHEDULED = "unscheduled"


class Who(StrEnum):
    """Who an appointment fell through because of."""

    DNA = "dna"
    PATIENT = "patient_cancels"
    PROVIDER = "provider_cancels"


class StartFrom(StrEnum):
    """Which date starts the wait: local policy decides (P3 D2)."""

    REQUESTED = "requested"
    RECEIVED = "received"


@dataclass(frozen=True, slots=True)
class FallenThrough:
    """An appointment for the test that did not happen; `appointment_on` is its date, not that of the call."""

    appointment_on: date
    who: Who


@dataclass(frozen=True, slots=True)
class RefusedDate:
    """A date for the test that the patient refused, and when it was offered (None: not recorded)."""

    refused_for: date
    offered_on: date | None = None

    @property
    def is_reasonable(self) -> bool:
        """Whether the offer gave three weeks' notice."""
        return self.offered_on is not None and (self.refused_for - self.offered_on).days >= REASONABLE_NOTICE


@dataclass(frozen=True, slots=True)
class DiagnosticFacts:
    """What is known of one request for one test; `test` is a slug of `TESTS`. None is "not answered"."""

    test: str | None = None
    test_list: str | None = Counted.WAITING
    requested_on: date | None = None
    received_on: date | None = None
    due_on: date | None = None
    fallen_through: tuple[FallenThrough, ...] = ()
    refused: tuple[RefusedDate, ...] = ()
    reset_after_refusals: bool | None = None
    tested_on: date | None = None
