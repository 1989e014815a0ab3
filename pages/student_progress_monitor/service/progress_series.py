"""What the monitor draws and counts over people: modules by status, when people worked, rules that catch most."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median

import numpy as np

from dashapp.context import Clockstart
from dashapp.declare.module import Module
from dashapp.services.charts.readings import amount_of
from dashapp.services.charts.series import SMALL_NUMBER
from dashapp.services.feedback import reviews
from dashapp.services.practice.standing import ENTRY_ERROR, read_mistakes
from dashapp.services.search.rule_pages import rule_address
from dashapp.services.work.progress import NONE, ORDER, Progress, ProgressQuery, as_milliseconds, count_statuses
from dashapp.values.series import Series
from practice.malrules import MAL_RULES
from rules.catalogue import all_checks, find_rule
from rules.explain import Check, Rule
from rules.rates import calc_percent, say_rate
from storage.people import Cohort
from words.abbreviations import SPELT_SMALL
from words.phrases import plural, with_capital

HERE = "/student-progress-monitor"
MOST_CAUGHT = 8
DAY = 24 * 3600 * 1000
SINCE: tuple[tuple[str, int, int], ...] = (
    ("Within 7 days", 0, 7),
    ("8 to 14 days ago", 7, 14),
    ("15 to 28 days ago", 14, 28),
    ("Over 28 days ago", 28, 10**6),
)


@dataclass(frozen=True, slots=True)
class Mistake:
    """One remark over many people: how many people and records carry it, and among how many records of the modules
    where it occurs. `by_module` has for each module its people and records. It is their own mistake where it blames how
    the record was entered; a record may truthfully tell of others'."""

    code: str
    check: Check | None
    people: int
    records: int
    among: int
    by_module: tuple[tuple[Module, int, int], ...]

    @property
    def accuracy(self) -> str:
        """The records in those modules that do not carry the remark: "96.2% (50 of 52)", of too few "12 of 15"."""
        return say_rate(self.among - self.records, self.among)

    @property
    def is_mistake(self) -> bool:
        return self.check is not None and self.check.blames == "entry"

    @property
    def title(self) -> str:
        return self.check.rule.title if self.check else self.code

    @property
    def href(self) -> str:
        return f"{HERE}/mistakes/{self.code}"


@dataclass(frozen=True, slots=True)
class WrongAnswer:
    """A misconception over many people, or wrong answers that none gives: by the rule that says what is right, how many
    people gave them and how often."""

    name: str
    rule: Rule
    people: int
    times: int

    @property
    def title(self) -> str:
        return with_capital(SPELT_SMALL.sub(lambda found: found[0].upper(), self.name.replace("_", " ")))

    @property
    def says(self) -> str:
        return MAL_RULES[self.name].says if self.name in MAL_RULES else "Wrong in another way."


def list_wrong_answers(clockstart: Clockstart, progress: Progress) -> list[WrongAnswer]:
    """What people got wrong in cases that were marked, what most did first."""
    people, times = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for mistakes in read_mistakes(clockstart, [person.uid for person in progress.people]).values():
        answered = {one: count for one, count in mistakes.items() if one[0] != ENTRY_ERROR}
        people.update(answered.keys())
        times.update(answered)
    found = [
        WrongAnswer(name, rule, many, times[name, ident])
        for (name, ident), many in people.items()
        if (rule := find_rule(ident))
    ]
    return sorted(found, key=lambda one: (-one.people, -one.times, one.name, one.rule.ident))


def say_code(code: str) -> str:
    """ "transfers-aid-without-reporter" as "Transfers: aid without reporter", "dna-in-future" as "DNA: in future"."""
    words = code.replace("-", ": ", 1).replace("-", " ")
    return with_capital(SPELT_SMALL.sub(lambda found: found[0].upper(), words))


def list_mistakes(progress: Progress) -> list[Mistake]:
    """Every remark that was made, those that catch most people first."""
    found: dict[str, dict[int, list[int]]] = {}
    who: dict[str, set[int]] = {}
    for person, codes in enumerate(progress.codes):
        for at, code, many in codes:
            cell = found.setdefault(code, {}).setdefault(at, [0, 0])
            cell[0] += 1
            cell[1] += many
            who.setdefault(code, set()).add(person)
    checks = {check.code: check for check in all_checks()}
    totals = progress.counts.sum(axis=0) if len(progress) else np.zeros(len(progress.modules))
    mistakes = [
        Mistake(
            code,
            checks.get(code),
            len(who[code]),
            sum(records for _, records in cells.values()),
            int(sum(totals[at] for at in cells)),
            tuple((progress.modules[at], cells[at][0], cells[at][1]) for at in sorted(cells)),
        )
        for code, cells in found.items()
    ]
    return sorted(mistakes, key=lambda one: (-one.people, -one.records, one.code))


def draw_status(progress: Progress, asked: ProgressQuery) -> Series:
    """Modules by how far people are."""
    counted = list(count_statuses(progress))
    waiting = max(counted, key=lambda one: one[1][ORDER.index("submitted")], default=None)
    most = waiting[1][ORDER.index("submitted")] if waiting else 0
    reading = "Nobody waits for feedback."
    if waiting and most:
        alike = sum(numbers[ORDER.index("submitted")] == most for _, numbers, _ in counted)
        where = waiting[0].title if alike == 1 else f"{alike} modules"
        reading = f"Most wait for feedback in {where}: {plural(most, 'learner')}{' each' * (alike > 1)}."
    return Series(
        key="status",
        title="How far people are in each module",
        reading=reading,
        definition=(
            "Learners by module. Submitted: handed in and not yet reviewed. Reviewed: feedback on the whole of the "
            "work was released and nothing has changed since. In progress: has records. Not started: has none."
        ),
        shape="stacked",
        category="Module",
        measures=tuple(reviews.STATUSES[name] for name in ORDER),
        rows=tuple((module.title, *numbers) for module, numbers, _ in counted),
        unit="learners",
        links=tuple(asked.at(HERE, module=module.slug) for module, _, _ in counted),
    )


def draw_activity(progress: Progress, asked: ProgressQuery) -> Series:
    """How long ago people last changed anything."""
    ages = (as_milliseconds(progress.now) - progress.last_change) / DAY
    has_begun = progress.last_change > 0
    rows: list[tuple[str, int]] = [
        (words, int(np.count_nonzero(has_begun & (ages > (since if since else -1)) & (ages <= until))))
        for words, since, until in SINCE
    ]
    rows.append(("Nothing stored yet", int(np.count_nonzero(~has_begun))))
    quiet = rows[2][1] + rows[3][1]
    links = (
        asked.at(HERE, show="active"),
        None,
        asked.at(HERE, show="quiet"),
        asked.at(HERE, show="quiet"),
        asked.at(HERE, status=ORDER[NONE]),
    )
    return Series(
        key="activity",
        title="When people last changed something",
        reading=f"{quiet:,} of {plural(len(progress), 'learner')} have begun and changed nothing for two weeks.",
        definition="Learners by the days since their last saved change in any module.",
        shape="bar",
        category="Last change",
        measures=("Learners",),
        rows=tuple(rows),
        unit="learners",
        links=links,
        is_ordered=True,
    )


def draw_mistakes(clockstart: Clockstart, progress: Progress, asked: ProgressQuery) -> Series:
    """The mistakes that most people make, in answers and in entering."""
    entered = [
        (f"{one.title} ({say_code(one.code)})", one.people, asked.at(one.href))
        for one in list_mistakes(progress)
        if one.is_mistake
    ]
    answered = [
        (f"{one.rule.title} ({one.title})", one.people, rule_address(one.rule))
        for one in list_wrong_answers(clockstart, progress)
    ]
    found = sorted([*entered, *answered], key=lambda one: (-one[1], one[0]))[:MOST_CAUGHT]
    reading = "Nothing was entered or answered wrong."
    if found:
        amount = amount_of(found[0][1], "learners")
        alike = sum(one[1] == found[0][1] for one in found)
        who = f"“{found[0][0]}” catches" if alike == 1 else f"{alike} mistakes catch"
        reading = f"{who} most: {amount} of {len(progress):,}{' each' * (alike > 1)}."
    return Series(
        key="mistakes",
        title="Rules that catch most people",
        reading=reading,
        definition=(
            "Learners who answered a marked case with this misconception, or have at least one saved record that was "
            "entered wrong in this way. What records truthfully tell of others’ mistakes is not counted. "
            + (f"The {MOST_CAUGHT} mistakes with most learners." if len(found) == MOST_CAUGHT else "")
        ),
        shape="bar",
        category="Rule and mistake",
        measures=("Learners",),
        rows=tuple((title, people) for title, people, _ in found),
        unit="learners",
        links=tuple(link for _, _, link in found),
    )


SERIES: Mapping[str, Callable[[Clockstart, Progress, ProgressQuery], Series]] = {
    "status": lambda _, progress, asked: draw_status(progress, asked),
    "activity": lambda _, progress, asked: draw_activity(progress, asked),
    "mistakes": draw_mistakes,
}


@dataclass(frozen=True, slots=True)
class CohortFigures:
    """One cohort beside others; figures are None where there are too few learners to say anything of the group."""

    cohort: Cohort
    learners: int
    active: str | None
    begun: float | None
    records: float | None
    submitted: int | None
    remarks: float | None


def compare_cohorts(everybody: Progress, cohorts: list[Cohort]) -> list[CohortFigures]:
    """For each cohort: the share active in 7 days, medians of modules begun and of records, how many wait for feedback,
    remarks for each hundred records (of 20 or more). Groups of fewer than five learners are not compared."""
    return [cohort_figures(everybody.where(members_of(everybody, cohort)), cohort) for cohort in cohorts]


def members_of(progress: Progress, cohort: Cohort) -> np.ndarray:
    return np.array([cohort.id in person.cohorts for person in progress.people], dtype=bool)


def cohort_figures(progress: Progress, cohort: Cohort) -> CohortFigures:
    learners = len(progress)
    if learners < SMALL_NUMBER:
        return CohortFigures(cohort, learners, None, None, None, None, None)
    records = int(progress.counts.sum())
    remarks = sum(many for codes in progress.codes for _, _, many in codes)
    return CohortFigures(
        cohort,
        learners,
        say_rate(int(progress.is_active.sum()), learners),
        float(median(progress.begun.tolist())),
        float(median(progress.records.tolist())),
        int((progress.status == ORDER.index("submitted")).any(axis=1).sum()),
        calc_percent(remarks, records),
    )
