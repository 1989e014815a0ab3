"""A new learner's first ten minutes: a missed appointment of an example patient, in five steps. The example is a
pathway and a missed appointment like any others, and how far somebody is with them is read from the two records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from zlib import crc32

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.declare.module import Case, Linked, Module
from dashapp.services.access import access
from dashapp.services.records import drafts, records
from dashapp.services.records.checking import check_answers
from dashapp.services.records.drafts import Draft
from dashapp.services.records.examples import as_new
from dashapp.services.records.pathways import PTL
from dashapp.services.records.records import new_id
from storage.record import Record, Trace
from words.nhs_number import synthetic_nhs_numbers

NAME = "Jo Example"
MISSED = "dna_cases"
PATHWAY_ID, MISSED_ID = "start-here-pathway", "start-here-missed"
REFERRED, WRITTEN, MISSED_ON, RANG = (timedelta(days=days) for days in (49, 35, 14, 7))
"""Before the day the example is made."""


@dataclass(frozen=True, slots=True)
class Days:
    """The example's days, of which two are left for the learner to enter."""

    referred: date
    written: date
    missed: date
    rang: date

    @classmethod
    def before(cls, today: date) -> Days:
        return cls(today - REFERRED, today - WRITTEN, today - MISSED_ON, today - RANG)

    @classmethod
    def around(cls, missed: date) -> Days:
        return cls.before(missed + MISSED_ON)


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """The two records as their modules see them, and which of the five steps are done."""

    pathway: Case
    missed: Case
    days: Days

    @property
    def done(self) -> tuple[bool, ...]:
        answers = self.missed.answers
        owed = [due.matter for due in self.missed.module.due(self.missed)] if self.missed.module.due else []
        return (
            True,
            answers.clearly_communicated == "yes",
            bool(answers.rebook_contact_date or answers.rebook_decision_date),
            bool(answers.new_appointment_date),
            "letter" not in owed,
        )

    @property
    def is_done(self) -> bool:
        return all(self.done)


def find_modules(clockstart: Clockstart, actor: Actor) -> tuple[Module, Module] | None:
    """Tracking list and missed appointments; None for somebody to whom one of them is closed."""
    opened = {module.store_key: module for module in access.list_open(clockstart, actor)}
    return (opened[PTL], opened[MISSED]) if PTL in opened and MISSED in opened else None


def find(clockstart: Clockstart, actor: Actor) -> FirstSteps | None:
    """The example as it is now; None when it was not made, was removed, or one of its records is no longer accepted."""
    modules = find_modules(clockstart, actor)
    if modules is None:
        return None
    found = [find_case(clockstart, actor, *one) for one in zip(modules, (PATHWAY_ID, MISSED_ID), strict=True)]
    pathway, missed = found
    if pathway is None or missed is None:
        return None
    return FirstSteps(pathway, missed, Days.around(missed.answers.appointment_date))


def find_case(clockstart: Clockstart, actor: Actor, module: Module, record_id: str) -> Case | None:
    record = find_record(clockstart, actor, module.store_key, record_id)
    return records.make_case(clockstart, actor.uid, module, record) if record else None


def find_record(clockstart: Clockstart, actor: Actor, store_key: str, record_id: str) -> Record | None:
    return clockstart.store.records.find(actor.uid, store_key, record_id)


def is_new(clockstart: Clockstart, actor: Actor) -> bool:
    """Whether nothing is stored and nothing begun but, perhaps, the example."""
    if find_modules(clockstart, actor) is None or list_other_drafts(clockstart, actor):
        return False
    wanted = ((PTL, PATHWAY_ID), (MISSED, MISSED_ID))
    examples = sum(find_record(clockstart, actor, *one) is not None for one in wanted)
    return sum(one.count for one in clockstart.store.records.summary(actor.uid).values()) == examples


def list_other_drafts(clockstart: Clockstart, actor: Actor) -> list[Draft]:
    return [one for one in drafts.list_drafts(clockstart, actor) if one.record_id not in (PATHWAY_ID, MISSED_ID)]


def make(clockstart: Clockstart, actor: Actor, trace: Trace) -> None:
    """Store the example among the actor's own records; what is there already stays as it is."""
    access.check_can_write(clockstart, actor, actor.uid)
    modules = find_modules(clockstart, actor)
    for case in list_cases(clockstart, actor, modules, finished=False) if modules else ():
        if find_record(clockstart, actor, case.module.store_key, case.record_id) is None:
            store_key, new = case.module.store_key, replace(as_new(case), revive=True)
            clockstart.store.records.put_many(actor.uid, store_key, [new], trace=trace, now=clockstart.now)


def remove(clockstart: Clockstart, actor: Actor, trace: Trace) -> None:
    """Take the example away again, as any record is removed."""
    modules = find_modules(clockstart, actor)
    for module, record_id in zip(modules or (), (PATHWAY_ID, MISSED_ID), strict=False):
        record = find_record(clockstart, actor, module.store_key, record_id)
        if record is not None:
            records.remove(clockstart, actor, module.slug, record_id, new_id(), record.rev, trace)


def show_finished(clockstart: Clockstart, actor: Actor) -> FirstSteps | None:
    """The example as it will be after the five steps, stored nowhere."""
    modules = find_modules(clockstart, actor)
    if modules is None:
        return None
    pathway, missed = list_cases(clockstart, actor, modules, finished=True)
    return FirstSteps(pathway, missed, Days.before(clockstart.today))


def list_cases(
    clockstart: Clockstart, actor: Actor, modules: tuple[Module, Module], *, finished: bool
) -> tuple[Case, Case]:
    """The pathway and the missed appointment on it."""
    tracking, missing = modules
    days, today = Days.before(clockstart.today), clockstart.today
    about = {"patient_name": NAME, "nhs_number": next(synthetic_nhs_numbers(crc32(actor.uid.encode())))}
    missed = read(missing, MISSED_ID, about | tell_missed(days, finished=finished), today, Linked(PATHWAY_ID))
    linked = Linked(PATHWAY_ID, events=tuple(missing.events_on(missed.answers, PATHWAY_ID)))
    pathway = read(tracking, PATHWAY_ID, about | tell_pathway(days), today, linked)
    return pathway, missed


def read(module: Module, record_id: str, answers: Mapping[str, Any], today: date, linked: Linked) -> Case:
    checked = check_answers(module, module.completed(answers, record_id))
    if checked.record is None:
        raise ValueError(f"{module.slug}: the example has problems: {checked.problems}")
    return Case(module, record_id, checked.record, today, linked)


def tell_pathway(days: Days) -> dict[str, Any]:
    return {
        "date_of_birth": "1964-05-12",
        "treatment_function": "C_130",
        "referral_source": "optometrist",
        "referral_route": "letter",
        "referral_received": days.referred.isoformat(),
        "priority": "routine",
    }


def tell_missed(days: Days, *, finished: bool) -> dict[str, Any]:
    """The appointment as it was missed; the four answers that a learner adds, where it is told to its end."""
    missed = {
        "link": PATHWAY_ID,
        "appointment_date": days.missed.isoformat(),
        "specialty": "C_130",
        "appointment_type": "first_outpatient",
        "first_after_referral": "yes",
        "clearly_communicated": "not_known",
        "child_or_vulnerable": "no",
        "dna_letter_sent": "no",
        "action": "rebook_contact_awaited",
    }
    added = {
        "clearly_communicated": "yes",
        "letter_date": days.written.isoformat(),
        "rebook_contact_date": days.rang.isoformat(),
        "new_appointment_date": (days.rang + timedelta(days=28)).isoformat(),
        "dna_letter_sent": "yes",
    }
    return {**missed, **added} if finished else missed
