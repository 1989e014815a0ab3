"""Made-up patients and records: for an empty list, for the demo cohort, for tests. The same seed gives the same."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from zlib import crc32

from faker import Faker

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.declare.module import Case, Linked, Module, Patient
from dashapp.services.access import access
from dashapp.services.records.checking import as_stored, check_answers
from dashapp.services.records.records import RULES_VERSION, lasting_codes, new_id
from practice.patients import ADULT as ADULT  # pages ask whether an example is a child
from practice.patients import WOMEN, draw_age
from practice.patients import pick_specialty as pick_for
from storage.links import links_of
from storage.record import NewRecord, Trace
from words.nhs_number import synthetic_nhs_numbers

EXAMPLES = 3


def make_patients(seed: int, today: date) -> Iterator[Patient]:
    """Patients without end: names from a library, numbers from the 999 range."""
    names, random = Faker("en_GB"), Random(seed)
    names.seed_instance(seed)
    for number in synthetic_nhs_numbers(seed):
        first, last = names.first_name(), names.last_name()
        sex = "female" if first in WOMEN else "male"
        yield Patient(f"{first} {last}", number, today - timedelta(days=draw_age(random)), sex)


def pick_specialty(random: Random, patient: Patient, today: date) -> str:
    """One that would see somebody of this age and sex."""
    return pick_for(random, patient.age_on(today), patient.sex)


def make_records(
    clockstart: Clockstart, module: Module, patients: Iterator[Patient], random: Random, count: int
) -> list[NewRecord]:
    """`count` records of a module, each accepted by its own checks; of an example set no more than it has."""
    if module.example_set is not None:
        chosen = module.example_set(random, clockstart.today)[:count]
        return [make_record(clockstart, module, answers) for answers in chosen]
    if module.example is None:
        return []
    return [
        make_record(clockstart, module, module.example(random, next(patients), clockstart.today)) for _ in range(count)
    ]


def make_record(clockstart: Clockstart, module: Module, answers: dict[str, object]) -> NewRecord:
    """One record ready to be stored. Raises ValueError when the module would not accept its own example."""
    return as_new(read_example(module, answers, clockstart.today))


def read_example(module: Module, answers: dict[str, object], today: date) -> Case:
    """Answers as their module sees them. Raises ValueError when it would not accept them."""
    record_id = new_id()
    checked = check_answers(module, module.completed(answers, record_id))
    if checked.record is None:
        raise ValueError(f"{module.slug}: an example has problems: {checked.problems}")
    links = links_of(module.store_key, record_id, checked.values)
    return Case(module, record_id, checked.record, today, Linked(links[0] if links else ""))


def as_new(case: Case) -> NewRecord:
    """A case's record, ready to be stored."""
    values = as_stored(case.answers)
    links = links_of(case.module.store_key, case.record_id, values)
    return NewRecord(case.record_id, values, new_id(), links, lasting_codes(case.findings), RULES_VERSION)


def bring_in(clockstart: Clockstart, actor: Actor, slug: str, trace: Trace) -> int:
    """Store three examples among the actor's own records of a module; how many were stored."""
    module = access.get_module(clockstart, actor, slug)
    access.check_can_write(clockstart, actor, actor.uid)
    seed = crc32(f"{actor.uid}/{slug}".encode())
    found = make_records(clockstart, module, make_patients(seed, clockstart.today), Random(seed), EXAMPLES)
    clockstart.store.records.put_many(actor.uid, module.store_key, found, trace=trace, now=clockstart.now)
    return len(found)
