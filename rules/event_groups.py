"""The event vocabulary in the groups of a day, as people look for what happened: by the ranks of `event_kinds.py`."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from rules.event_kinds import EventKind

GROUPS: Mapping[int, str] = {
    9: "Before the referral",
    19: "Referral",
    29: "Triage and transfers",
    34: "Bookings and offers",
    39: "Delays",
    43: "Missed and cancelled",
    46: "Contact with the patient",
    53: "Attended",
    59: "Decisions, tests and opinions",
    69: "Admission",
    80: "Treatment",
    84: "Ends the wait",
    99: "Afterwards",
}
"""The highest rank of a group and its name."""
APPOINTMENTS: Mapping[str, str] = {
    "appointment_attended": "attended",
    "diagnostic_attended": "attended",
    "dna": "dna",
    "patient_cancels": "cancelled_by_patient",
    "provider_cancels": "cancelled_by_hospital",
}
"""Events that are an appointment, and what came of it as a row of a list has it."""


def name_group(kind: EventKind) -> str:
    return next(name for highest, name in GROUPS.items() if kind.rank <= highest)


def group_kinds(kinds: Iterable[EventKind]) -> Sequence[tuple[str, Sequence[EventKind]]]:
    """Kinds under the names of their groups, in the order of a day."""
    ordered = sorted(kinds, key=lambda kind: kind.rank)
    return [(name, list(group)) for name, group in groupby(ordered, key=name_group)]
