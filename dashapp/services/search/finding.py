"""Search over what a person may open: what they can do, their records by name or number, pages by title, people in
scope, rules. The page of search shows it whole, the palette the first few of each kind."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.declare.module import Module, Row
from dashapp.services.access import access, menu
from dashapp.services.derived import big_lists, rows
from dashapp.services.search.rule_pages import rule_address, table_address
from dashapp.web.addresses import record_address
from rules.catalogue import search as search_rules
from rules.catalogue import search_tables
from rules.explain import cite
from words.folding import fold, holds
from words.phrases import with_article

FOUND_AT_MOST = 20
NEAR_AT_MOST = 5
NEAR_ENOUGH = 80
NEAR_FROM = 3


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
    """Everything that fits, in groups; where no record does, those with a name like it."""
    wanted = fold(words)
    if not wanted:
        return []
    records = find_records(clockstart, actor, wanted)
    near = [] if records else find_near(clockstart, actor, wanted)
    groups = [
        group("Do", find_acts(clockstart, actor, wanted)),
        group("Records", put_beginnings_first(records, wanted)),
        group("Records with a name like it", near),
        group("Pages", put_beginnings_first(find_pages(clockstart, actor, wanted), wanted)),
        group("People", find_people(clockstart, actor, wanted)),
        group("Rules", find_in_rules(wanted)),
    ]
    return [found for found in groups if found.total]


def put_beginnings_first(found: Sequence[Found], wanted: str) -> Sequence[Found]:
    """ "har": Harriet and Harris before Richards."""
    return sorted(found, key=lambda one: f" {wanted}" not in f" {fold(one.title)}")


def list_at_hand(clockstart: Clockstart, actor: Actor) -> Sequence[FoundGroup]:
    """What is offered before a word is typed: the pages above the others, and those pinned or used last."""
    top, at_hand = menu.list_at_hand(clockstart, actor, menu.list_pages(clockstart, actor))
    return [group("Pages", [Found(page.title, page.address, page.group) for page in [*top, *at_hand]])]


def find_acts(clockstart: Clockstart, actor: Actor, wanted: str) -> list[Found]:
    """Records the person can add; nobody adds to the records of somebody they look at."""
    if actor.viewing:
        return []
    acts = [
        Found(f"Add {with_article(module.one)}", f"{module.address}/new", module.short_title or module.title)
        for module in access.list_open(clockstart, actor)
        if module.made_by == "person"
    ]
    return [act for act in acts if holds(f"{act.title} new {act.line}", wanted)]


def find_in_rules(wanted: str) -> list[Found]:
    """Rules that hold the words, then tables with rows that do."""
    rules = [Found(rule.title, rule_address(rule), cite(rule.source)) for rule in search_rules(wanted)]
    return rules + [Found(table.title, table_address(table)) for table in search_tables(wanted)]


def group(title: str, found: Sequence[Found]) -> FoundGroup:
    return FoundGroup(title, tuple(found[:FOUND_AT_MOST]), len(found))


def find_records(clockstart: Clockstart, actor: Actor, wanted: str) -> list[Found]:
    """The actor's own records whose patient's name or NHS number fits; spaces in a number do not matter."""
    number = wanted.replace(" ", "")
    return [
        as_found(module, row)
        for module in access.list_open(clockstart, actor)
        for row in list_searched(clockstart, actor.uid, module)
        if fits(row, wanted, number)
    ]


def find_near(clockstart: Clockstart, actor: Actor, wanted: str) -> list[Found]:
    """The actor's own records whose patient's name is spelt nearly as what was asked for, the nearest first."""
    named = [
        (fold(str(row["patient_name"])), module, row)
        for module in access.list_open(clockstart, actor)
        for row in list_searched(clockstart, actor.uid, module)
        if row.get("patient_name")
    ]
    names = {name for name, _, _ in named}
    nearest = list_near(wanted, names)
    return [as_found(module, row) for near in nearest for name, module, row in named if name == near]


def list_near(wanted: str, names: Iterable[str]) -> list[str]:
    """Folded names that are spelt nearly so, whole or in one of their words, the nearest first."""
    if len(wanted) < NEAR_FROM or any(map(str.isdigit, wanted)):  # of two letters everything is near
        return []
    scored = sorted((-score_name(wanted, name), name) for name in names if name)
    return [name for score, name in scored if -score >= NEAR_ENOUGH][:NEAR_AT_MOST]


def score_name(wanted: str, name: str) -> float:
    """How like a name or one of its words is, 0 to 100."""
    return max(fuzz.token_sort_ratio(wanted, name), *(fuzz.ratio(wanted, word) for word in name.split()))


def as_found(module: Module, row: Row) -> Found:
    title = str(row.get("patient_name") or module.one)
    return Found(title, record_address(module.address, row["id"]), say_row(module, row))


def list_searched(clockstart: Clockstart, uid: str, module: Module) -> Iterable[Row]:
    """A person's rows; of a list too long to be worked out, only what is stored."""
    summary = clockstart.store.records.summary(uid).get(module.store_key)
    if big_lists.is_big(summary):
        return big_lists.list_stored(clockstart, uid, module)
    return rows.list_rows(clockstart, uid, module) if summary and summary.count else ()


def fits(row: Row, wanted: str, number: str) -> bool:
    in_name = holds(str(row.get("patient_name", "")), wanted)
    return in_name or (number.isdigit() and number in str(row.get("nhs_number", "")))


def say_row(module: Module, row: Row) -> str:
    number = str(row.get("nhs_number", ""))
    shown = f"{number[:3]} {number[3:6]} {number[6:]}" if len(number) == 10 else number
    return f"{module.title} · {shown}" if shown else module.title


def find_pages(clockstart: Clockstart, actor: Actor, wanted: str) -> list[Found]:
    """Every page that has a place of its own and that the actor may open: those of modules, then the others."""
    pages = [*list_module_pages(clockstart, actor), *list_other_pages(clockstart, actor)]
    return [page for page in pages if holds(f"{page.title} {page.line}", wanted)]


def list_module_pages(clockstart: Clockstart, actor: Actor) -> Iterator[Found]:
    for module in access.list_open(clockstart, actor):
        yield Found(module.title, module.address, module.purpose)
        if module.charts:
            yield Found(f"{module.title}: charts", f"{module.address}/charts", module.journey)
        yield Found(f"{module.title}: import", f"{module.address}/import", module.journey)
        for also in module.also:
            if not also.of_record and actor.role in also.roles:
                yield Found(also.words, f"{module.address}/{also.path}", module.title)


def list_other_pages(clockstart: Clockstart, actor: Actor) -> Iterator[Found]:
    for nav in clockstart.registry.nav:
        if actor.role in nav.roles:
            yield Found(nav.title, nav.address, nav.purpose)


def find_people(clockstart: Clockstart, actor: Actor, wanted: str) -> list[Found]:
    """People in scope, for those who look after people."""
    if actor.role == "learner":
        return []
    people = access.list_people(clockstart, actor)
    return [
        Found(person.name, f"/people/{person.uid}", person.email)
        for person in people
        if holds(f"{person.name} {person.email}", wanted)
    ]
