"""The training plan of a person, as far as its module can read it, and how many rules may still come back today."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from dashapp.context import Clockstart
from dashapp.services.practice.standing import Standing, read_standing
from dashapp.services.records.stored import read_answers
from practice.review import PER_DAY, USUAL
from storage.record import Record

PLANS, PLAN_ID = "training_plans", "plan"


class Plan(NamedTuple):
    """`told` are its answers, none where it cannot be read: then `problems` say why. `id` is "" where there is none."""

    id: str = ""
    told: Mapping[str, Any] = {}
    problems: tuple[str, ...] = ()

    @property
    def per_day(self) -> int:
        return next((count for count in PER_DAY if str(count) == self.told.get("review_per_day")), USUAL)


def find_plan(clockstart: Clockstart, uid: str) -> Plan:
    """The plan of a person: one; of several, such as from a file, the one that was saved last."""
    record = max(clockstart.store.records.list(uid, PLANS), key=lambda one: one.updated_at, default=None)
    module = clockstart.registry.find_by_store_key(PLANS)
    if record is None or module is None:
        return Plan()
    answers, problems = read_answers(module, record)
    return Plan(record.id, dict(answers or {}), tuple(one.sentence for one in problems))


def read_today(clockstart: Clockstart, uid: str, plan: Plan, sessions: Iterable[Record], most: int = 0) -> Standing:
    """Where a person stands, with what may still come back today: what the reviews of today drew is taken off the limit
    of the plan. `sessions` are theirs of the learning centre; `most` is the limit of one session."""
    today = clockstart.today.isoformat()
    drawn = sum(int(one.data["reviewed"]) for one in sessions if one.data.get("reviewed_on") == today)
    left = max(0, plan.per_day - drawn)
    return read_standing(clockstart, uid, min(left, most or left))
