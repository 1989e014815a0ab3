"""The record as the rule book on consent reads it, and what it means in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from dashapp.declare.module import Case, Due, Fact, Meaning
from dashapp.declare.phrases import read_facts
from rules import birth
from rules.consent import checks as consent
from rules.consent.checks import ConsentFacts, Readiness
from rules.consent.choices import CAPACITY_CHOICES, FORM_CHOICES
from rules.consent.record import Consent
from rules.events import Event, read_date
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


def make_facts(case: Case) -> ConsentFacts:
    """The record in the rule book's words."""
    answers: Consent = case.answers
    return read_facts(ConsentFacts, answers, changed=tuple(answers.changed), procedure_on=find_booked(case))


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
    facts = make_facts(case)
    referrals = [event.date for event in case.linked.events if event.name == "referral_received"]
    known = {
        "the referral": min(referrals, default=None),
        "the decision to admit": facts.decision_to_admit,
        "consent was taken": facts.stage_one_on,
    }
    born = birth.list_findings(facts.date_of_birth, known, case.today, "date_of_birth")
    return (*consent.list_findings(facts, case.today), *born)


def read_readiness(case: Case) -> Readiness:
    return consent.calc_readiness(make_facts(case), case.today)


def list_events(answers: Consent) -> Iterator[Event]:
    """What consent puts on the timeline: its two stages and a withdrawal; withdrawn on the day it is a cancellation by
    the patient; declining all treatment stops the clock (35) on the day the patient says so (rule CON-9)."""
    side = {"side": answers.side} if answers.side else {}
    yield Event(answers.stage_one_on, "consent_given", {"form": answers.form, **side})
    for again in dict.fromkeys(filter(None, (answers.reconfirmed_on, answers.stage_two_on))):
        yield Event(again, "consent_confirmed", side)
    if answers.withdrawn_on:
        yield Event(answers.withdrawn_on, "consent_withdrawn", side)
    if answers.withdrawn_on and answers.withdrawn_on_the_day == "yes":
        yield Event(answers.withdrawn_on, "patient_cancels", {"reason": "consent_withdrawn"})
    if answers.declines_all_treatment == "yes" and answers.declined_on:
        yield Event(answers.declined_on, "patient_declines_treatment", {"all_treatment": True})


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


def tell_age(case: Case) -> int | None:
    return consent.find_age(make_facts(case), case.today)


def tell_meaning(case: Case) -> Meaning:
    """Ready to list or not, which form fits, and what a change of mind does to the clock."""
    readiness: Readiness = case.clocks
    answers: Consent = case.answers
    facts = (
        Fact("Ready to list", readiness.step.text, "fine" if readiness.ready else "breach"),
        *list_booked_facts(case),
        *list_form_facts(answers, tell_age(case)),
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


def has_ended(answers: Consent) -> bool:
    """Whether the patient has changed their mind: nothing is left to confirm."""
    return answers.withdrawn_on is not None or answers.declines_all_treatment == "yes"


def list_form_facts(answers: Consent, age: int | None) -> Iterator[Fact]:
    if age is not None:
        yield Fact("Age at stage one", str(age))
    right = consent.find_right_forms(age, answers.capacity)
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
            yield Due(answers.withdrawn_on or answers.stage_one_on, "Record the day the patient declined all treatment")
        return
    if answers.withdrawn_on:
        if answers.withdrawn_on <= case.today:
            yield Due(answers.withdrawn_on + timedelta(days=MEND_WITHIN), "Agree the next step after withdrawal")
        return
    found = {finding.code for finding in case.findings}
    if "consent-reconfirm" in found:
        yield Due(answers.changed_on or answers.stage_one_on, "Confirm consent again: something has changed", "breach")
    for finding in case.clocks.blockers:
        if finding.code != "consent-reconfirm":
            yield Due(answers.stage_one_on + timedelta(days=MEND_WITHIN), finding.fix, "breach")
    if booked := tell_confirm_on(case):
        yield Due(booked, "Confirm consent with the patient on the day (stage two)", "breach")


def tell_confirm_on(case: Case) -> date | None:
    """The day on which consent is to be confirmed; None once it is, and when it has ended."""
    answers: Consent = case.answers
    return None if answers.stage_two_on or has_ended(answers) else find_booked(case)


def tell_form(case: Case) -> int:
    """The number of the form."""
    return int(case.answers.form)


def say_where_it_stands(answers: Consent) -> str:
    return "Confirmed" if answers.stage_two_on else "Confirm on the day"
