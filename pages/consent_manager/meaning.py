"""What a consent means in words, and what is due after it."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from dashapp.declare.meaning import Due, Fact, Meaning
from dashapp.declare.module import Case
from rules import birth
from rules.consent.checks import list_findings
from rules.consent.clocks import Readiness, calc_readiness, find_right_forms
from rules.consent.record import CAPACITY_CHOICES, FORM_CHOICES, Consent
from rules.events import read_date
from rules.explain import Finding
from words.phrases import in_words
from words.questions import choices

STANDS = choices(
    not_ready="Not ready to list",
    ready="Ready to list",
    confirmed="Confirmed",
    withdrawn="Withdrawn",
    declined="Declined all treatment",
)
MEND_WITHIN = 14
"""Days after stage one to put a form right; local policies differ."""


def find_booked(case: Case) -> date | None:
    """The day of the procedure: as recorded, else the last admission date offered on the pathway and not declined."""
    answers: Consent = case.answers
    if answers.procedure_on:
        return answers.procedure_on
    offers = [
        event for event in case.linked.events if event.name == "tci_offered" and not event.details.get("declined")
    ]
    latest = max(offers, key=lambda event: event.date, default=None)
    return read_date(latest.details.get("tci")) if latest else None


def find_findings(case: Case) -> Iterable[Finding]:
    answers: Consent = case.answers
    referrals = [event.date for event in case.linked.events if event.name == "referral_received"]
    known = {
        "the referral": min(referrals, default=None),
        "the decision to admit": answers.decision_to_admit,
        "consent was taken": answers.stage_one_on,
    }
    born = birth.list_findings(answers.date_of_birth, known, case.today, "date_of_birth")
    return (*list_findings(answers.but(procedure_on=find_booked(case)), case.today), *born)


def read_readiness(case: Case) -> Readiness:
    return calc_readiness(case.findings)


def tell_stand(case: Case) -> str:
    """Where the consent stands, as one slug."""
    answers: Consent = case.answers
    if answers.declines_all_treatment == "yes":
        return "declined"
    if answers.withdrawn_on:
        return "withdrawn"
    readiness: Readiness = case.clocks
    if not readiness.ready:
        return "not_ready"
    return "confirmed" if answers.stage_two_on else "ready"


def tell_meaning(case: Case) -> Meaning:
    """Ready to list or not, which form fits, and what a change of mind does to the clock."""
    readiness: Readiness = case.clocks
    answers: Consent = case.answers
    facts = (
        Fact("Ready to list", readiness.step.text, "fine" if readiness.ready else "breach"),
        *list_booked_facts(case),
        *list_form_facts(answers),
        *list_withdrawal_facts(answers),
    )
    return Meaning(facts=facts, steps=(readiness.step,))


def list_booked_facts(case: Case) -> Iterator[Fact]:
    """When consent is to be confirmed, or was; nothing while no day is known."""
    answers: Consent = case.answers
    if answers.stage_two_on:
        yield Fact("Confirmed", in_words(answers.stage_two_on), "fine")
    elif booked := tell_confirm_on(case):
        yield Fact("To confirm on", in_words(booked), "breach" if booked < case.today else "note")


def list_form_facts(answers: Consent) -> Iterator[Fact]:
    if answers.age is not None:
        yield Fact("Age at stage one", str(answers.age))
    right = find_right_forms(answers.age, answers.capacity)
    if right:
        fits = answers.form in right
        yield Fact("Forms that fit", "; ".join(FORM_CHOICES[form] for form in right), "fine" if fits else "breach")
    else:
        yield Fact(
            "Forms that fit", f"None: {CAPACITY_CHOICES[answers.capacity].lower()} does not fit the age", "watch"
        )


def list_withdrawal_facts(answers: Consent) -> Iterator[Fact]:
    if answers.declines_all_treatment == "yes":
        day = f" on {in_words(answers.declined_on)}" if answers.declined_on else ", once the day is recorded"
        yield Fact("18 weeks (RTT)", f"The clock stops (35){day}.", "watch")
    elif answers.withdrawn_on:
        yield Fact("18 weeks (RTT)", "The clock keeps running: not all treatment is declined.")
    if answers.withdrawn_on and answers.withdrawn_on_the_day == "yes":
        yield Fact("On the day", "A cancellation by the patient: not a missed appointment, not in the 28-day return.")


def list_due(case: Case) -> Iterator[Due]:
    """What keeps the patient from being listed, consent to confirm, the way on after a change of mind."""
    answers: Consent = case.answers
    if answers.declines_all_treatment == "yes":
        if not answers.declined_on:
            yield Due(
                answers.withdrawn_on or answers.stage_one_on,
                "Record the day the patient declined all treatment",
                matter="consent",
            )
        return
    if answers.withdrawn_on:
        if answers.withdrawn_on <= case.today:
            yield Due(
                answers.withdrawn_on + timedelta(days=MEND_WITHIN),
                "Agree the next step after withdrawal",
                matter="consent",
            )
        return
    found = {finding.code for finding in case.findings}
    if "consent-reconfirm" in found:
        yield Due(
            answers.changed_on or answers.stage_one_on,
            "Confirm consent again: something has changed",
            "breach",
            matter="consent",
        )
    for finding in case.clocks.blockers:
        if finding.code != "consent-reconfirm":
            yield Due(answers.stage_one_on + timedelta(days=MEND_WITHIN), finding.fix, "breach", matter="consent")
    if booked := tell_confirm_on(case):
        yield Due(booked, "Confirm consent with the patient on the day (stage two)", "breach", matter="consent")


def tell_confirm_on(case: Case) -> date | None:
    """The day on which consent is to be confirmed; None once it is, and when it has ended."""
    answers: Consent = case.answers
    return None if answers.stage_two_on or answers.has_ended else find_booked(case)


def tell_form(case: Case) -> int:
    """The number of the form."""
    return int(case.answers.form)


def say_where_it_stands(answers: Consent) -> str:
    return "Confirmed" if answers.stage_two_on else "Confirm on the day"
