"""People and cohorts from a file: every line is looked at before the first is written; one wrong line holds all back.

A line is written in one step with its cohorts. Should the store fail in the middle, the same file brought in again goes
on where it stopped, because those who are there already are left as they are.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from auth.actor import Actor
from auth.policy import check_administer
from dashapp.context import Clockstart
from dashapp.services.earlier import earlier_data
from dashapp.services.files.imports import read_table
from dashapp.services.files.spreadsheet_cells import plain_cell
from dashapp.services.files.tables import ASIDE, SMALL_TABLE
from dashapp.services.jobs.jobs import Watch
from storage.accounts import Person, check_email, check_name, check_role
from storage.errors import NotFound, Refused
from storage.record import Trace

NEEDED = ("email", "name")
SEPARATOR = ";"


@dataclass(frozen=True, slots=True)
class PlannedPerson:
    """One line of the file: who it would make or add to which cohorts, or why it cannot be used."""

    line: int
    email: str
    name: str
    role: str
    cohorts: tuple[str, ...]
    verdict: str
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole file, and the cohorts it would make."""

    people: Sequence[PlannedPerson]
    new_cohorts: Sequence[str]

    @property
    def wrong(self) -> Sequence[PlannedPerson]:
        return [one for one in self.people if one.problems]

    def count(self, verdict: str) -> int:
        return sum(one.verdict == verdict for one in self.people)


def make_plan(clockstart: Clockstart, actor: Actor, name: str, data: bytes) -> Plan:
    """What the file would do; nothing is written. Raises Forbidden, or Refused when it cannot be read at all."""
    check_administer(actor)
    return plan_of(clockstart, read_people(name, data))


def read_people(name: str, data: bytes) -> list[tuple[int, Mapping[str, str]]]:
    """Line number and cells by lower-case column. Raises Refused."""
    table = read_table(name, data, SMALL_TABLE)
    columns = {column.casefold() for column in table.names}
    if missing := [column for column in NEEDED if column not in columns]:
        raise Refused(f"The first line names no column {' and no column '.join(missing)}.")
    return [(number, tidy(cells)) for number, cells in table.rows()]


def tidy(cells: Mapping[str, Any]) -> Mapping[str, str]:
    """Cells as text by lower-case column; why a line could not be read stays with it."""
    return {column.casefold(): str(plain_cell(cell) or "").strip() for column, cell in cells.items()}


def plan_of(clockstart: Clockstart, lines: Sequence[tuple[int, Mapping[str, str]]]) -> Plan:
    """Each line against those who are there and the lines before it."""
    there = {person.email: person for person in clockstart.store.people.list()}
    cohorts = {cohort.name.casefold(): cohort.id for cohort in clockstart.store.people.list_cohorts()}
    first_lines: dict[str, int] = {}
    people = []
    for number, cells in lines:
        planned = plan_line(number, cells, there, cohorts, first_lines)
        first_lines.setdefault(planned.email, number)
        people.append(planned)
    named = {name.casefold(): name for one in people if not one.problems for name in one.cohorts}
    return Plan(people, [name for key, name in sorted(named.items()) if key not in cohorts])


def plan_line(
    number: int,
    cells: Mapping[str, str],
    there: Mapping[str, Person],
    cohorts: Mapping[str, str],
    first_lines: Mapping[str, int],
) -> PlannedPerson:
    """One line: `new`, `added` (there already, and put into a cohort), `there` or `wrong`."""
    email, role = cells.get("email", "").casefold(), cells.get("role", "").casefold() or "learner"
    named = tuple(name for part in cells.get("cohort", "").split(SEPARATOR) if (name := " ".join(part.split())))
    person = there.get(email)
    unread = [cells[ASIDE]] if ASIDE in cells else []
    problems = (*unread, *find_problems(email, cells.get("name", ""), role, named, person, first_lines))
    verdict = "wrong" if problems else verdict_on(person, named, cohorts)
    return PlannedPerson(number, email, cells.get("name", ""), role, named, verdict, problems)


def find_problems(
    email: str, name: str, role: str, cohorts: Sequence[str], person: Person | None, first_lines: Mapping[str, int]
) -> Iterator[str]:
    """Why a line cannot be used, each in a sentence."""
    for check, value in (
        (check_email, email),
        (check_name, name),
        (check_role, role),
        *((check_name, c) for c in cohorts),
    ):
        try:
            check(value)
        except Refused as refusal:
            yield refusal.sentence
    if email in first_lines:
        yield f"Line {first_lines[email]} has the same address."
    if person is not None and person.role != role:
        yield f"{person.name} is here already as {person.role}. Roles are changed on the person's own page."
    if role == "admin" and cohorts:
        yield "An administrator looks after every cohort; leave the cohort empty."


def verdict_on(person: Person | None, named: Sequence[str], cohorts: Mapping[str, str]) -> str:
    if person is None:
        return "new"
    belongs = {*person.cohorts, *person.manages}
    return "there" if all(cohorts.get(name.casefold()) in belongs for name in named) else "added"


def bring_in(clockstart: Clockstart, watch: Watch, name: str, data: bytes) -> dict[str, Any]:
    """In the worker: everything, or nothing when a line is wrong. Raises Refused, StorageError, Stopped."""
    actor = clockstart.store.people.get(watch.uid)
    if actor.role != "admin" or not actor.active:
        raise NotFound("There is no such administrator.")
    plan = plan_of(clockstart, read_people(name, data))
    if plan.wrong:
        raise Refused(f"Line {plan.wrong[0].line}: {plan.wrong[0].problems[0]} Nothing was imported.")
    trace, total = Trace(watch.uid, f"import {watch.job_id}"), len(plan.people)
    cohorts = make_cohorts(clockstart, plan, trace)
    for done, one in enumerate(plan.people):
        if done % 25 == 0:
            watch.report(done, total, f"{done:,} of {total:,} people")
        write_person(clockstart, one, [cohorts[cohort.casefold()] for cohort in one.cohorts], trace)
    counts = {verdict: plan.count(verdict) for verdict in ("new", "added", "there")}
    return {**counts, "cohorts": len(plan.new_cohorts)}


def make_cohorts(clockstart: Clockstart, plan: Plan, trace: Trace) -> dict[str, str]:
    """Make those that are new; name → id of all."""
    people = clockstart.store.people
    for name in plan.new_cohorts:
        cohort = people.create_cohort(name, now=clockstart.now)
        clockstart.store.audit.enter(None, "cohort_made", trace=trace, now=clockstart.now, cohort=cohort.id)
    return {cohort.name.casefold(): cohort.id for cohort in people.list_cohorts()}


def write_person(clockstart: Clockstart, one: PlannedPerson, cohorts: Sequence[str], trace: Trace) -> None:
    """Make one account with its cohorts in one step, or put somebody who is there into them."""
    people, now = clockstart.store.people, clockstart.now
    person = people.find_by_email(one.email)
    if person is None:
        learns, manages = ([], cohorts) if one.role == "manager" else (cohorts, [])
        made = people.create(one.email, one.name, one.role, now=now, cohorts=learns, manages=manages)
        clockstart.store.audit.enter(made.uid, "account_made", trace=trace, now=now, role=one.role)
        earlier_data.claim_waiting(clockstart, made)
        return
    for cohort in set(cohorts) - {*person.cohorts, *person.manages}:
        people.assign(person.uid, cohort)
        clockstart.store.audit.enter(person.uid, "cohort_assigned", trace=trace, now=now, cohort=cohort)
