"""One assignment: which cases, for whom, from when until when, and how often."""

from collections.abc import Mapping
from datetime import date, timedelta

from pydantic import BaseModel, ConfigDict

from dashapp.context import Clockstart
from storage import keys
from storage.errors import Refused
from words.questions import Choices

AT_ONCE, AFTER_DUE, ON_RELEASE = "at_once", "after_due", "on_release"
FEEDBACKS: Choices = {
    AT_ONCE: "At once, after each case",
    AFTER_DUE: "After the last day it is due for anybody",
    ON_RELEASE: "When I release the results",
}
COUNTING: Choices = {"best": "The best", "last": "The last", "first": "The first"}
UNLIMITED = 50
"""Tries of somebody who may try as often as they like; none has ever needed so many."""
TRIES: Choices = {**{str(number): str(number) for number in range(1, 11)}, str(UNLIMITED): "As many as they like"}
EXTRA: Choices = {"0": "None", "25": "25 % longer", "50": "50 % longer", "100": "Twice as long"}


class Plain(BaseModel):
    model_config = ConfigDict(frozen=True)


class Own(Plain):
    """What holds for one person: whether it is for them by name, a day of their own, more time where there is a limit
    (percent)."""

    named: bool = False
    due_on: date | None = None
    extra_time_percent: int = 0


class Moved(Plain):
    """The due date there was, and the day on which it was changed."""

    before: date
    on: date


class Assignment(Plain):
    """`cohort` is "" where it is for people alone; `people` are those named and those with something of their own.
    `made_on` is the day its cases are drawn for. The seed is told to nobody."""

    id: str
    title: str
    set: str
    families: tuple[str, ...] = ()
    cases: str
    level: str
    feedback: str
    same_cases: bool
    opens_on: date
    due_on: date
    tries: int
    counts: str
    cohort: str
    people: Mapping[str, Own]
    by: str
    made_on: date
    seed: str
    retired_on: date | None = None
    moved: tuple[Moved, ...] = ()
    minutes_allowed: int | None = None
    released_on: date | None = None

    def due_for(self, uid: str) -> date:
        own = self.people.get(uid)
        return (own and own.due_on) or self.due_on

    @property
    def told_from(self) -> date | None:
        """The day from which what is right is told: the one after it is due for the last of them; None: no such day."""
        last = max([self.due_on, *(own.due_on for own in self.people.values() if own.due_on)])
        return last + timedelta(days=1) if self.feedback == AFTER_DUE else None

    def is_held(self, today: date) -> bool:
        if self.feedback == ON_RELEASE:
            return self.released_on is None
        return self.told_from is not None and today < self.told_from

    def seed_for(self, uid: str, number: int) -> str:
        """The same for everybody, or each person's own; another at each try, since the cases before have been seen."""
        return keys.digest(f"{self.seed}/{number}/{'' if self.same_cases else uid}")[:20]


def find_assignment(clockstart: Clockstart, assignment: str) -> Assignment | None:
    """None also for what cannot be an id."""
    try:
        said = clockstart.store.assignments.find(keys.check_record_id(assignment))
    except Refused:
        return None
    return Assignment.model_validate(said) if said else None
