"""What a `pick` question offers: the actor's own records of another module, by name and number, and a search of them.

A form carries the newest of them in a native list; any other is found by the server, however long the list is.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.declare.module import Module, Row
from dashapp.services.access import access
from dashapp.services.derived import big_lists
from dashapp.services.records.checking import find_question, flatten, value_in_box
from dashapp.services.records.pathways import PTL
from dashapp.services.records.stored import name_record
from dashapp.services.search.finding import list_near
from storage.errors import NotFound
from storage.links import links_of, list_rows
from storage.record import Record
from words.folding import fold
from words.questions import Ask, Offered, Question

PICKED_FROM = {"pathway": PTL}
WORK = "work"
"""A pick of any record of one's own: module and id, "dna-management/k3v…"."""
OFFERED_AT_MOST, OF_EACH_MODULE = 100, 10
FOUND_AT_MOST = 20
LONGEST_ID = 100
KNOWN_OF_A_PATHWAY = frozenset(
    {
        "patient_name",
        "nhs_number",
        "date_of_birth",
        "child_or_vulnerable",
        "treatment_function",
        "consultant",
        "referral_received",
        "decision_to_admit",
        "procedure",
        "pathway_id",
        "ppid_issuer",
    }
)
SAME_AS: Mapping[str, str] = {
    "specialty": "treatment_function",
    "referring_tfc": "treatment_function",
    "birth_date": "date_of_birth",
    "clinician": "consultant",
    "planned_procedure": "procedure",
    "ppid": "pathway_id",
    "pathway": "pathway_id",
}
"""What other modules call an answer of the tracking list."""
NAMED_BY = ("patient_name", "nhs_number", "treatment_function")
NOTHING_TO_PICK = "There is nothing of that kind to choose from."


@dataclass(frozen=True, slots=True)
class Picked:
    """A record that can be chosen, and the words that tell it from others."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class FoundPicks:
    """What a search found; `total` may be more than are shown."""

    found: tuple[Picked, ...]
    total: int


def offer(clockstart: Clockstart, actor: Actor, module: Module, typed: Mapping[str, Any]) -> Mapping[str, Offered]:
    """For each kind of pick the module asks: the newest records first and after them what is chosen already, and
    whether the module they are of is open to the actor. Nothing is read for a module that asks none."""
    wanted = {pick for question in module.questions for pick in list_picks(question)}
    chosen = [value for value in typed.values() if isinstance(value, str) and value]
    if not wanted:
        return {}
    opened = access.list_open(clockstart, actor)
    return {
        kind: Offered(list_offered(clockstart, actor.uid, kind, chosen), picked_module(clockstart, kind) in opened)
        for kind in sorted(wanted)
    }


def list_picks(question: Question) -> list[str]:
    """The kinds of pick a question asks for, those of a group's parts included."""
    own = [question.ask.pick] if isinstance(question.ask, Ask) and question.ask.pick else []
    return [*own, *(pick for part in question.parts for pick in list_picks(part))]


def list_offered(clockstart: Clockstart, uid: str, kind: str, chosen: Sequence[str]) -> Mapping[str, str]:
    """The newest records and those of `chosen` that are, or were, records of this kind."""
    if kind == WORK:
        return name_work(clockstart, uid, [*list_newest_work(clockstart, uid), *chosen])
    module = picked_module(clockstart, kind)
    if module is None:
        return {}
    newest, _ = big_lists.find_newest(clockstart, uid, module, OFFERED_AT_MOST)
    offered = {one.id: one.label for one in (as_picked(module, row) for row in newest)}
    return offered | name_chosen(clockstart, uid, module, [one for one in chosen if one not in offered])


def list_newest_work(clockstart: Clockstart, uid: str) -> Iterator[str]:
    """The newest records of each module that has several."""
    for module in (one for one in clockstart.registry if not one.single):
        newest, _ = big_lists.find_newest(clockstart, uid, module, OF_EACH_MODULE)
        yield from (f"{module.slug}/{row['id']}" for row in newest)


def find_work(clockstart: Clockstart, uid: str, chosen: str) -> tuple[Module, Record] | None:
    """The record that a pick of any work chooses; None where there is none of this person."""
    slug, _, record_id = chosen.partition("/")
    module = clockstart.registry.find(slug)
    if module is None or not 0 < len(record_id) <= LONGEST_ID:
        return None
    record = clockstart.store.records.find(uid, module.store_key, record_id)
    return (module, record) if record else None


def name_work(clockstart: Clockstart, uid: str, chosen: Iterable[str]) -> dict[str, str]:
    """ "dna-management/k3v…" → "DNA management: Asha Patel"; what is no such choice is left out."""
    named = {}
    for one in (one for one in dict.fromkeys(chosen) if "/" in one):
        found = find_work(clockstart, uid, one)
        named[one] = f"{found[0].title}: {name_record(*found)}" if found else "Work that was removed"
    return named


def name_chosen(clockstart: Clockstart, uid: str, module: Module, chosen: Sequence[str]) -> dict[str, str]:
    """Those of `chosen` that are records of the module, by name; one that was removed says so."""
    wanted = [record_id for record_id in dict.fromkeys(chosen) if len(record_id) <= LONGEST_ID]
    known = clockstart.store.records.get_many(uid, module.store_key, wanted) if wanted else ()
    named = {record.id: as_picked(module, {**record.data, "id": record.id}).label for record in known}
    missing = set(wanted) - set(named)
    removed = clockstart.store.records.list_removed(uid, module.store_key) if missing else ()
    gone = {record.id: f"{name_removed(module, record)} (removed)" for record in removed if record.id in missing}
    return named | gone


def name_removed(module: Module, record: Record) -> str:
    return as_picked(module, {**record.data, "id": f"{module.one.capitalize()}"}).label


def name_picked(clockstart: Clockstart, uid: str, module: Module, *answers: Mapping[str, Any]) -> Mapping[str, str]:
    """What the records are called that answers of a module choose."""
    named: dict[str, str] = {}
    wanted = {pick for question in module.questions for pick in list_picks(question)}
    if WORK in wanted:
        rows = [row for data in answers for row in list_rows(data)]
        named |= name_work(clockstart, uid, [row["item"] for row in rows if isinstance(row.get("item"), str)])
    for kind in sorted(wanted):
        other = picked_module(clockstart, kind)
        if other is not None:
            named |= name_chosen(clockstart, uid, other, [link for data in answers for link in links_of("", "", data)])
    return named


def picked_module(clockstart: Clockstart, kind: str) -> Module | None:
    return clockstart.registry.find_by_store_key(PICKED_FROM.get(kind, ""))


def get_open(clockstart: Clockstart, actor: Actor, kind: str) -> Module:
    """The module that a kind of pick chooses from. Raises NotFound, and Forbidden when it is closed to the actor."""
    module = picked_module(clockstart, kind)
    if module is None:
        raise NotFound(NOTHING_TO_PICK)
    access.check_can_open(clockstart, actor, module)
    return module


def find(clockstart: Clockstart, actor: Actor, kind: str, text: str) -> FoundPicks:
    """The actor's own records whose name, NHS number or identifier holds `text`, the newest first; spaces in a number
    do not matter. Where none does, those with a name like it; their `total` is 0."""
    module = get_open(clockstart, actor, kind)
    wanted = fold(text)
    if not wanted:
        return FoundPicks((), 0)
    rows, total = big_lists.find_newest(clockstart, actor.uid, module, FOUND_AT_MOST, wanted)
    if not total:
        rows = find_near(clockstart, actor.uid, module, wanted)
    return FoundPicks(tuple(as_picked(module, row) for row in rows), total)


def find_near(clockstart: Clockstart, uid: str, module: Module, wanted: str) -> list[Row]:
    """Records whose patient's name is spelt nearly as what was asked for, the nearest first."""
    by_name: dict[str, list[Row]] = {}
    for row in big_lists.list_stored(clockstart, uid, module):
        by_name.setdefault(fold(str(row.get("patient_name") or "")), []).append(row)
    return [row for name in list_near(wanted, by_name) for row in by_name[name]][:FOUND_AT_MOST]


def get(clockstart: Clockstart, actor: Actor, kind: str, record_id: str) -> Picked:
    """One of the actor's own records. Raises NotFound."""
    module = get_open(clockstart, actor, kind)
    record = clockstart.store.records.get(actor.uid, module.store_key, record_id)
    return as_picked(module, {**record.data, "id": record.id})


def as_picked(module: Module, row: Row) -> Picked:
    """The record as a list names it: "Asha Patel, 999 123 4567, Ophthalmology"."""
    told = {name: words for name in NAMED_BY if (words := tell(module, name, row))}
    label = ", ".join(told.values()) or str(row["id"])
    return Picked(str(row["id"]), label)


def list_known(
    clockstart: Clockstart, actor: Actor, module: Module, path: str, record_id: str
) -> Mapping[str, Mapping[str, Any]]:
    """What a chosen record answers of the questions next to the one at `path`: question → what stands in its boxes. Of
    a record that is not the actor's, or not open to them, nothing is known."""
    names, prefix = path.split("."), path[: len(path) - len(path.rpartition(".")[2])]
    asked = find_question(module.questions, names)
    group = find_question(module.questions, names[:-1]) if prefix else None
    other = picked_module(clockstart, asked.ask.pick) if asked and isinstance(asked.ask, Ask) else None
    if other is None or other not in access.list_open(clockstart, actor):
        return {}
    record = clockstart.store.records.find(actor.uid, other.store_key, record_id)
    known = record.data if record else {}
    return {
        prefix + question.name: flatten([question], {question.name: known[name]}, prefix)
        for question in (group.parts if group else module.questions)
        if (name := SAME_AS.get(question.name, question.name)) in KNOWN_OF_A_PATHWAY & known.keys()
        and question.asked_when is None
        and (not question.choices or known[name] in question.choices)
    }


def tell(module: Module, name: str, row: Row) -> str:
    """One answer as people write it; nothing when the module does not ask it or it was not given."""
    value, question = str(row.get(name) or ""), module.question.get(name)
    if not value or question is None:
        return ""
    return question.choices.get(value) or value_in_box(question, value)
