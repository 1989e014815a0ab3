"""What the rule book says of a clinical delay: what the clock does, when the patient is seen again, what is owed."""

from collections.abc import Iterable
from datetime import date, timedelta

from dashapp.declare.meaning import Due, Fact, Meaning
from dashapp.declare.module import Case, Row
from dashapp.declare.phrases import begin_letter
from rules.exceptions.checks import list_findings
from rules.exceptions.clocks import EFFECTS
from rules.exceptions.record import STOPPING, ClinicalException
from rules.exceptions.resources import find_resource_phrase
from rules.explain import Finding, Step
from rules.letters.pathway import list_owed
from words.phrases import in_words
from words.questions import choices

TELL_GP_WITHIN = 7
"""Days; the guidance says without undue delay."""


def with_letters(case: Case) -> ClinicalException:
    """The record; a letter on its pathway shows that patient and GP were told of a decision."""
    answers: ClinicalException = case.answers
    if answers.action not in STOPPING:
        return answers
    owed = {finding.code for finding in list_owed(case.events, case.pathway_events)}
    told = {"patient_informed": "letters-stop-patient-not-told" not in owed, "gp_informed": not owed}
    return answers.but(**{name: "yes" for name, shown in told.items() if shown})


def find_findings(case: Case) -> Iterable[Finding]:
    return list_findings(with_letters(case), case.today)


def read_effect(case: Case) -> Step:
    return EFFECTS[case.answers.action]


def tell_meaning(case: Case) -> Meaning:
    """What the action does to the clock, when the patient is seen again, and what the word does not mean."""
    answers: ClinicalException = case.answers
    stops = answers.action in STOPPING
    return Meaning(
        facts=(
            Fact("18 weeks (RTT)", case.clocks.text, "watch" if stops else "note"),
            *tell_stop(case),
            *tell_review(answers, case.today),
            *tell_cancelled(case),
            Fact("Not to be confused", "Exceptions to the 18-week right are something else, and none pauses the clock"),
        ),
        steps=(case.clocks,),
    )


def tell_stop(case: Case) -> Iterable[Fact]:
    """The day the clock stops, when something stops it."""
    answers: ClinicalException = case.answers
    if answers.action in STOPPING:
        wrong = answers.clock_stop not in {None, answers.day_told}
        yield Fact("Day of the stop", in_words(answers.day_told), "breach" if wrong else "note")


def tell_cancelled(case: Case) -> Iterable[Fact]:
    """Whether a cancelled admission counts for the return on last-minute cancellations."""
    if case.answers.tci_cancelled == "yes":
        clinical = not find_resource_phrase(case.answers.reason_in_words)
        words = "Clinical reason: not counted (QMCO)" if clinical else "Not a clinical reason: may count (QMCO)"
        yield Fact("Cancelled admission", words, "note" if clinical else "breach")


def tell_review(answers: ClinicalException, today: date) -> Iterable[Fact]:
    if answers.is_review_open:
        late = answers.review_date < today
        yield Fact("Review", f"Due on {in_words(answers.review_date)}", "breach" if late else "fine")
    elif answers.reviewed_on:
        yield Fact("Review", f"Done on {in_words(answers.reviewed_on)}", "fine")
    elif answers.rebooked_on:
        yield Fact("Review", f"None needed: rebooked on {in_words(answers.rebooked_on)}", "fine")


def list_due(case: Case) -> Iterable[Due]:
    """The review, the day the patient is to be fit, telling patient and GP of a decision that stops the clock."""
    answers: ClinicalException = case.answers
    if answers.is_review_open:
        yield Due(answers.review_date, "Clinical review", "breach", matter="review")
    if answers.fit_by and answers.action == "keep_clock_running" and answers.rebooked_on is None:
        yield Due(answers.fit_by, "Ask whether the patient is fit, and offer a date", matter="date")
    told = with_letters(case)
    begin = begin_letter(case.events[0].name) if answers.action in STOPPING else None
    if told.patient_informed != "yes":
        yield Due(answers.decided_on, "Tell the patient", begin=begin, matter="letter")
    elif answers.action in STOPPING and answers.patient_informed != "yes" and not answers.decided_with_patient_on:
        yield Due(
            case.today, "A letter told the patient: record here on which day, so that the clock stops", matter="letter"
        )
    if begin and told.gp_informed != "yes":
        yield Due(answers.decided_on + timedelta(days=TELL_GP_WITHIN), "Tell the GP", begin=begin, matter="letter")


def tell_review_due(case: Case) -> date | None:
    """The day of the review; None when none is owed."""
    answers: ClinicalException = case.answers
    return answers.review_date if answers.is_review_open else None


def tell_review_state(case: Case) -> str:
    answers: ClinicalException = case.answers
    if not answers.is_review_open:
        return "done" if answers.reviewed_on else "none"
    return "overdue" if answers.review_date < case.today else "due"


REVIEWS = choices(overdue="Overdue", due="To come", done="Done", none="None needed")
LENGTHS = ("Up to 2 weeks", "2 to 6 weeks", "6 to 12 weeks", "Over 12 weeks")


def band_of_length(row: Row) -> str | None:
    """The expected length in bands; None when it is not recorded."""
    days = row.get("expected_days")
    if days is None:
        return None
    return LENGTHS[sum(days > edge for edge in (14, 42, 84))]
