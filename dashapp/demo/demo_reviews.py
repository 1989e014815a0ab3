"""What the demo's manager has said so far: feedback, grades, notes; what learners handed in; one case all worked on."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random

from dashapp.context import Clockstart
from dashapp.declare.module import Case, Module
from dashapp.demo.desk import list_owed
from dashapp.services.feedback.reviews import submission_id
from dashapp.services.feedback.student_notes import STORE_KEY
from dashapp.services.records.examples import as_new, make_patients, read_example
from storage.accounts import Person
from storage.record import NewRecord, Trace
from storage.reviews import FEEDBACK, SUBMISSION, NewReview, State

SEED = 7
SHARED = "dna_cases"
SHARED_CASES = 3
AFTERWARDS = (timedelta(hours=1), timedelta(hours=20), timedelta(hours=21))
"""After the last change: handed in, feedback on a record, feedback on the whole."""
WORDS: tuple[tuple[str, str], ...] = (
    ("excellent", "Every date has its evidence and the clock is right. Nothing to correct."),
    ("good", "The outcome is right. Say next time where the letter is filed, so that a second reader need not ask."),
    ("good", "Right decision. The next step has no date yet: who will chase it, and when?"),
    ("needs_improvement", "The four tests need their evidence before the clock may be touched. Look at them again."),
    ("needs_improvement", "You stopped at the first finding. Read the second one as well: it changes the start date."),
    (
        "incorrect",
        "This clock goes on: nobody decided not to treat. Read the rule next to the finding, then correct it.",
    ),
)
NOTES: tuple[str, ...] = (
    "Asked for more practice with cancellations on the day. Next one-to-one on Thursday.",
    "Very sure with the tracking list; could help the others in the next session.",
    "On leave for a while. Start again with the short pathways.",
)


def make_reviews(clockstart: Clockstart, learners: Sequence[Person], manager: Person | None) -> None:
    """A manager's work on those of the learners whom they look after; nothing without a manager."""
    if manager is None:
        return
    random = Random(SEED)
    own = [person for person in learners if set(person.cohorts) & set(manager.manages)]
    work_on_shared_cases(clockstart, [person for person in own if person.cohorts == own[0].cohorts])
    for place, person in enumerate(own):
        worked = last_change(clockstart, person)
        steps = [
            step
            for module in list_begun(clockstart, person)[place % 2 :: 3][:3]
            for step in review_module(clockstart, person, module, manager, random)
        ]
        for after, op, new in sorted(steps, key=lambda step: step[0]):
            if worked + after <= clockstart.now:
                trace = Trace(new.author, "demo")
                clockstart.store.reviews.put(person.uid, new, op=op, seen_rev=0, trace=trace, now=worked + after)
    for place, words in reversed(list(enumerate(NOTES[: len(own)]))):
        note = NewRecord(f"demo-note-{place}", {"learner": own[place].uid, "text": words}, f"demo-note-{place}")
        clockstart.store.records.put_many(
            manager.uid, STORE_KEY, [note], trace=Trace(manager.uid), now=clockstart.now - timedelta(days=place)
        )


def list_begun(clockstart: Clockstart, person: Person) -> list[Module]:
    summary = clockstart.store.records.summary(person.uid)
    return [module for module in clockstart.registry if module.store_key in summary]


def review_module(
    clockstart: Clockstart, person: Person, module: Module, manager: Person, random: Random
) -> list[tuple[timedelta, str, NewReview]]:
    """A module handed in, with feedback on a record and sometimes on the whole, not always released: each step with how
    long after the person's last work it comes, and its operation."""
    last = clockstart.store.records.list(person.uid, module.store_key)[-1]
    steps: list[NewReview] = [
        NewReview(submission_id(module.store_key), SUBMISSION, module.store_key, "", "submitted", person.uid)
    ]
    verdict, words = random.choice(WORDS)
    state: State = "draft" if random.random() < 0.25 else "released"
    steps.append(
        NewReview(f"demo-{module.store_key}-1", FEEDBACK, module.store_key, last.id, state, manager.uid, verdict, words)
    )
    if random.random() < 0.5:
        verdict, words = random.choice(WORDS[:4])
        whole = f"demo-{module.store_key}-2"
        steps.append(NewReview(whole, FEEDBACK, module.store_key, "", "released", manager.uid, verdict, words))
    return [
        (after, f"demo-{module.store_key}-{place}", new)
        for place, (new, after) in enumerate(zip(steps, AFTERWARDS, strict=False))
    ]


def last_change(clockstart: Clockstart, person: Person) -> datetime:
    """When somebody who has begun last saved anything: a trail goes on from there."""
    changes = [one.last_change for one in clockstart.store.records.summary(person.uid).values() if one.last_change]
    return datetime.fromisoformat(max(changes)) if changes else clockstart.now


def work_on_shared_cases(clockstart: Clockstart, cohort: Sequence[Person]) -> None:
    """The same few patients for everybody of a cohort, not always with the same answers."""
    module = clockstart.registry.find_by_store_key(SHARED)
    if module is None or module.example is None:
        return
    versions = list(list_versions(clockstart, module))
    for place, person in enumerate(cohort):
        if not clockstart.store.records.summary(person.uid).get(SHARED):
            continue
        moment = last_change(clockstart, person)
        chosen = [choices[(place * (at + 1)) % len(choices)] for at, choices in enumerate(versions)]
        found = [one for one in chosen if one.data["appointment_date"] <= moment.date().isoformat()]
        clockstart.store.records.put_many(person.uid, SHARED, found, trace=Trace(person.uid, "demo"), now=moment)


def list_versions(clockstart: Clockstart, module: Module) -> Iterator[list[NewRecord]]:
    """For each shared case, a few plausible records of the same patient and day."""
    assert module.example is not None
    patients = make_patients(SEED, clockstart.today)
    for case in range(SHARED_CASES):
        patient, versions = next(patients), list[NewRecord]()
        first = module.example(Random(case), patient, clockstart.today)
        for seed in range(case, case + 12):
            answers = module.example(Random(seed), patient, clockstart.today)
            later = {name: first[name] for name in first if name in answers and "date" in name}
            made = try_example(clockstart, module, {**answers, **later})
            if made is not None and not list_owed(made, clockstart.today):
                versions.append(as_new(made))
        if versions:
            yield versions


def try_example(clockstart: Clockstart, module: Module, answers: dict[str, object]) -> Case | None:
    """The case, when its module accepts these answers."""
    try:
        return read_example(module, answers, clockstart.today)
    except ValueError:
        return None
