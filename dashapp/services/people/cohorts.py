"""Cohorts: who learns together, and who looks after them. Changes of a cohort are entered in the system's trail, of who
belongs to it in the person's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from auth.actor import Actor
from auth.policy import check_administer
from dashapp.context import Clockstart
from dashapp.services.people.accounts import enter, get_account, trace_of
from storage.accounts import Person
from storage.errors import NotFound, Refused
from storage.people import Cohort


@dataclass(frozen=True, slots=True)
class CohortFacts:
    """A cohort with its people."""

    cohort: Cohort
    learners: Sequence[Person]
    managers: Sequence[Person]


def list_cohorts(clockstart: Clockstart, actor: Actor) -> Sequence[CohortFacts]:
    """Every cohort, in the order of names."""
    check_administer(actor)
    everybody = clockstart.store.people.list()
    return [facts_of(cohort, everybody) for cohort in clockstart.store.people.list_cohorts()]


def facts_of(cohort: Cohort, everybody: Sequence[Person]) -> CohortFacts:
    return CohortFacts(
        cohort,
        [person for person in everybody if cohort.id in person.cohorts],
        [person for person in everybody if cohort.id in person.manages and person.role == "manager"],
    )


def get_cohort(clockstart: Clockstart, actor: Actor, cohort_id: str) -> CohortFacts:
    """One cohort with its people. Raises Forbidden, NotFound."""
    check_administer(actor)
    people = clockstart.store.people
    return facts_of(people.get_cohort(cohort_id), [*people.members(cohort_id), *people.managers(cohort_id)])


def name_cohorts(clockstart: Clockstart) -> Mapping[str, str]:
    """Id → name of every cohort."""
    return {cohort.id: cohort.name for cohort in clockstart.store.people.list_cohorts()}


def create(clockstart: Clockstart, actor: Actor, name: str) -> Cohort:
    """A new cohort. Raises Forbidden, Refused."""
    check_administer(actor)
    cohort = clockstart.store.people.create_cohort(name, now=clockstart.now)
    enter_in_system(clockstart, actor, "cohort_made", cohort.id)
    return cohort


def rename(clockstart: Clockstart, actor: Actor, cohort_id: str, name: str) -> str:
    """A new name; the one there was. Raises Forbidden, NotFound, Refused."""
    check_administer(actor)
    before = clockstart.store.people.get_cohort(cohort_id).name
    clockstart.store.people.rename_cohort(cohort_id, name)
    enter_in_system(clockstart, actor, "cohort_renamed", cohort_id)
    return before


def remove(clockstart: Clockstart, actor: Actor, cohort_id: str) -> str:
    """Take an empty cohort away; its name. Raises Refused while somebody belongs to it."""
    facts = get_cohort(clockstart, actor, cohort_id)
    if facts.learners or facts.managers:
        raise Refused(f"{facts.cohort.name} still has people. Take them out first.")
    clockstart.store.people.remove_cohort(cohort_id)
    enter_in_system(clockstart, actor, "cohort_removed", cohort_id)
    return facts.cohort.name


def add_person(clockstart: Clockstart, actor: Actor, uid: str, cohort_id: str) -> Person:
    """A manager looks after the cohort from now on, anybody else learns in it. Raises Forbidden, NotFound, Refused."""
    person = get_account(clockstart, actor, uid)
    if person.role == "admin":
        raise Refused(f"{person.name} is an administrator, who looks after every cohort already.")
    clockstart.store.people.assign(uid, clockstart.store.people.get_cohort(cohort_id).id)
    enter(clockstart, actor, person, "cohort_assigned", cohort=cohort_id)
    return person


def add_by_email(clockstart: Clockstart, actor: Actor, email: str, cohort_id: str) -> Person:
    """The same, by address. Raises Refused when nobody has it."""
    check_administer(actor)
    person = clockstart.store.people.find_by_email(email)
    if person is None:
        raise Refused(f"Nobody here has the address {email.strip() or 'that was left empty'}. Invite them first.")
    return add_person(clockstart, actor, person.uid, cohort_id)


def take_out(clockstart: Clockstart, actor: Actor, uid: str, cohort_id: str) -> Person:
    """The person belongs to the cohort no more. Raises Forbidden, NotFound."""
    person = get_account(clockstart, actor, uid)
    if cohort_id not in {*person.cohorts, *person.manages}:
        raise NotFound(f"{person.name} is not in this cohort.")
    clockstart.store.people.unassign(uid, cohort_id)
    enter(clockstart, actor, person, "cohort_left", cohort=cohort_id)
    return person


def enter_in_system(clockstart: Clockstart, actor: Actor, act: str, cohort_id: str) -> None:
    clockstart.store.audit.enter(None, act, trace=trace_of(actor), now=clockstart.now, cohort=cohort_id)
