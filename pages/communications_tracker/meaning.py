"""What the rule book says of a letter, message or call, and of what its pathway still owes the patient."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from dashapp.declare.module import Case, Due, Fact, Meaning, Row
from dashapp.declare.phrases import LETTERS_DUE, read_facts
from rules.events import Event
from rules.explain import Finding
from rules.letters import checks as letters
from rules.letters.checks import NOTICE_DAYS, OFFERS, STOPS, UNDELIVERED, LetterFacts
from rules.letters.record import FORMATS, RESULTS, Communication
from rules.specialties import SPECIALTIES
from words.phrases import in_words, join_words, plural

from .pathway import fill_gaps, is_on_cancer, name_filled
from .templates import draft

CONFIRM_WITHIN = 14
"""Days after an offer that was not confirmed; local policies differ."""
LATE = frozenset({"letters-clinic-letter-late", "letters-summary-late"})
SHORT = frozenset({"letters-short-notice", "letters-short-notice-declined"})
OWED = frozenset(LETTERS_DUE)
"""Remarks on what a pathway still owes; the one on the GP may also be about the letter itself."""


def make_facts(answers: Communication) -> LetterFacts:
    return read_facts(
        LetterFacts,
        answers,
        kind=answers.type,
        sent_on=answers.date_sent,
        event_on=answers.event_date,
        offered_date=answers.date_offered,
        sent_at=at(answers.date_sent, answers.time_sent),
        event_at=at(answers.event_date, answers.event_time),
        has_time=answers.time_offered is not None if answers.date_offered else None,
        text=answers.message_text,
        accessibility_need=name_format(answers.accessibility_needs),
        format_used=name_format(answers.format_used),
    )


def read_with_pathway(case: Case) -> LetterFacts:
    """The facts; who stands on a cancer pathway is told so by the pathway, unless the record says otherwise."""
    facts = make_facts(case.answers)
    return facts if facts.cancer_pathway is not None else replace(facts, cancer_pathway=is_on_cancer(case))


def at(day: date | None, moment: time | None) -> datetime | None:
    """The moment, when both the day and the time are known."""
    return datetime.combine(day, moment) if day and moment else None


def name_format(slug: str | None) -> str | None:
    """The format in words; the standard one is no need."""
    return FORMATS[slug].lower() if slug and slug != "standard" else None


def find_findings(case: Case) -> Iterable[Finding]:
    """Of the communication itself, then what the pathway it belongs to still owes the patient."""
    own = letters.list_findings(read_with_pathway(case), case.today)
    said = {finding.code for finding in own}
    return [*own, *(finding for finding in letters.list_owed(case.pathway_events) if finding.code not in said)]


def list_events(answers: Communication) -> tuple[Event, ...]:
    """What goes on the pathway's timeline: that it was sent."""
    return letters.list_events(make_facts(answers))


def count_notice(answers: Communication) -> int | None:
    """Days from sending to the date it offers; None when it offers none."""
    return letters.count_notice(make_facts(answers))


def tell_meaning(case: Case) -> Meaning:
    """Is the notice reasonable, was it in time, did it arrive; and the letter drafted from the record."""
    answers: Communication = case.answers
    letter = draft(fill_gaps(case))
    filled = name_filled(case) if letter else []
    told = (*tell_notice(case), *tell_turnaround(case), *tell_gp(answers), tell_arrival(answers))
    return Meaning(
        facts=(*told, Fact("Draft", f"From the pathway: {join_words(filled)}")) if filled else told,
        letter=letter,
    )


def tell_notice(case: Case) -> Iterable[Fact]:
    days = count_notice(case.answers)
    if days is None:
        return
    if days < 0:
        yield Fact("Notice", "None: the date had passed when it was sent", "breach")
    elif read_with_pathway(case).cancer_pathway:
        yield Fact("Notice", f"{plural(days, 'day')}; the three weeks are not applied on cancer pathways")
    elif days < NOTICE_DAYS:
        yield Fact("Notice", f"{plural(days, 'day')}: not three weeks, so declining it has no consequence", "watch")
    else:
        yield Fact("Notice", f"{plural(days, 'day')}: at least three weeks", "fine")


def tell_gp(answers: Communication) -> Iterable[Fact]:
    """Whether the GP knows, where the GP has to."""
    if answers.type in STOPS | {"discharge_summary"}:
        known = answers.sent_to_gp == "yes"
        yield Fact("The GP", "Has a copy" if known else "Not written to", "fine" if known else "breach")


def tell_turnaround(case: Case) -> Iterable[Fact]:
    due = letters.find_due(make_facts(case.answers))
    if due is not None:
        late = LATE & {finding.code for finding in case.findings}
        yield Fact("Due by", in_words(due), "breach" if late else "fine")


def tell_arrival(answers: Communication) -> Fact:
    if answers.outcome in UNDELIVERED:
        return Fact("Did it arrive?", f"{RESULTS[answers.outcome]}: the patient has not been told", "watch")
    return Fact("Did it arrive?", RESULTS[answers.outcome] if answers.outcome else "Not recorded")


def list_due(case: Case) -> Iterable[Due]:
    """The follow-up, another way for what did not arrive, a copy to the GP, another date after a declined one, an
    offer nobody confirmed."""
    answers: Communication = case.answers
    if answers.followed_up_on is None:
        yield from list_follow_up(answers)
    if answers.type in STOPS | {"discharge_summary"} and answers.sent_to_gp != "yes":
        yield Due(answers.date_sent, "Send the GP a copy")
    if answers.outcome == "declined" and count_notice(answers) is not None and not answers.followed_up_on:
        yield Due(answers.follow_up_due or answers.date_sent + timedelta(days=CONFIRM_WITHIN), "Offer another date")
    unconfirmed = answers.type in OFFERS and answers.outcome not in {"confirmed", "declined", *UNDELIVERED}
    if unconfirmed and answers.date_offered and answers.date_offered >= case.today and not answers.followed_up_on:
        by = min(answers.date_sent + timedelta(days=CONFIRM_WITHIN), answers.date_offered)
        yield Due(by, "Ask whether the patient is coming")


def list_follow_up(answers: Communication) -> Iterable[Due]:
    if answers.outcome in UNDELIVERED:
        yield Due(answers.follow_up_due or answers.date_sent, "Try another way: it did not arrive")
    elif answers.follow_up_due and answers.outcome != "declined":
        yield Due(answers.follow_up_due, "Follow up the communication")


def tell_notice_days(case: Case) -> int | None:
    return count_notice(case.answers)


def tell_turnaround_days(case: Case) -> int | None:
    """Days from the clinic or discharge to the letter; None for other types and for dates out of order."""
    answers: Communication = case.answers
    if answers.type not in {"clinic_letter", "discharge_summary"} or answers.event_date is None:
        return None
    days = (answers.date_sent - answers.event_date).days
    return days if days >= 0 else None


def needs_follow_up(case: Case) -> bool:
    """Whether a follow-up is owed today: overdue, or the message did not arrive."""
    answers: Communication = case.answers
    due: date | None = answers.follow_up_due
    return answers.followed_up_on is None and (answers.outcome in UNDELIVERED or (due is not None and due < case.today))


def say_where_it_stands(answers: Communication) -> str:
    return RESULTS[answers.outcome] if answers.outcome else "Record what became of it"


NOTICE_BANDS = ("Under 1 week", "1 to 2 weeks", "2 to 3 weeks", "3 weeks and over")


def band_of_notice(row: Row) -> str | None:
    """Weeks of notice, in bands; None for what offers no date or one already past."""
    days = row["notice_days"]
    return None if days is None or days < 0 else NOTICE_BANDS[min(days // 7, 3)]


def is_summary_judged(row: Row) -> bool:
    """Whether it can be said that a discharge summary went out within 24 hours: the day after needs both times."""
    return row["turnaround_days"] is not None and "letters-summary-hours-unknown" not in row["findings"]


def specialty_of(kind: str) -> Callable[[Row], str | None]:
    """The specialty of letters of one kind, in words; None leaves the others out."""
    return lambda row: SPECIALTIES.get(row.get("specialty", "")) if row.get("type") == kind else None
