"""A letter on its pathway: the event it leaves there, and the letters that the pathway still owes the patient.

Sources: PRN01045 v5.0 §2.1; rule book J.
"""

from collections.abc import Iterable, Mapping

from rules.events import Event
from rules.explain import Finding
from rules.letters.checks import DNA_MISSING, GP_NOT_TOLD, PATIENT_NOT_TOLD
from rules.letters.record import Communication
from rules.letters.rules import DECISIONS, UNDELIVERED
from words.questions import KNOWN

LETTER = "letter_sent"
TELLS_OF: Mapping[str, str] = {
    "dna": "dna",
    "active_monitoring_start": "active_monitoring",
    "discharge_to_gp": "discharge_to_gp",
    "decision_not_to_treat": "discharge_to_gp",
    "patient_declines_treatment": "discharge_to_gp",
    "transplant_listed": "clinic_letter",
    "transfer_out": "transfer",
}
"""Events that a letter tells of, and its kind."""
STOPPING_EVENTS = TELLS_OF.keys() - {"dna", "transfer_out"}
YES, NO = (True, "yes"), (False, "no")
"""As rule books and forms store them."""


def list_events(case: Communication) -> tuple[Event, ...]:
    """What goes on the pathway's timeline: that it was sent."""
    told = {"letter": case.type, "channel": case.channel, "outcome": case.outcome}
    details: dict[str, object] = {name: value for name, value in told.items() if value is not None}
    if case.sent_to_gp in KNOWN:
        details["sent_to_gp"] = case.sent_to_gp == "yes"
    return (Event(case.date_sent, LETTER, details),)


def list_owed(events: Iterable[Event], recorded: Iterable[Event] | None = None) -> list[Finding]:
    """What these events still owe the patient: a letter for each missed appointment, one for each decision that
    stopped the clock without treatment (J, §2.1). The letters are looked for in `recorded`, or else among the events.
    """
    given = list(events)
    known = {(event.date, event.name): event for event in given}.values()  # the same fact from two modules is one
    letters = [event for event in (given if recorded is None else recorded) if is_letter(event)]
    missed = [event for event in known if event.name == "dna"]
    stops = [event for event in known if is_stop(event)]
    return [*list_missed_letters(missed, letters), *(owed for stop in stops for owed in list_untold(stop, letters))]


def is_letter(event: Event) -> bool:
    """Whether it is a letter that did not come back: what came back told nobody."""
    return event.name == LETTER and event.details.get("outcome") not in UNDELIVERED


def is_stop(event: Event) -> bool:
    """Whether an event is a decision that stops the clock without treatment; to decline one of several is none."""
    return event.name in STOPPING_EVENTS and event.details.get("all_treatment") not in NO


def list_missed_letters(missed: Iterable[Event], letters: Iterable[Event]) -> list[Finding]:
    """Missed appointments without a letter about them: each needs one of its own on or after its day (J)."""
    sent = sorted(letter.date for letter in letters if letter.details.get("letter") == "dna")
    findings = []
    for event in sorted(missed, key=lambda each: each.date):
        answer = next((day for day in sent if day >= event.date), None)
        if answer is not None:
            sent.remove(answer)
            continue
        first = event.details.get("first") in YES
        what = "how to rebook" if first else "the outcome of the clinician's review"
        findings.append(DNA_MISSING("type", day=event.date, what=what))
    return findings


def list_untold(stop: Event, letters: Iterable[Event]) -> list[Finding]:
    """Of a clock stopped without treatment: was it told to the patient, and then to the GP (§2.1)?

    Only what can tell of a decision counts, and no text message, which carries no clinical detail.
    """
    told = [letter for letter in letters if letter.date >= stop.date and tells_decision(letter)]
    if not told:
        return [PATIENT_NOT_TOLD("type", day=stop.date)]
    knows = any(letter.details.get("sent_to_gp") in YES for letter in told)
    return [] if knows else [GP_NOT_TOLD("sent_to_gp", day=stop.date)]


def tells_decision(letter: Event) -> bool:
    return letter.details.get("letter") in DECISIONS and letter.details.get("channel") != "sms"
