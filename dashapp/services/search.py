"""Search over what a person may open: their records by name or number, pages by title, people in scope, rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from auth.actor import Actor
from dashapp.addresses import record_address
from dashapp.context import Clockstart
from dashapp.module import Module, Row
from dashapp.services import access, big_lists, rows
from dashapp.services.rule_pages import rule_address, table_address
from rules.catalogue import search as search_rules
from rules.catalogue import search_tables

FOUND_AT_MOST = 20
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Found:
    """One thing found: what it is called, where it is, and a line on it."""

    title: str
    href: str
    line: str = ""


@dataclass(frozen=True, slots=True)
class FoundGroup:
    """Things of one kind; `total` may be more than are shown."""

    title: str
    found: tuple[Found, ...]
    total: int


def search(clockstart: Clockstart, actor: Actor, words: str) -> Sequence[FoundGroup]:
    """Everything that fits, in groups; nothing for fewer than two letters."""
    wanted = " ".join(words.casefold().split())
    if len(wanted) < SHORTEST:
        return []
    groups = [
        group("Records", find_records(clockstart, actor, wanted)),
        group("Pages", find_pages(clockstart, actor, wanted)),
        group("People", find_people(clockstart, actor, wanted)),
        group("Rules", find_in_rules(wanted)),
    ]
    return [found for found in groups if found.total]


def find_in_rules(wanted: str) -> list[Found]:
    """Rules that hold the words, then tables with rows that do."""
    rules = [Found(f"{rule.ident}: {rule.title}", rule_address(rule)) for rule in search_rules(wanted)]
    return rules + [Found(table.title, table_address(table)) for table in search_tables(wanted)]


def group(title: str, found: Sequence[Found]) -> FoundGroup:
    return FoundGroup(title, tuple(found[:FOUND_AT_MOST]), len(found))


def find_records(clockstart: Clockstart, actor: Actor, wanted: str) -> list[Found]:
    """The actor's own records whose patient's name or NHS number fits; spaces in a number do not matter."""
    number = wanted.replace(" ", "").replace("-", "")
    return [
        Found(
            str(row.get("patient_name") or module.one), record_address(module.address, row["id"]), say_row(module, row)
        )
        for module in access.list_open(clockstart, actor)
        for row in list_searched(clockstart, actor.uid, module)
        if fits(row, wanted, number)
    ]


def list_searched(clockstart: Clockstart, uid: str, module: Module) -> Iterable[Row]:
    """A person's rows; of a list too long to be worked out, only what is stored."""
    summary = clockstart.store.records.summary(uid).get(module.store_key)
    if big_lists.is_big(summary):
        return big_lists.list_stored(clockstart, uid, module)
    return rows.list_rows(clockstart, uid, module) if summary and summary.count else ()


def fits(row: Row, wanted: str, number: str) -> bool:
    in_name = wanted in str(row.get("patient_name", "")).casefold()
    return in_name or (number.isdigit() and number in str(row.get("nhs_number", "")))


def say_row(module: Module, row: Row) -> str:
    number = str(row.get("nhs_number", ""))
    shown = f"{number[:3]} {number[3:6]} {number[6:]}" if len(number) == 10 else number
    return f"{module.title} · {shown}" if shown else module.title


def find_pages(clockstart: Clockstart, actor: Actor, wanted: str) -> list[Found]:
    return [
        Found(module.title, module.address, module.purpose)
        for module in access.list_open(clockstart, actor)
        if wanted in f"{module.title} {module.purpose}".casefold()
    ]


def find_people(clockstart: Clockstart, actor: Actor, wanted: str) -> list[Found]:
    """People in scope, for those who look after people."""
    if actor.role == "learner":
        return []
    people = access.list_people(clockstart, actor)
    return [
        Found(person.name, f"/people/{person.uid}", person.email)
        for person in people
        if wanted in f"{person.name} {person.email}".casefold()
    ]
