"""The synthetic demo cohort: named people to sign in as, and learners in three cohorts, some busy, some stalled.

Everything in it is made up: names from a library, NHS numbers of the 999 range, the same for the same seed.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random

from faker import Faker

from auth.passwords import Passwords
from dashapp.context import LONDON, Clockstart
from dashapp.declare.module import Patient
from dashapp.declare.tools import is_tool
from dashapp.demo.demo_people import DEMO_PEOPLE, LAST_MADE, DemoPerson, list_unfinished
from dashapp.demo.demo_reviews import make_reviews
from dashapp.demo.demo_service import fill_overseer
from dashapp.demo.desk import Desk, Entry
from dashapp.demo.stories import STORIES, tell
from dashapp.services.records.examples import as_new, make_patients, make_records
from dashapp.services.records.pathways import PTL
from storage.accounts import Person
from storage.demo_making import Making, put_making, remove_making
from storage.erasure import erase_user
from storage.record import NewRecord, Trace

log = logging.getLogger("clockstart.demo")

SEED, NAMES_OF_LEARNERS = 18, 404
LEARNERS = 36
COHORT_NAMES = ("Booking office, spring", "Cancer services, spring", "Validation team, autumn")
BY = "demo"
AT_WORK = time(10)
LEFT_OFF = timedelta(hours=2)
"""Nobody saved anything just now: the learners left off one after the other."""
SHARES, USUAL_SHARE = {PTL: 1.0, "cancer_patients": 0.6}, 0.3
"""How many records a module has of those that a habit names: the tracking list is what everything else hangs on,
and a cancer standard needs twenty patients a month for a rate."""
FILLED_OTHERWISE = frozenset(
    {"practice_sessions", "learning_answers", "training_plans", "portfolio_submissions", "exam_attempts"}
)
"""Modules that are no list of patients: their features fill them."""
OF_A_TOOL = 3
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Habit:
    """How a demo learner works: roughly how many records in a module, and how many days ago the last was saved."""

    records: tuple[int, int]
    quiet_days: tuple[int, int]
    weight: int


HABITS = (Habit((18, 40), (0, 2), 4), Habit((5, 16), (1, 9), 4), Habit((1, 5), (15, 45), 2), Habit((0, 0), (0, 0), 1))


def make_when_empty(clockstart: Clockstart) -> bool:
    """Make the demo cohort if nobody has an account yet, and begin again one that was cut off; whether it was made."""
    unfinished = find_unfinished(clockstart)
    if unfinished and not take_back(clockstart, unfinished):
        return False
    if not unfinished and not clockstart.store.people.is_empty():
        return False
    make_demo(clockstart, LEARNERS)
    return True


def find_unfinished(clockstart: Clockstart) -> Sequence[str]:
    """The addresses of a demo that was cut off. Without its module the last step leaves no trace."""
    is_there = clockstart.registry.find_by_store_key(LAST_MADE) is not None
    return list_unfinished(clockstart.store, LAST_MADE if is_there else "")


def take_back(clockstart: Clockstart, emails: Sequence[str]) -> bool:
    """Take away what a demo that was cut off has made; whether that may be: what somebody did who has signed in stays,
    and then all of it does."""
    store = clockstart.store
    found = [person for email in emails if (person := store.people.find_by_email(email)) and person.demo]
    worked = [person for person in found if any(entry.act == "sign_in" for entry in store.audit.walk(person.uid))]
    if worked:
        log.warning("The demo is not whole, and %s has worked in it, so it stays as it is.", worked[0].email)
        remove_making(store.client)
        return False
    log.warning("The demo was cut off while it was made; making it again.")
    for person in found:
        erase_user(store.client, person.uid, trace=Trace(BY), now=clockstart.now)
    return True


def make_demo(
    clockstart: Clockstart, learners: int, records: int | None = None, progress: Progress | None = None
) -> list[Person]:
    """People, cohorts and records; people who are there already stay as they are. `records` fixes how many each
    learner has in each module."""
    wanted = list_wanted(clockstart, learners)
    making = Making([person.email for _, person in wanted])
    put_making(clockstart.store.client, making)
    made = make_people(clockstart, wanted)
    random = Random(SEED)
    students = [person for person in made if person.role == "learner"]
    for index, person in enumerate(students):
        put_making(clockstart.store.client, replace(making, done=index))
        fill(clockstart, person, random, index, records)
        if progress:
            progress(index + 1, len(students))
    make_reviews(clockstart, students, next((person for person in made if person.role == "manager"), None))
    for person in made:
        if person.role == "manager" and records is None:
            fill_overseer(clockstart, person, SEED, BY)
    fill_features(clockstart, made)
    remove_making(clockstart.store.client)
    return made


def fill_features(clockstart: Clockstart, made: Sequence[Person]) -> None:
    """What features add when everybody's records are there."""
    for feature in clockstart.registry.features:
        if feature.demo:
            feature.demo(clockstart, made)


def list_wanted(clockstart: Clockstart, learners: int) -> list[tuple[int, DemoPerson]]:
    """The named people and invented learners who are not there yet, each with their number."""
    taken = {person.email for person in clockstart.store.people.list()}
    everybody = [*DEMO_PEOPLE, *invent_learners(learners - 2)]
    return [(index, person) for index, person in enumerate(everybody) if person.email not in taken]


def make_people(clockstart: Clockstart, wanted: Sequence[tuple[int, DemoPerson]]) -> list[Person]:
    """Their accounts, in three cohorts; the manager looks after the first two."""
    people, now = clockstart.store.people, clockstart.now
    secret = Passwords().hash(clockstart.settings.demo_password)
    cohorts = [find_or_make_cohort(clockstart, name, now) for name in COHORT_NAMES]
    made = []
    for index, one in wanted:
        person = people.create(one.email, one.name, one.role, now=now, password_hash=secret, demo=True)
        for cohort in cohorts_of(one, index, cohorts):
            people.assign(person.uid, cohort)
        made.append(people.get(person.uid))
    return made


def cohorts_of(wanted: DemoPerson, index: int, cohorts: Sequence[str]) -> Sequence[str]:
    """The cohorts a demo person is in: the named learners in the first, the others in turn."""
    if wanted.role == "admin":
        return ()
    if wanted.role == "manager":
        return cohorts[:2]
    return [cohorts[0 if index < len(DEMO_PEOPLE) else index % len(cohorts)]]


def invent_learners(count: int) -> Iterator[DemoPerson]:
    """Learners with made-up names and addresses that cannot be anybody's (RFC 2606)."""
    names = Faker("en_GB")
    names.seed_instance(NAMES_OF_LEARNERS)
    for number in range(3, count + 3):
        yield DemoPerson(f"learner{number}@example.com", f"{names.first_name()} {names.last_name()}", "learner")


def find_or_make_cohort(clockstart: Clockstart, name: str, now: datetime) -> str:
    people = clockstart.store.people
    known = people.find_cohort_by_name(name)
    return known.id if known else people.create_cohort(name, now=now, demo=True).id


def fill(clockstart: Clockstart, person: Person, random: Random, index: int, records: int | None) -> None:
    """One learner's records, as busy or as quiet as the habit drawn for them; the first two are always busy."""
    habit = HABITS[0] if index < 2 else random.choices(HABITS, weights=[habit.weight for habit in HABITS])[0]
    last = clockstart.now - timedelta(days=random.randint(*habit.quiet_days)) - LEFT_OFF * (1 + index % 5)
    today = clockstart.today - (clockstart.now - last)
    desk, patients = Desk(random, today), make_patients(SEED + index, today)
    if not habit.records[1] and not records:
        return
    told = [tell(clockstart, story, pick_grown_up(patients, today), today) for story in STORIES]
    entries = [Entry(chapters, today) for chapters in told]
    for module in clockstart.registry:
        if module.store_key in FILLED_OTHERWISE:
            continue
        if is_tool(module):
            # Tools are drawn apart, so that one more of them changes nothing about the patients.
            chance, some = Random(f"{index} {module.slug}"), make_patients(SEED + index, today)
            drawn = make_records(clockstart, module, some, chance, OF_A_TOOL if records is None else records)
        elif records is not None:
            drawn = make_records(clockstart, module, patients, random, records)
        else:
            many = random.randint(*habit.records) * SHARES.get(module.store_key, USUAL_SHARE)
            drawn = [as_new(case) for case in desk.draw(module, patients, round(many))]
        entries += [Entry([(module.store_key, record)], today) for record in drawn]
    enter(clockstart, person, entries, last)


def pick_grown_up(patients: Iterator[Patient], today: date) -> Patient:
    """The stories are of people in the second half of life."""
    return next(patient for patient in patients if patient.age_on(today) >= 45)


def enter(clockstart: Clockstart, person: Person, entries: Sequence[Entry], last: datetime) -> None:
    """Each entry the day after the last thing it tells of happened, none later than the person's last work; a day's
    records of a module are entered together. Work is stamped in real time, also when the day of the rules is fixed."""
    batches: dict[tuple[datetime, str], list[NewRecord]] = {}
    ahead = clockstart.now.astimezone(LONDON).date() - clockstart.today
    for entry in sorted(entries, key=lambda one: one.day):
        at = min(datetime.combine(entry.day + ahead, AT_WORK, last.tzinfo), last)
        for store_key, record in entry.chapters:
            batches.setdefault((at, store_key), []).append(record)
    for (at, store_key), found in batches.items():
        clockstart.store.records.put_many(person.uid, store_key, found, trace=Trace(person.uid, BY), now=at)


def remove_demo(clockstart: Clockstart) -> int:
    """Take every demo person with all their data away, and the demo cohorts; how many people there were."""
    people = clockstart.store.people
    demo = [person for person in people.list() if person.demo]
    for person in demo:
        erase_user(clockstart.store.client, person.uid, trace=Trace(BY), now=clockstart.now)
    for cohort in people.list_cohorts():
        if cohort.demo and not people.members(cohort.id):
            people.remove_cohort(cohort.id)
            clockstart.store.audit.enter(None, "cohort_removed", trace=Trace(BY), now=clockstart.now, cohort=cohort.id)
    return len(demo)
