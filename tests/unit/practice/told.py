"""Short ways to write a case in a test."""

from collections.abc import Mapping, Sequence
from typing import Any

from practice.case import Case, read_case
from practice.keys import Key, find_key
from practice.marking import Marked, mark

Told = dict[str, Any]


def on(day: str, name: str, **details: Any) -> Told:
    """An event of 2026 on "MM-DD"; `for_` and `from_` stand for words that Python keeps to itself."""
    plain = {key.rstrip("_"): value for key, value in details.items()}
    return {"date": f"2026-{day}", "event": name, **plain}


def case_of(
    family: str,
    before: Sequence[Told],
    asked: Mapping[str, Any],
    kind: str = "effect",
    as_of: str = "2026-06-15",
    **facts: Any,
) -> Case:
    return read_case(
        {
            "family": family,
            "kind": kind,
            "as_of": as_of,
            "truth": {"events": list(before), "facts": facts},
            "asked": dict(asked),
        }
    )


def answer_right(case: Case) -> dict[str, Any]:
    """The first value accepted for each facet."""
    return {name: values[0] for name, values in find_key(case).facets.items()}


def mark_with(case: Case, adopted: bool = True, **wrong: Any) -> Marked:
    """The right answer with these facets laid over it, marked."""
    return mark(case, answer_right(case) | wrong, adopted=adopted)


def show(key: Key) -> dict[str, tuple[str, ...]]:
    return {name: tuple(str(value) for value in values) for name, values in key.facets.items()}


REFERRED = on("01-05", "referral_received")
SEEN = on("02-10", "appointment_attended", first=True)
LISTED = on("02-16", "decision_to_admit")
MISSED = on("02-10", "dna", first=True, clearly_communicated=True)
