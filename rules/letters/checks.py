"""Letters, messages and calls: in time, with enough notice, to everybody who must know, and safe to read.

Sources: NHS Standard Contract SC11.5, SC11.7; PRN01045 v5.0 §2.1, §8.3; PRN01625 p. 9; rule book J; MODULES 1b.
The rules and remarks themselves are declared in `letters_book`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rules.calendar import add_days
from rules.event_choices import LETTER_OUTCOMES
from rules.events import Event
from rules.explain import Finding
from rules.letters import rules as book
from rules.letters.rules import (
    BOOK,
    CHANNELS,
    CLINIC_LETTER_DAYS,
    DECISIONS,
    NEW_DATES,
    NOTICE_DAYS,
    OFFERS,
    REMINDER_DAYS,
    STOPS,
    SUMMARY_HOURS,
    TYPES,
    UNDELIVERED,
)
from words.phrases import plural

__all__ = [
    "BOOK",
    "CHANNELS",
    "CLINIC_LETTER_DAYS",
    "DECISIONS",
    "LETTER_OUTCOMES",
    "NEW_DATES",
    "NOTICE_DAYS",
    "OFFERS",
    "STOPS",
    "SUMMARY_HOURS",
    "TELLS_OF",
    "TYPES",
    "UNDELIVERED",
    "LetterFacts",
    "Missed",
    "count_notice",
    "find_clinical_words",
    "find_due",
    "list_events",
    "list_findings",
    "list_missed_letters",
    "list_owed",
    "list_stop_findings",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFacts:
    """What a form holds about one letter, message or call; None is "not answered", never "no".

    kind: of `TYPES`; channel of `CHANNELS`; outcome of `LETTER_OUTCOMES`. `event_on` is the clinic or discharge it
    reports, or the decision it tells; the `…_at` moments are used where times are known. `states_…` say what the
    letter tells. `by_hospital`: a cancellation made by the hospital. `has_time`: the offer gives a time of day.
    """

    kind: str | None = None
    channel: str | None = None
    sent_on: date | None = None
    sent_at: datetime | None = None
    event_on: date | None = None
    event_at: datetime | None = None
    offered_date: date | None = None
    cancer_pathway: bool | None = None
    text: str | None = None
    states_how_to_change: bool | None = None
    states_if_missed: bool | None = None
    states_site_and_team: bool | None = None
    states_travel: bool | None = None
    states_why: bool | None = None
    has_time: bool | None = None
    sent_to_gp: bool | None = None
    message_left: bool | None = None
    safe_to_leave_message: bool | None = None
    accessibility_need: str | None = None
    format_used: str | None = None
    outcome: str | None = None
    follow_up_due: date | None = None
    followed_up_on: date | None = None
    review_date_given: bool | None = None
    by_hospital: bool | None = None


@dataclass(frozen=True, slots=True)
class Missed:
    """A missed appointment a letter is owed for; `first` is the first after the referral."""

    day: date
    first: bool | None = None


def find_clinical_words(text: str | None) -> str:
    """The first words of a message that name a condition, a test or a result."""
    found = _CLINICAL.search(text or "")
    return found.group() if found else ""


def find_due(facts: LetterFacts) -> date | None:
    """The last day for a clinic letter (7 days) or a discharge summary (the next day); None for other kinds."""
    days = {"clinic_letter": CLINIC_LETTER_DAYS, "discharge_summary": 1}.get(facts.kind or "")
    return None if days is None or facts.event_on is None else add_days(facts.event_on, days)


def count_notice(facts: LetterFacts) -> int | None:
    """Days from sending to the date it offers; None when it offers none, as a reminder does not."""
    if facts.kind not in OFFERS | NEW_DATES or facts.sent_on is None or facts.offered_date is None:
        return None
    return (facts.offered_date - facts.sent_on).days


def list_missed_letters(missed: Iterable[Missed], letters: Iterable[LetterFacts]) -> list[Finding]:
    """Missed appointments without a letter about them: each needs one of kind `dna` on or after its day that did not
    come back (J)."""
    sent = sorted(
        letter.sent_on
        for letter in letters
        if letter.kind == "dna" and letter.sent_on is not None and letter.outcome not in UNDELIVERED
    )
    findings = []
    for appointment in sorted(missed, key=lambda each: each.day):
        answer = next((day for day in sent if day >= appointment.day), None)
        if answer is not None:
            sent.remove(answer)
            continue
        what = "how to rebook" if appointment.first else "the outcome of the clinician's review"
        findings.append(book.DNA_MISSING("kind", day=appointment.day, what=what))
    return findings


def list_stop_findings(stop: date, letters: Iterable[LetterFacts]) -> list[Finding]:
    """A clock stopped without treatment on `stop`: was it told to the patient, and then to the GP (§2.1)?

    Only what can tell of a decision counts, and no text message, which carries no clinical detail.
    """
    told = [
        letter
        for letter in letters
        if letter.kind in DECISIONS
        and letter.channel != "sms"
        and letter.sent_on is not None
        and letter.sent_on >= stop
        and letter.outcome not in UNDELIVERED
    ]
    if not told:
        return [book.PATIENT_NOT_TOLD("kind", day=stop)]
    return [] if any(letter.sent_to_gp for letter in told) else [book.GP_NOT_TOLD("sent_to_gp", day=stop)]


def list_findings(facts: LetterFacts, today: date) -> list[Finding]:
    """Every remark on one letter, message or call: its time, its notice, its content, what became of it."""
    parts = (
        _time_findings(facts, today),
        _offer_findings(facts),
        _message_findings(facts),
        _told_findings(facts),
        _result_findings(facts, today),
    )
    return [finding for part in parts for finding in part]


def list_events(facts: LetterFacts) -> tuple[Event, ...]:
    """What goes on the pathway's timeline: that it was sent; () until the day is known."""
    if facts.sent_on is None:
        return ()
    details = {"letter": facts.kind, "channel": facts.channel, "outcome": facts.outcome, "sent_to_gp": facts.sent_to_gp}
    return (Event(facts.sent_on, LETTER, {name: value for name, value in details.items() if value is not None}),)


def list_owed(events: Iterable[Event], recorded: Iterable[Event] | None = None) -> list[Finding]:
    """What these events still owe the patient: a letter for each missed appointment, one for each decision that
    stopped the clock without treatment (J, §2.1). The letters are looked for in `recorded`, or else among the events.
    """
    given = list(events)
    known = {(event.date, event.name): event for event in given}.values()  # the same fact from two modules is one
    letters = [_read_letter(event) for event in (given if recorded is None else recorded) if event.name == LETTER]
    missed = [Missed(event.date, _as_flag(event.details.get("first"))) for event in known if event.name == "dna"]
    told = (list_stop_findings(event.date, letters) for event in known if _is_stop(event))
    return [*list_missed_letters(missed, letters), *(finding for findings in told for finding in findings)]


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


def _is_stop(event: Event) -> bool:
    """Whether an event is a decision that stops the clock without treatment; to decline one of several is none."""
    return event.name in STOPPING_EVENTS and _as_flag(event.details.get("all_treatment")) is not False


def _read_letter(event: Event) -> LetterFacts:
    told = event.details
    return LetterFacts(
        kind=told.get("letter"),
        channel=told.get("channel"),
        sent_on=event.date,
        outcome=told.get("outcome"),
        sent_to_gp=_as_flag(told.get("sent_to_gp")),
    )


def _as_flag(value: object) -> bool | None:
    """Yes or no as forms and rule books store them; None for anything else."""
    return {True: True, "yes": True, False: False, "no": False}.get(value) if isinstance(value, (bool, str)) else None


_CLINICAL = re.compile(
    r"\b(?:cancer|tumour|lump|biops(?:y|ies)|diagnos(?:is|ed)|results?|HIV|AIDS|pregnan(?:t|cy)|miscarriage|abortion|"
    r"colonoscopy|endoscopy|gastroscopy|colposcopy|mammogram|chemotherapy|radiotherapy|oncology|psychiatr(?:y|ic)|"
    r"sexual health|dementia|infection|positive|negative|MRI|CT scan|x-?ray|surgery for)\b",
    re.IGNORECASE,
)


def _time_findings(facts: LetterFacts, today: date) -> Iterator[Finding]:
    if facts.sent_on is not None and facts.sent_on > today:
        yield book.SENT_LATER("sent_on", sent=facts.sent_on)
    if facts.kind not in {"clinic_letter", "discharge_summary"}:
        return
    if facts.event_on is None:
        yield book.EVENT_UNKNOWN("event_on", kind=TYPES[facts.kind])
        return
    event = "the clinic" if facts.kind == "clinic_letter" else "the discharge"
    if facts.sent_on is not None and facts.sent_on < facts.event_on:
        yield book.SENT_BEFORE("sent_on", kind=TYPES[facts.kind], sent=facts.sent_on, event=event, day=facts.event_on)
    elif facts.kind == "clinic_letter":
        yield from _clinic_findings(facts, facts.event_on, today)
    else:
        yield from _summary_findings(facts, facts.event_on, today)


def _clinic_findings(facts: LetterFacts, clinic: date, today: date) -> Iterator[Finding]:
    due, sent = add_days(clinic, CLINIC_LETTER_DAYS), facts.sent_on
    if sent is not None and sent > due:
        yield book.CLINIC_LATE("sent_on", sent=sent, clinic=clinic, days=plural((sent - clinic).days, "day"))
    elif sent is None and today > due:
        yield book.CLINIC_OVERDUE("sent_on", due=due)


def _summary_findings(facts: LetterFacts, discharged: date, today: date) -> Iterator[Finding]:
    sent = facts.sent_on
    if sent is None:
        if (today - discharged).days > 1:
            yield book.SUMMARY_OVERDUE("sent_on", discharged=discharged)
    elif (within := _is_within_24_hours(facts, discharged, sent)) is None:
        yield book.SUMMARY_UNSURE("sent_at")
    elif not within:
        yield book.SUMMARY_LATE("sent_on", sent=sent, discharged=discharged)


def _is_within_24_hours(facts: LetterFacts, discharged: date, sent: date) -> bool | None:
    """By the moments where both are known in one reckoning, else by the days; None for the day after without times."""
    done, left = facts.sent_at, facts.event_at
    if done is not None and left is not None and (done.tzinfo is None) is (left.tzinfo is None):
        return done - left <= timedelta(hours=SUMMARY_HOURS)
    days = (sent - discharged).days
    return None if days == 1 else days < 1


def _offer_findings(facts: LetterFacts) -> Iterator[Finding]:
    yield from _date_findings(facts)
    if facts.kind in OFFERS and facts.channel == "letter" and (missing := _not_stated(facts)):
        yield book.OFFER_INCOMPLETE(missing[0][0], missing=[words for _, words in missing])
    if facts.kind == "cancellation" and facts.by_hospital:
        if facts.offered_date is None:
            yield book.NO_NEW_DATE("offered_date")
        if facts.states_why is False:
            yield book.CANCELLATION_INCOMPLETE("states_why")
    if facts.review_date_given is False and facts.kind in {"planned_list", "active_monitoring"}:
        check = book.NO_REVIEW_DATE if facts.kind == "planned_list" else book.MONITORING_WITHOUT_REVIEW
        yield check("review_date_given")


def _date_findings(facts: LetterFacts) -> Iterator[Finding]:
    """Of the date a letter offers or reminds of: has it passed, is the notice enough, what follows when declined."""
    sent, offered, notice = facts.sent_on, facts.offered_date, count_notice(facts)
    if sent is None or offered is None:
        return
    if offered < sent:
        yield book.OFFER_PASSED("offered_date", sent=sent, offered=offered)
        return
    if facts.kind == "reminder" and (offered - sent).days < REMINDER_DAYS:
        yield book.REMINDER_LATE("sent_on", days=plural((offered - sent).days, "day"))
    if notice is None:
        return
    if facts.has_time is False:
        yield book.OFFER_WITHOUT_TIME("offered_date", offered=offered)
    short = notice < NOTICE_DAYS and not facts.cancer_pathway
    if facts.outcome == "declined" and not facts.cancer_pathway:
        check = book.DECLINED_SHORT if short else book.DECLINED
        yield check("outcome", offered=offered, days=plural(notice, "day"))
    elif short:
        yield book.SHORT_NOTICE("offered_date", sent=sent, offered=offered, days=plural(notice, "day"))


def _not_stated(facts: LetterFacts) -> list[tuple[str, str]]:
    """What the letter is known not to say; an unanswered question is no remark."""
    states = {
        "states_how_to_change": "how to change it",
        "states_if_missed": "what happens if it is missed",
        "states_site_and_team": "the site and the team",
        "states_travel": "how to get there and what help there is",
    }
    return [(field, words) for field, words in states.items() if getattr(facts, field) is False]


def _message_findings(facts: LetterFacts) -> Iterator[Finding]:
    spoken = facts.channel == "phone" and facts.message_left
    if facts.channel == "sms" or spoken:
        words = find_clinical_words(facts.text)
        if words:
            channel = CHANNELS["sms"] if facts.channel == "sms" else "message left on the phone"
            yield book.CLINICAL_SMS("text", channel=channel, words=words)
    if facts.message_left and not facts.safe_to_leave_message:
        yield book.NOT_SAFE("safe_to_leave_message", what="A message was left")
    elif facts.channel == "sms" and facts.safe_to_leave_message is False:
        yield book.NOT_SAFE("safe_to_leave_message", what="A text message was sent")


def _told_findings(facts: LetterFacts) -> Iterator[Finding]:
    if facts.kind in STOPS and not facts.sent_to_gp:
        day = facts.event_on or facts.sent_on
        if day is not None:
            yield book.GP_NOT_TOLD("sent_to_gp", day=day)
    if facts.kind == "discharge_summary" and not facts.sent_to_gp:
        yield book.SUMMARY_NOT_TO_GP("sent_to_gp")
    need, used = (facts.accessibility_need or "").strip(), (facts.format_used or "").strip()
    if need and need.casefold() != used.casefold():
        yield book.FORMAT_MISSING(
            "format_used", need=need, used=f"{used} was used" if used else "no format is recorded"
        )


def _result_findings(facts: LetterFacts, today: date) -> Iterator[Finding]:
    if facts.kind == "validation_contact" and facts.outcome in UNDELIVERED:
        yield book.NO_REPLY("outcome")
    if facts.outcome in UNDELIVERED and facts.followed_up_on is None:
        kind = TYPES.get(facts.kind or "", "message")
        yield book.NOT_DELIVERED("outcome", kind=kind, outcome=LETTER_OUTCOMES[facts.outcome])
    due = facts.follow_up_due
    if due is not None and facts.followed_up_on is None and due < today:
        yield book.FOLLOW_UP("followed_up_on", due=due, days=plural((today - due).days, "day"))
