"""What the rule book says of a letter, message or call, and of what its pathway still owes the patient."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from dashapp.declare.meaning import Due, Fact, Meaning
from dashapp.declare.module import Case, Row
from dashapp.declare.phrases import LETTERS_DUE
from rules.explain import Finding
from rules.letters.checks import list_findings
from rules.letters.pathway import list_owed
from rules.letters.record import RESULTS, Communication
from rules.letters.rules import NOTICE_DAYS, OFFERS, STOPS, UNDELIVERED
from rules.specialties import SPECIALTIES
from words.phrases import in_words, join_words, plural

from .pathway import fill_gaps, name_filled, with_cancer
from .templates import draft

CONFIRM_WITHIN = 14
"""Days after an offer that was not confirmed; local policies differ."""
LATE = frozenset({"letters-clinic-letter-late", "letters-summary-late"})
SHORT = frozenset({"letters-short-notice", "letters-short-notice-declined"})
OWED = frozenset(LETTERS_DUE)
"""Remarks on what a pathway still owes; the one on the GP may also be about the letter itself."""


def find_findings(case: Case) -> Iterable[Finding]:
    """Of the communication itself, then what the pathway it belongs to still owes the patient."""
    own = list(list_findings(with_cancer(case), case.today))
    said = {finding.code for finding in own}
    return [*own, *(finding for finding in list_owed(case.pathway_events) if finding.code not in said)]


def tell_meaning(case: Case) -> Meaning:
    """Is the notice reasonable, was it in time, did it arrive; and the letter drafted from the record."""
    answers: Communication = case.answers
    letter = draft(fill_gaps(case))
    filled = name_filled(case) if letter else []
    told = (*tell_notice(case), *tell_turnaround(case), *tell_gp(answers), tell_arrival(answers))
    return Meaning(
        facts=(*told, Fact("Draft", f"From the pathway: {join_words(filled)}")) if filled else told, letter=letter
    )


def tell_notice(case: Case) -> Iterable[Fact]:
    days = case.answers.notice
    if days is None:
        return
    if days < 0:
        yield Fact("Notice", "None: the date had passed when it was sent", "breach")
    elif with_cancer(case).cancer_pathway == "yes":
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
    due = case.answers.send_by
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
        yield Due(answers.date_sent, "Send the GP a copy", matter="letter")
    if answers.outcome == "declined" and answers.notice is not None and not answers.followed_up_on:
        yield Due(
            answers.follow_up_due or answers.date_sent + timedelta(days=CONFIRM_WITHIN),
            "Offer another date",
            matter="date",
        )
    unconfirmed = answers.type in OFFERS and answers.outcome not in {"confirmed", "declined", *UNDELIVERED}
    if unconfirmed and answers.date_offered and answers.date_offered >= case.today and not answers.followed_up_on:
        by = min(answers.date_sent + timedelta(days=CONFIRM_WITHIN), answers.date_offered)
        yield Due(by, "Ask whether the patient is coming", matter="contact")


def list_follow_up(answers: Communication) -> Iterable[Due]:
    if answers.outcome in UNDELIVERED:
        yield Due(answers.follow_up_due or answers.date_sent, "Try another way: it did not arrive", matter="contact")
    elif answers.follow_up_due and answers.outcome != "declined":
        yield Due(answers.follow_up_due, "Follow up the communication", matter="contact")


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
