"""What makes validating look alive in the demo cohort: a checked list for the named learners, and second readings."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from dashapp.context import Clockstart
from dashapp.declare.module import Module
from dashapp.services.feedback.second_readings import SECOND_READING
from dashapp.services.jobs.jobs import Watch
from dashapp.services.records.pathways import PTL
from dashapp.services.records.records import new_id
from pages.waiting_list_validator.service import validation
from storage.accounts import Person
from storage.record import Record, Trace
from storage.reviews import NewReview

SEED = 37
WITH_LISTS, READ_LEARNERS, READ_EACH = 2, 8, 5
WORDS = {
    "agree": ("", "Evidence and date are right.", "Well recorded."),
    "disagree": ("The letter is of another clinic.", "The stop is the day of the decision, not of the letter."),
}


def fill_demo(clockstart: Clockstart, people: Sequence[Person]) -> None:
    """Lists for the first learners, and readings by the manager of some of their validations."""
    learners = [person for person in people if person.role == "learner"]
    for person in learners[:WITH_LISTS]:
        check_own(clockstart, person)
    managers = [person for person in people if person.role == "manager"]
    for module in clockstart.registry:
        if module.second_reading and managers:
            read_some(clockstart, module, managers[0], learners[:READ_LEARNERS])


def check_own(clockstart: Clockstart, person: Person) -> None:
    """As if the person had pressed “Check my tracking list”."""
    if not clockstart.store.records.ids(person.uid, PTL):
        return
    list_id = new_id()
    clockstart.store.jobs.create(person.uid, list_id, "check-own", now=clockstart.now)
    result = validation.check_own(clockstart, Watch(clockstart, person.uid, list_id), list_id)
    clockstart.store.jobs.report(person.uid, list_id, now=clockstart.now, state="done", sentence="Done.", result=result)


def read_some(clockstart: Clockstart, module: Module, reader: Person, learners: Sequence[Person]) -> None:
    """Some records of those the reader looks after, most of them agreed with."""
    random = Random(SEED)
    for person in learners:
        if set(reader.manages).isdisjoint(person.cohorts):
            continue
        for record in clockstart.store.records.list(person.uid, module.store_key)[:READ_EACH]:
            verdict = random.choices(("agree", "disagree"), weights=(4, 1))[0]
            put(clockstart, module, reader, person, record, verdict, random.choice(WORDS[verdict]))


def put(
    clockstart: Clockstart, module: Module, reader: Person, person: Person, record: Record, verdict: str, words: str
) -> None:
    new = NewReview(new_id(), SECOND_READING, module.store_key, record.id, "released", reader.uid, verdict, words)
    when = clockstart.now + timedelta(seconds=1)
    clockstart.store.reviews.put(person.uid, new, op=new_id(), seen_rev=0, trace=Trace(reader.uid, "demo"), now=when)
