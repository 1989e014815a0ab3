"""Closed sets: the words an attribute may hold where a rule could rest on it.

Free text never moves a clock. What people type into an outcome field says one thing and its opposite with the same
words ("not for discharge", "remove from waiting list"), so only a word of the set counts, spelt with spaces, hyphens
or capitals as it comes. Any other text is a note: it stays where it is stored, `UNKNOWN_VALUE` asks about it, and the
event is read as if the attribute were absent.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple

from words.code_lists import read_words

from .event_choices import (
    CANCELLED_BECAUSE,
    CONTACT_RESULTS,
    LETTER_OUTCOMES,
    MEETING_OUTCOMES,
    NO_TREATMENT_REASONS,
    UNFIT_BECAUSE,
    VALIDATION_DECISIONS,
)
from .events import BOOK, Event, label_of
from .explain import Finding, Severity

Words = Mapping[str, str]

SETS: Final = read_words(__file__, "closed_sets.toml")
CHOICE_REASONS: Final = frozenset(
    ("two_reasonable_offers_declined", "offers_declined", "declared_unavailability", "patient_delay")
)
"""Reasons for active monitoring that say the patient delays."""
SAME_WORD: Final[Words] = dict.fromkeys(("patient_wants_to_delay", "patient_wishes_to_delay"), "patient_delay")
"""Other spellings of a word; forms show the word alone."""
CANCELLED: Final[Words] = {
    **{slug: words for reasons in CANCELLED_BECAUSE.values() for slug, words in reasons.items()},
    "consent_withdrawn": "withdrew consent",
}
_YES_NO: Final[Mapping[Any, bool]] = {
    True: True,
    False: False,
    **dict.fromkeys(("true", "yes", "y", "1"), True),
    **dict.fromkeys(("false", "no", "n", "0"), False),
}


class ClosedSet(NamedTuple):
    """What one attribute may hold: slug → words, and whether yes and no are answers too."""

    words: Words
    yes_no: bool = False

    def find(self, value: Any) -> Any:
        """The slug, or True or False, that a value means; None when it is outside the set."""
        if isinstance(value, bool):
            return value if self.yes_no else None
        if not isinstance(value, str):
            return None
        slug = SAME_WORD.get(as_slug(value), as_slug(value))
        return slug if slug in self.words else _YES_NO.get(slug) if self.yes_no else None


_ATTENDANCE: Final = {"decision": ClosedSet(SETS["decisions"]), "treatment": ClosedSet(SETS["treatments"], yes_no=True)}
_REFERRAL: Final = {
    "country": ClosedSet(SETS["countries"]),
    "community_service": ClosedSet(SETS["community_services"], yes_no=True),
}
CLOSED_SETS: Final[Mapping[str, Mapping[str, ClosedSet]]] = {
    "referral_received": _REFERRAL,
    "ubrn_converted": {"community_service": _REFERRAL["community_service"]},
    "transfer_in": {"country": _REFERRAL["country"]},
    "referral_rejected": {"reason": ClosedSet(SETS["rejected_because"])},
    "referral_triaged": {"outcome": ClosedSet(SETS["triage_outcomes"]), "reason": ClosedSet(SETS["rejected_because"])},
    "interface_assessment": {**_ATTENDANCE, "outcome": ClosedSet(SETS["triage_outcomes"])},
    "appointment_attended": _ATTENDANCE,
    "diagnostic_attended": _ATTENDANCE,
    "patient_requests_delay": {"reason": ClosedSet(SETS["delayed_because"])},
    "patient_unavailable": {"reason": ClosedSet(SETS["delayed_because"])},
    "patient_unfit": {"reason": ClosedSet(UNFIT_BECAUSE)},
    "patient_cancels": {"reason": ClosedSet(CANCELLED)},
    "provider_cancels": {"reason": ClosedSet(CANCELLED)},
    "decision_to_treat": {"after": ClosedSet(SETS["follows"])},
    "decision_to_admit": {"after": ClosedSet(SETS["follows"])},
    "admission": {
        "for": ClosedSet(SETS["admitted_for"]),
        "reason": ClosedSet({**SETS["not_carried_out_because"], **SETS["not_treated_because"]}),
    },
    "treatment_not_carried_out": {"reason": ClosedSet(SETS["not_carried_out_because"])},
    "decision_not_to_treat": {"reason": ClosedSet(SETS["not_treated_because"])},
    "active_monitoring_start": {
        "reason": ClosedSet(SETS["monitoring_reasons"]),
        "initiated_by": ClosedSet(SETS["started_by"]),
    },
    "discharge_to_gp": {"reason": ClosedSet(SETS["discharge_reasons"]), "clinical_reason": ClosedSet({}, yes_no=True)},
    "treated_elsewhere": {"by": ClosedSet(SETS["treated_by"])},
    "entered_in_error": {"reason": ClosedSet(SETS["errors"])},
    "planned_list_added": {"reason": ClosedSet(SETS["planned_because"])},
    "planned_due_date_passed": {"kind": ClosedSet(SETS["planned_for"])},
    "mdt_discussion": {"outcome": ClosedSet(MEETING_OUTCOMES)},
    "patient_told": {"outcome": ClosedSet(SETS["told"])},
    "treatment_declined": {"reason": ClosedSet(NO_TREATMENT_REASONS)},
    "funding_decided": {"outcome": ClosedSet({"approved": "approved", "declined": "declined"})},
    "letter_sent": {"outcome": ClosedSet(LETTER_OUTCOMES)},
    "patient_contacted": {"outcome": ClosedSet(CONTACT_RESULTS)},
    "validated": {"decision": ClosedSet(VALIDATION_DECISIONS)},
}
"""Kind of event → attribute → what it may hold."""

ONLY_KNOWN_WORDS = BOOK.declare(
    "EV-3",
    "Free text never moves a clock",
    "An outcome, a decision, a reason and the like count only as a word of their closed set. Any other text is a note: "
    "the event is read without it, so that its other attributes and its status code decide.",
    "Clockstart: one event vocabulary for all modules; PRN01045 v5.0 Annex D (outcomes come from an outcome sheet)",
)
UNKNOWN_VALUE = BOOK.remark(
    "unknown-value",
    Severity.WATCH,
    ONLY_KNOWN_WORDS,
    "“{label}” on {date} says “{value}” as its {attribute}. That is a note: it moves no clock.",
    "Choose what it means from the list of this attribute, or record the decision as an event; the text can stay as a "
    "note.",
)
LONGEST_SHOWN: Final = 80


@lru_cache(maxsize=4096)
def as_slug(text: str) -> str:
    """ "Decision to admit" → "decision_to_admit": spaces, hyphens and capitals do not matter."""
    return text.strip().lower().replace(" ", "_").replace("-", "_")


def is_outside(event: str, attribute: str, value: Any) -> bool:
    """Whether a value is given that the closed set of this attribute does not hold; False where no set is closed."""
    closed = CLOSED_SETS.get(event, {}).get(attribute)
    return closed is not None and value is not None and value != "" and closed.find(value) is None


def list_outside(event: Event) -> list[tuple[str, Any]]:
    """The attributes of an event that hold a note where its vocabulary has a closed set, each with the note."""
    return [(name, value) for name, value in event.details.items() if is_outside(event.name, name, value)]


def find_unknown_values(event: Event) -> list[Finding]:
    """A finding for each note of an event that stands in the place of a word of a closed set."""
    return [
        UNKNOWN_VALUE(
            date=event.date, label=label_of(event.name), attribute=name.replace("_", " "), value=_shorten(value)
        )
        for name, value in list_outside(event)
    ]


def _shorten(value: Any) -> str:
    text = str(value)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def read_closed_sets(events: Iterable[Event], findings: list[Finding]) -> list[Event]:
    """The events with words of closed sets as slugs and notes left out; a finding is added for each note."""
    read = list(events)
    for place, event in enumerate(read):
        closed = CLOSED_SETS.get(event[1])
        if closed is not None and not closed.keys().isdisjoint(event[2]):
            read[place] = _read_event(event, closed, findings)
    return read


def _read_event(event: Event, closed: Mapping[str, ClosedSet], findings: list[Finding]) -> Event:
    changed: dict[str, Any] = {}
    for name, allowed in closed.items():
        value = event[2].get(name)
        if value is None or (isinstance(value, str) and value in allowed.words):
            continue
        found = allowed.find(value)
        if found is not value:
            changed[name] = found
    if not changed:
        return event
    findings += find_unknown_values(event)
    return event._replace(details={**event[2], **changed})
