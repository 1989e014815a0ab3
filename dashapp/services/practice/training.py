"""A person's training: their plan, their levels by competency, the one next step and why, and sessions begun by one
press."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from math import ceil
from typing import Any, NamedTuple

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.declare.meaning import Status
from dashapp.services.practice import answering
from dashapp.services.practice.again import of_set
from dashapp.services.practice.kinds import (
    AFTER_EACH,
    DAILY_REVIEW,
    FEW,
    KINDS,
    LEARNING,
    LEVEL_FOR,
    MIXED,
    QUICK_FIVE,
    SESSIONS,
    Kind,
    choose_about,
    say_nothing_due,
)
from dashapp.services.practice.plans import Plan, find_plan, read_today
from dashapp.services.practice.sets import PICKED, SET_WORDS, SETS
from dashapp.services.practice.standing import Standing, find_families
from dashapp.services.records import records
from practice.competencies import COMPETENCIES, PROFILES, Profile
from practice.entries import edition_of
from practice.families import FAMILIES
from practice.keys.key import is_local
from practice.malrules import MAL_RULES
from practice.mastery import ATTEMPTED, FAMILIAR, LEVELS, NOT_STARTED, PROFICIENT, count_reached
from practice.review import LAPSES
from rules.catalogue import find_rule
from rules.explain import Rule
from storage.attempts import OPEN
from storage.errors import Refused
from storage.record import Record, Trace
from words.phrases import in_words, plural

REVIEW, QUICK, NEXT, MISSES = "review", "quick", "next", "misses"
MINUTES_A_RULE, MINUTES_A_CASE = 10, 2
"""Five cases of a rule take about ten minutes; fewer do not make it proficient."""
AWAY, WEEKS, MOST_MISSES = timedelta(days=7), 8, 5
OWN_WORK: Mapping[str, tuple[str, ...]] = {
    "start": ("patients",),
    "stop": ("patients",),
    "missed": ("dna_cases", "cancellations"),
    "choice": ("patient_choice", "clinical_exceptions"),
    "validate": ("waiting_list",),
    "cancer": ("cancer_patients", "mdt_coordination"),
    "transfer": ("transfers", "commissioner_reports"),
    "tests": ("patients",),
    "policy": ("consent_records", "funding_requests"),
    "capacity": ("capacity_plans",),
}
"""The modules, by store key, that have a person's own work for a competency."""
RESTS = (
    f"it was missed {LAPSES} times. Read step by step what it says; once you answer a case of it without help it comes "
    "back. Your tutor sees that it rests."
)
WEAKEST_FIRST = (ATTEMPTED, NOT_STARTED, FAMILIAR)
WHY: Mapping[str, str] = {
    ATTEMPTED: "You have met this rule and are not right often enough yet.",
    NOT_STARTED: "You have not met this rule yet.",
    FAMILIAR: "You are mostly right; five in a row, on two days, make it proficient.",
}


class NextStep(NamedTuple):
    """The weakest rule and why it comes next; `hardness` is the level of its cases."""

    rule: Rule
    why: str
    hardness: int


class Remark(NamedTuple):
    """Something about the plan, or a rule, that its person should know."""

    status: Status
    text: str
    rule: str = ""


@dataclass(frozen=True)
class Training:
    """`sessions` are all of the person's, newest first."""

    plan: Plan
    standing: Standing
    sessions: Sequence[tuple[Kind, Record]]
    today: date

    @property
    def profile(self) -> Profile | None:
        return PROFILES.get(str(self.plan.told.get("role_profile")))

    @cached_property
    def levels(self) -> Mapping[str, Mapping[str, str]]:
        """Competency → rule → level, of the profile's competencies, of all without a profile."""
        wanted = self.profile.competencies if self.profile else tuple(COMPETENCIES)
        known = self.standing.levels
        return {slug: {rule: known.get(rule, NOT_STARTED) for rule in list_rules(slug)} for slug in wanted}

    @property
    def left(self) -> int:
        """Rules that are not proficient yet."""
        told = {rule: level for levels in self.levels.values() for rule, level in levels.items()}
        return len(told) - count_reached(told, PROFICIENT)

    @property
    def open_sessions(self) -> list[tuple[Kind, Record]]:
        return [(kind, one) for kind, one in self.sessions if one.data.get("state") == OPEN]

    @property
    def missed(self) -> Mapping[Rule, int]:
        """The rules that were got wrong in cases and are not proficient, with how often, the most often first."""
        counted = Counter[str]()
        for (_, rule), many in self.standing.mistakes.items():
            counted[rule] += many
        weak = {rule for rule, level in self.standing.levels.items() if level in WEAKEST_FIRST}
        return {get_rule(rule): many for rule, many in counted.most_common() if rule in weak}

    @property
    def was_away(self) -> bool:
        last = max((card.last for card in self.standing.cards.values()), default=None)
        return last is not None and self.today - last >= AWAY

    @cached_property
    def next_step(self) -> NextStep | None:
        """The rule practised in the fewest sessions of its own, of these the weakest; None once all are proficient."""
        tried = Counter(str(one.data.get("families")) for _, one in self.sessions)
        missed = Counter[str]()
        for (name, rule), count in self.standing.mistakes.items():
            missed[rule] += count if name in MAL_RULES else 0
        found = [
            ((tried[str([*find_families(rule)])], WEAKEST_FIRST.index(level), -missed[rule]), rule, level)
            for levels in self.levels.values()
            for rule, level in levels.items()
            if level in WEAKEST_FIRST
        ]
        if not found:
            return None
        _, rule, level = min(found, key=lambda one: one[0])
        again = f" A known misconception showed {plural(missed[rule], 'time')}." if missed[rule] else ""
        return NextStep(get_rule(rule), WHY[level] + again, LEVEL_FOR.get(level, 1))

    def list_weeks(self) -> list[bool]:
        """Whether something was handed in, for each of the last weeks, this one last."""
        monday = self.today - timedelta(days=self.today.weekday())
        days = (str(one.data.get("handed_in_on") or "") for _, one in self.sessions)
        ago = {(monday - date.fromisoformat(day)).days // -7 for day in days if day}
        return [-weeks in ago for weeks in reversed(range(WEEKS))]


def list_rules(competency: str) -> list[str]:
    """The rules that its cases practise; not those that rest on local policy, of which no case says what is known."""
    found = dict.fromkeys(rule for name in SETS.get(competency, ()) for rule in FAMILIES[name].rules)
    return [rule for rule in found if not is_local(get_rule(rule))]


def get_rule(ident: str) -> Rule:
    rule = find_rule(ident)
    if rule is None:
        raise LookupError(ident)
    return rule


def read_training(clockstart: Clockstart, uid: str) -> Training:
    plan = find_plan(clockstart, uid)
    of = {kind.slug: clockstart.store.records.list(uid, kind.store_key) for kind in KINDS.values()}
    sessions = [(kind, one) for kind in KINDS.values() for one in of[kind.slug]]
    sessions.sort(key=lambda one: one[1].updated_at, reverse=True)
    standing = read_today(clockstart, uid, plan, of[LEARNING.slug])
    return Training(plan, standing, sessions, clockstart.today)


def count_own_work(clockstart: Clockstart, uid: str) -> Mapping[str, str]:
    """What a person has of their own for each competency: "8 missed appointments, 1 cancellation"."""
    summary = clockstart.store.records.summary(uid)
    modules = {one.store_key: one for one in clockstart.registry}
    counted = {key: summary[key].count if key in summary else 0 for key in modules}
    return {
        slug: ", ".join(plural(counted[key], modules[key].one, modules[key].many) for key in keys if key in modules)
        for slug, keys in OWN_WORK.items()
    }


def list_remarks(training: Training) -> list[Remark]:
    cards = training.standing.cards.values()
    changed = [one.rule for one in cards if one.edition and one.edition != edition_of(get_rule(one.rule))]
    rules = (
        f"{plural(len(changed), 'rule')} changed since you practised: {'it is' if len(changed) == 1 else 'they are'}"
    )
    return [
        *(
            Remark("watch", f"Your plan cannot be read: {words.rstrip('.')}. Change it.")
            for words in training.plan.problems
        ),
        *check_pace(training),
        *(Remark("note", f"“{get_rule(rule).title}” rests: {RESTS}", rule) for rule in training.standing.resting),
        *([Remark("watch", f"{rules} due today.")] if changed else []),
    ]


def check_pace(training: Training) -> list[Remark]:
    """Whether the target can be reached with the hours of the plan, with the sum."""
    target, hours = training.plan.told.get("target_date"), training.plan.told.get("hours_per_week")
    if not target or not hours or not training.left:
        return []
    minutes = training.left * MINUTES_A_RULE
    weeks = ceil(minutes / (60 * hours))
    done = training.today + timedelta(weeks=weeks)
    if done <= target:
        return []
    words = (
        f"{plural(training.left, 'rule')} to go at about {MINUTES_A_RULE} minutes each are "
        f"{minutes / 60:.1f} hours: at {plural(hours, 'hour')} a week until {in_words(done)}. Your target is "
        f"{in_words(target)}: take more hours a week, or a later target."
    )
    return [Remark("watch", words)]


def start(clockstart: Clockstart, actor: Actor, what: str, session_id: str, trace: Trace) -> str:
    """Make a session and begin it, or go on with the like of it that is open; the address of its first case. The same
    id twice is one session. Raises Refused where there is nothing to begin."""
    training = read_training(clockstart, actor.uid)
    kind, data = describe(training, what)
    known = [one.id for of, one in training.open_sessions if of is kind and data.items() <= one.data.items()]
    drawn: Mapping[str, Any] = {}
    if not known:
        if what == REVIEW and not training.standing.due:
            raise Refused(say_nothing_due(training.standing))
        records.submit(clockstart, actor, kind.slug, session_id, session_id, data, 0, trace=trace, has_draft=False)
        drawn = choose_next(training, session_id) if what == NEXT and kind is SESSIONS else {}
    attempt = answering.begin(clockstart, actor, known[0] if known else session_id, trace, kind, drawn)
    return f"/{attempt.place}/work"


def describe(training: Training, what: str) -> tuple[Kind, dict[str, Any]]:
    """What the record of a session says that is begun by one press."""
    if what == REVIEW:
        return LEARNING, {"session_kind": DAILY_REVIEW, "count": str(training.plan.per_day)}
    if what == QUICK:
        return LEARNING, {"session_kind": QUICK_FIVE}
    if what in SET_WORDS:
        return SESSIONS, of_set(what)
    if what == MISSES:
        return SESSIONS, of_misses(training)
    if what != NEXT:
        raise Refused("There is no such session.")
    step = training.next_step
    if step is None:
        return LEARNING, {"session_kind": MIXED, "count": "10"}
    told = {"title": step.rule.title, "set": PICKED, "families": list(find_families(step.rule.ident))}
    return SESSIONS, {**told, "cases": str(FEW), "level": str(step.hardness), "feedback": AFTER_EACH}


def choose_next(training: Training, session_id: str) -> dict[str, Any]:
    """Cases that are about the rule of the next step, not only of its families."""
    step = training.next_step
    if step is None:
        return {}
    rule, level = step.rule.ident, step.hardness
    return {"chosen": [[*choose_about(rule, level, session_id, one, training.today)] for one in range(1, FEW + 1)]}


def of_misses(training: Training) -> dict[str, Any]:
    """New cases of the kinds that practise what was missed most. Raises Refused where nothing was."""
    rules = [*training.missed][:MOST_MISSES]
    if not rules:
        raise Refused("There is nothing that you have missed and not learned since.")
    families = dict.fromkeys(name for rule in rules for name in find_families(rule.ident))
    told = {"title": "My misses again", "set": PICKED, "families": [*families]}
    return {**told, "cases": "10", "level": "1", "feedback": AFTER_EACH}


def say_levels(levels: Mapping[str, str]) -> str:
    """ "3 of 14 proficient"."""
    return f"{count_reached(levels, PROFICIENT)} of {len(levels)} proficient"


def group_by_level(levels: Mapping[str, str]) -> Mapping[str, list[Rule]]:
    """The rules by the name of their level, the highest first; no level without rules."""
    grouped = {level: [get_rule(rule) for rule in levels if levels[rule] == level] for level in [*LEVELS][::-1]}
    return {LEVELS[level]: found for level, found in grouped.items() if found}
