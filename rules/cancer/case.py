"""What the checks on a cancer record look at: its answers, and what its pathway says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from rules.events import Event

from .reading import CancerClocks
from .record import CLOSING, CancerPatient
from .tables import read_code


@dataclass(frozen=True, slots=True)
class CancerCase:
    """A cancer record, what others have put on its pathway up to today, and its clocks where they were read."""

    record: CancerPatient
    linked: Sequence[Event] = ()
    clocks: CancerClocks | None = None

    @classmethod
    def of(cls, **answers: Any) -> Self:
        return cls(CancerPatient.of(**answers))

    @property
    def read(self) -> CancerClocks:
        assert self.clocks is not None
        return self.clocks

    @property
    def missed_first_appointment(self) -> bool:
        missed = any(event.name == "dna" and event.details.get("first") is True for event in self.linked)
        return missed or self.record.first_dna_on is not None

    @property
    def offer_declined(self) -> bool:
        return self.record.offer_declined_on is not None or any(event.name == "tci_declined" for event in self.linked)

    @property
    def told(self) -> list[Event]:
        return [event for event in self.linked if event.name == "patient_told"]

    @property
    def fds_end_on(self) -> date | None:
        """When the patient was told, here or elsewhere: elsewhere counts once this record gives the reason."""
        first_told = min((event.date for event in self.told), default=None)
        return self.record.told_on or (first_told if self.record.fds_end_reason else None)

    @property
    def is_closed(self) -> bool:
        return self.record.is_closed or any(event.details.get("outcome") in CLOSING for event in self.told)

    @property
    def priority(self) -> str | None:
        return plain(self.record.referral_priority)

    @property
    def source(self) -> str | None:
        return read_code(self.record.source_of_referral)

    @property
    def fds_reason(self) -> str | None:
        return read_code(self.record.fds_end_reason)

    @property
    def icd10(self) -> str:
        return (self.record.icd10 or "").strip().upper()

    @property
    def has_next_action(self) -> bool:
        return bool((self.record.next_action or "").strip())


def plain(code: str | None) -> str | None:
    """A one-digit code without leading zeros or spaces."""
    return (code or "").strip().lstrip("0") or None
