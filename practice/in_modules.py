"""A case as records of the modules: what the system shows of it, slips included, in the questions of the real lists.

A case fits where the rule book reads from those records the clock that it reads from the case's own record, alone and
with the event that is asked about.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final, NamedTuple

from pydantic import ValidationError

from practice.case import Case, CaseError, describe_event
from practice.dials import Dials
from practice.evidence import read_asked
from practice.families import FAMILIES
from practice.keys.rtt import list_dates, list_figures, read_truth
from practice.keys.rtt import read_asked as read_rtt_asked
from practice.making import make
from rules.cancellations.clocks import list_events as list_cancellation_events
from rules.cancellations.record import Cancellation
from rules.dna.clocks import list_events as list_dna_events
from rules.dna.record import DnaCase
from rules.events import Event, parse_event, read_date
from rules.pathways.events import RTT_EVENTS, PathwayEvent
from rules.pathways.record import SOURCES, Pathway
from rules.pathways.row import REFERRED_BY, RENAMED, ROUTE_EVENTS, list_events
from rules.rtt import Clock, read_effect, read_pathway

PTL, DNA, CANCELLED = "patients", "dna_cases", "cancellations"
NOON: Final = time(12)
KINDS: Final = frozenset({"effect", "validate"})
ROUTES: Final = {"referral_received": "letter"} | {event: route for route, event in ROUTE_EVENTS.items()}
SOURCES_BY: Final = {by: source for source, by in REFERRED_BY.items()}
SAYS: Final = {name: asked for asked, name in RENAMED.items()}
"""An attribute of an event → the question that holds it."""
ROW_ALONE: Final = frozenset(
    {"missing_start", "still_open", "died_open", "not_in_2a", "wrong_number", "wrong_function", "missing_review"}
)
"""Slips in values that a pathway's record works out, or does not take: no record shows them."""
QUIET: Final = frozenset({"letter_sent", "patient_contacted", "validated"})
"""Events that no timeline of a pathway has, and no clock reads."""
NOT_HERE: Final = frozenset(
    ("start-three-dates", "start-ers", "start-interface", "start-none", "start-cross-border", "funding-clock")
)
"""Families that begin before there is a pathway, or with what no list asks for."""
SAID_BY_RECORD: Final = frozenset({"decision", "date", "breach_date", "days", "code"})
TRIES: Final = 40


def list_families() -> tuple[str, ...]:
    """The families with cases that can be worked in the modules: what an event does to the 18 weeks, and rows."""
    found = (one for one in FAMILIES.values() if one.kind in KINDS and not one.name.startswith("cancer-"))
    return tuple(one.name for one in found if one.name not in NOT_HERE)


def make_entered(template: str, seed: str, dials: Dials, today: date) -> Case:
    """The first case from a seed and those that follow from it which the modules can show. Raises CaseError for a
    template that has none."""
    return _find_case(template, seed, dials, today, lambda case: bool(enter(case)))


def make_to_enter(template: str, seed: str, dials: Dials, today: date) -> Case:
    """The same of a case in which what is asked about can be entered, asked for what a record can say."""
    case = _find_case(template, seed, dials, today, can_complete)
    facets = [one for one in case.asked["facets"] if one in SAID_BY_RECORD]
    return replace(case, asked={**case.asked, "facets": facets})


def _find_case(template: str, seed: str, dials: Dials, today: date, fits: Callable[[Case], bool]) -> Case:
    tried = (make(template, f"{again}{seed}", dials, today) for again in ("", *(f"{n}/" for n in range(1, TRIES))))
    found = next((case for case in tried if fits(case)), None)
    if found is None:
        raise CaseError(f"No case of {template} can be entered in the modules.")
    return found


def can_complete(case: Case) -> bool:
    """Whether the record can be put right with what is asked about in it, and nothing else that the evidence tells
    would move the clock further."""
    if case.kind != "effect" or not enter(case):
        return False
    more = [Event(value, name) for name, value in case.truth.facts.items() if name in RTT_EVENTS and read_date(value)]
    whole = [*case.truth.events, *read_asked(case.asked)]
    return bool(enter(complete(case))) and _read(whole, case) == _read([*whole, *more], case)


def complete(case: Case) -> Case:
    """The case with its record put right, and what is asked about entered in it."""
    events = [describe_event(one) for one in (*case.truth.events, *read_asked(case.asked))]
    return replace(case, record={**(case.record or {}), "events": events, "copies": []}, slips=())


def read_entered(case: Case, events: Sequence[Event], codes: Mapping[date, str]) -> dict[str, Any]:
    """The answer that a record gives: what its clock is now, against that of what happened. `codes` are those that
    were recorded, by day.

    The decision is right where the clock stands as it should; else it is what the record would make of the event.
    """
    asked = read_rtt_asked(case)
    before, now = read_pathway(read_truth(case), case.as_of), read_pathway(events, case.as_of)
    should = read_pathway([*read_truth(case), asked], case.as_of)
    stands = _stand(now) == _stand(should)
    decision = read_effect(before, should if stands else now).decision
    dated, last = list_dates(before, asked, should if stands else now), now.last
    day = (last.stop or last.start) if last and dated else None
    figures = {name: value[0] for name, value in list_figures(now).items()}
    told = {"decision": decision, "date": day, "code": codes.get(asked.date), **figures}
    return {name: _write(value) for name, value in told.items() if value is not None and name in case.asked["facets"]}


def _stand(clock: Clock) -> object:
    """How a clock stands, whatever its days."""
    last = clock.last
    return clock.status, len(clock.periods), last and (last.stop_code, last.nullified)


class Entered(NamedTuple):
    """One record: the store key of its module, what tells it from the others of its case, its answers. All but `""`
    belong to the pathway `""`, or are further pathways of the patient."""

    module: str
    key: str
    answers: dict[str, Any]

    @property
    def is_pathway(self) -> bool:
        return self.module == PTL


def enter(case: Case) -> list[Entered]:
    """The records of a case; [] for one that no module can show as it is."""
    events = [parse_event(one) for one in (case.record or {}).get("events", ())]
    if case.kind not in KINDS or not events or events[0].name not in ROUTES or _shows_alone(case):
        return []
    try:
        records = [
            Entered(PTL, "", _write_pathway(case, events)),
            *_write_elsewhere(case, events),
            *_write_copies(case, events),
        ]
        return records if _reads_the_same(case, events, records) else []
    except ValidationError:
        return []


def _shows_alone(case: Case) -> bool:
    return case.kind == "validate" and not ROW_ALONE.isdisjoint(case.slips)


def _write_pathway(case: Case, events: Sequence[Event]) -> dict[str, Any]:
    patient, referral, about = case.patient or {}, events[0], (case.record or {}).get("about", {})
    by = str(referral.details.get("by", "gp"))
    told = {
        "patient_name": patient["name"],
        "nhs_number": patient["nhs_number"],
        "date_of_birth": patient["date_of_birth"],
        "treatment_function": patient["specialty"],
        "referral_source": SOURCES_BY.get(by, by if by in SOURCES else "other"),
        "referral_route": ROUTES[referral.name],
        "referral_received": referral.date.isoformat(),
        "priority": "routine",
        "pathway_id": about.get("ppid"),
        "ppid_issuer": about.get("ppid_issuer"),
        "ubrn": referral.details.get("ubrn"),
        "contacted_on": _find_last(events, "patient_contacted"),
        "events": [_write_row(event) for event in events[1:] if event.name in RTT_EVENTS.keys() - ELSEWHERE.keys()],
        **_write_lists(about),
    }
    return {name: _write(value) for name, value in told.items() if value not in (None, [])}


def _write_lists(about: Mapping[str, Any]) -> dict[str, Any]:
    """What the list holds next to the events."""
    coming = {"next_event": "Appointment", "next_event_on": about["next_event"]} if about.get("next_event") else {}
    planned = {"planned": "yes", "planned_due": about.get("planned_due")} if about.get("planned") else {}
    listed = {"list_type": "admitted"} if about.get("on_admitted_list") else {}
    return {**coming, **planned, **listed, "last_validated_on": about.get("validated_on")}


def _find_last(events: Sequence[Event], name: str) -> date | None:
    return max((event.date for event in events if event.name == name), default=None)


def _write_row(event: Event) -> dict[str, Any]:
    """An event as a row of the timeline; attributes that it has no question for are left out."""
    told: dict[str, Any] = {"date": event.date.isoformat(), "event": event.name}
    for name, value in event.details.items():
        asked = "to" if event.name == "transfer_in" and name == "from" else SAYS.get(name, name)
        if asked in PathwayEvent.model_fields and value is not None:
            told[asked] = _write(value)
    return told


def _write(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else value


def _write_elsewhere(case: Case, events: Sequence[Event]) -> Iterator[Entered]:
    """Missed and cancelled appointments, on the lists of those."""
    patient = case.patient or {}
    about = {"patient_name": patient["name"], "nhs_number": patient["nhs_number"], "specialty": patient["specialty"]}
    for number, event in enumerate((one for one in events if one.name in ELSEWHERE), start=1):
        module, write = ELSEWHERE[event.name]
        told = {**about, **write(event.date, event.details), "rtt_code": event.details.get("rtt_code")}
        answers = {name: _write(value) for name, value in told.items() if value is not None}
        yield Entered(module, f"{module.partition('_')[0]}{number}", answers)


def _write_missed(day: date, details: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "appointment_date": day,
        "appointment_type": "first_outpatient" if details.get("first") else "follow_up",
        "first_after_referral": details.get("first", "unknown"),
        "clearly_communicated": details.get("clearly_communicated", "unknown"),
        "child_or_vulnerable": bool(details.get("was_not_brought")),
        "was_not_brought": details.get("was_not_brought"),
        "action": "rebook_contact_awaited",
    }


def _write_cancelled(day: date, details: Mapping[str, Any]) -> dict[str, Any]:
    """What the patient cancelled, with the notice that was given."""
    booked = datetime.combine(day, NOON) + timedelta(hours=int(details.get("notice_hours") or 0))
    return {
        "type": "first_outpatient" if details.get("first") else "follow_up",
        "appointment_date": booked.date(),
        "appointment_time": booked.strftime("%H:%M"),
        "cancelled_by": "patient",
        "reason": details.get("reason") or "other",
        "cancellation_date": day,
        "cancellation_time": NOON.strftime("%H:%M"),
        "on_the_day_or_after_admission": booked.date() == day,
    }


ELSEWHERE: Final[Mapping[str, tuple[str, Callable[[date, Mapping[str, Any]], dict[str, Any]]]]] = {
    "dna": (DNA, _write_missed),
    "patient_cancels": (CANCELLED, _write_cancelled),
}
"""Events that have their details in a module of their own."""


def _write_copies(case: Case, events: Sequence[Event]) -> Iterator[Entered]:
    """Further rows of the patient: the same referral, opened again."""
    for number, copy in enumerate((case.record or {}).get("copies", ()), start=1):
        told = _write_pathway(case, events) | {"referral_received": _write(copy["clock_start"])}
        if "ppid" in copy:
            told.pop("pathway_id", None)
        yield Entered(PTL, f"again{number}", told)


def _reads_the_same(case: Case, events: Sequence[Event], records: Sequence[Entered]) -> bool:
    shown, asked = list(list_entered(records)), list(read_asked(case.asked))
    if {event.name for event in events} - {event.name for event in shown} - QUIET:
        return False
    return all(_read([*shown, *more], case) == _read([*events, *more], case) for more in ([], asked))


def _read(events: Sequence[Event], case: Case) -> object:
    """What is asked of a clock: the days, codes and rules of its periods."""
    clock = read_pathway(events, case.as_of)
    return clock.status, [
        (one.start, one.start_rule, one.stop, one.stop_rule, one.stop_code, one.nullified) for one in clock.periods
    ]


def list_entered(records: Sequence[Entered]) -> Iterator[Event]:
    """What the records put on the pathway. Raises ValidationError for one that its module would not accept."""
    for record in records:
        if record.module == DNA:
            yield from list_dna_events(DnaCase.model_validate(record.answers))
        elif record.module == CANCELLED:
            yield from list_cancellation_events(Cancellation.model_validate(record.answers))
        elif not record.key:
            yield from list_events(Pathway.model_validate(record.answers))
        else:
            Pathway.model_validate(record.answers)
