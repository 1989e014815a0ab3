"""What a new edition of the rule books changes in clocks that are stored already.

What every clock of a person reads is kept with the edition it was read by, and with the revisions of the records it
was read from. The first reading by another edition is compared with it: a clock whose records are the same and whose
reading is not was moved by the rules, and the person is told once. A clock without an earlier reading is counted, not
guessed.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.declare.meaning import Wait
from dashapp.declare.module import Case, Module
from dashapp.services.access import access
from dashapp.services.derived import clocks
from dashapp.services.derived.clock_rows import list_waits_of, next_event_after
from dashapp.services.jobs import jobs
from dashapp.services.jobs.jobs import Watch
from dashapp.services.records import pathways
from dashapp.services.records.records import RULES_VERSION, name_record, new_id, read_answers
from rules.closed_sets import list_outside
from rules.event_kinds import EVENT_KINDS
from storage.errors import StoreFull
from storage.jobs import Job
from storage.record import ModuleSummary, Record, Trace
from words.pasted import close_directions

log = logging.getLogger("clockstart")

KIND = "readings"
READ_AT_ONCE = 200
READ_AGAIN_AFTER = timedelta(hours=1)
TOLD_EVERY = 500
SEEN = "seen"
SEEN_ACT = "rule_changes_seen"
NO_RULES_KNOWN: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What one record's clocks read: `made_from` are the revisions, `later` the day of its next event ("" for none),
    `rules` the idents that were applied, `outside` its texts where the rules know a closed set of words."""

    made_from: str
    later: str
    waits: tuple[Wait, ...]
    rules: tuple[str, ...]
    outside: tuple[str, ...]

    def as_list(self) -> list[Any]:
        return [self.made_from, self.later, as_lists(self.waits), self.rules, self.outside]

    @classmethod
    def of_list(cls, told: Sequence[Any]) -> Self:
        made_from, later, waits, rules, outside = told
        return cls(made_from, later, as_waits(waits), tuple(rules), tuple(outside))


Readings = Mapping[str, Reading]


@dataclass(frozen=True, slots=True)
class Change:
    """A clock that reads differently: its record, what it read before and now, and the rules behind it."""

    record_id: str
    name: str
    before: tuple[Wait, ...]
    after: tuple[Wait, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """What an edition changed in the clocks of one module. `same` of them read as before; of `unread` no earlier
    reading was kept, or their records were changed since."""

    module: Module
    earlier: str
    edition: str
    at: datetime
    changes: tuple[Change, ...]
    same: int
    unread: int


@dataclass(frozen=True, slots=True)
class Note:
    """A record with text where the rules know a closed set of words: it moves no clock any more."""

    module: Module
    record_id: str
    name: str
    says: str


def list_modules(clockstart: Clockstart) -> list[Module]:
    """The modules whose records have clocks of their own, or put events on those of others."""
    return [module for module in clockstart.registry if module.waits or module.events]


def catch_up(clockstart: Clockstart, actor: Actor) -> Job | None:
    """Have the actor's own clocks read by this edition where they are not: a short list now, a long one by the worker.
    The job that reads them by a new edition, if one is at it; one that only keeps the readings up is not told of. Who
    looks at another person's pages sets nothing going, and while the store is full it waits."""
    if actor.viewing is not None:
        return None
    try:
        return read_what_waits(clockstart, actor)
    except StoreFull as problem:
        log.info("The clocks are read by these rule books when there is room", exc_info=problem)
        return None


def read_what_waits(clockstart: Clockstart, actor: Actor) -> Job | None:
    """As `catch_up`. Raises StoreFull."""
    summary = clockstart.store.records.summary(actor.uid)
    waiting = [module for module in list_modules(clockstart) if is_behind(clockstart, actor.uid, module, summary)]
    if sum(count_of(module, summary) for module in waiting) <= READ_AT_ONCE:
        for module in waiting:
            read_module(clockstart, actor.uid, module)
        return None
    if not any(is_urgent(clockstart, actor.uid, module) for module in waiting):
        return None
    job = jobs.find_running(clockstart, actor, KIND) or jobs.start(clockstart, actor, new_id(), KIND)
    is_news = any(find_earlier(clockstart, actor.uid, module, summary) for module in waiting)
    return job if is_news and not job.has_ended else None


def read_own(clockstart: Clockstart, watch: Watch) -> dict[str, Any]:
    """The job: every clock of its owner, read by this edition and compared with what it read before."""
    summary = clockstart.store.records.summary(watch.uid)
    waiting = [module for module in list_modules(clockstart) if is_behind(clockstart, watch.uid, module, summary)]
    total, before = sum(count_of(module, summary) for module in waiting), 0
    for module in waiting:

        def tell(done: int, before: int = before) -> None:
            watch.report(before + done, total, f"{before + done:,} of {total:,} records read by the new rule books.")

        read_module(clockstart, watch.uid, module, tell)
        before += count_of(module, summary)
    return {"records": total}


def is_behind(clockstart: Clockstart, uid: str, module: Module, summary: Mapping[str, ModuleSummary]) -> bool:
    """Whether what is kept of the clocks of a module is of an earlier edition, of earlier records, or of a day before
    one of their events."""
    if not count_of(module, summary):
        return False
    head = clockstart.store.worked_out.find_readings_head(uid, module.store_key)
    if head is None or head["edition"] != RULES_VERSION or head["revs"] != revisions_of(summary):
        return True
    return bool(head["later"] and head["later"] <= clockstart.today.isoformat())


def is_urgent(clockstart: Clockstart, uid: str, module: Module) -> bool:
    """Whether a long list is to be read now: by another edition, or some time after it was read last."""
    head = clockstart.store.worked_out.find_readings_head(uid, module.store_key)
    if head is None or head["edition"] != RULES_VERSION:
        return True
    return clockstart.now - datetime.fromisoformat(head["at"]) > READ_AGAIN_AFTER


def find_earlier(clockstart: Clockstart, uid: str, module: Module, summary: Mapping[str, ModuleSummary]) -> str:
    """The earlier edition that a module was read or else saved by last; "" when that was this one, or is not known."""
    head = clockstart.store.worked_out.find_readings_head(uid, module.store_key)
    edition = head["edition"] if head else summary.get(module.store_key, ModuleSummary()).rules
    return "" if edition == RULES_VERSION else str(edition)


def count_of(module: Module, summary: Mapping[str, ModuleSummary]) -> int:
    return summary.get(module.store_key, ModuleSummary()).count


def revisions_of(summary: Mapping[str, ModuleSummary]) -> int:
    """The sum of all revisions: while it stands, every reading stands."""
    return sum(item.rev for item in summary.values())


def read_module(
    clockstart: Clockstart, uid: str, module: Module, tell: Callable[[int], None] = lambda _done: None
) -> None:
    """Read every clock of a module, say what this edition changed, and keep what was read. The notice is stored before
    the readings it rests on are replaced: broken off in between, it is made again."""
    summary = clockstart.store.records.summary(uid)
    known = find_known(clockstart, uid, module)
    reused = known[1] if known is not None and known[0] == RULES_VERSION else {}
    names: dict[str, str] = {}
    fresh = dict(read_records(clockstart, uid, module, reused, names, tell))
    notice = make_notice(clockstart, uid, module, summary, known, fresh, names)
    if notice is not None:
        clockstart.store.rule_changes.put(uid, f"{module.store_key} {RULES_VERSION}", notice)
    later = min((one.later for one in fresh.values() if one.later), default="")
    head = {"edition": RULES_VERSION, "revs": revisions_of(summary), "later": later, "at": clockstart.now.isoformat()}
    head["outside"] = sum(bool(one.outside) for one in fresh.values())
    body = {record_id: reading.as_list() for record_id, reading in fresh.items()}
    clockstart.store.worked_out.put_readings(uid, module.store_key, head, body)
    if module.store_key == pathways.PTL:
        clockstart.store.worked_out.remove(uid, clocks.BEFORE)


def read_records(
    clockstart: Clockstart,
    uid: str,
    module: Module,
    known: Readings,
    names: dict[str, str],
    tell: Callable[[int], None],
) -> Iterator[tuple[str, Reading]]:
    """Each record's reading; one made from the same is not made again. `names` is filled on the way."""
    records = clockstart.store.records.list(uid, module.store_key)
    around = pathways.Neighbours.read(clockstart, uid) if any(record.links for record in records) else None
    today = clockstart.today.isoformat()
    for number, record in enumerate(records):
        if number % TOLD_EVERY == 0:
            tell(number)
        others = around.of(module, record) if around else ()
        made_from = " ".join([str(record.rev), *(f"{other.module}/{other.id}:{other.rev}" for other in others)])
        before = known.get(record.id)
        names[record.id] = close_directions(str(record.data.get("patient_name") or ""))
        if before is not None and before.made_from == made_from and not (before.later and before.later <= today):
            yield record.id, before
        else:
            yield record.id, read_record(clockstart, module, record, others, made_from)


def read_record(
    clockstart: Clockstart, module: Module, record: Record, others: Sequence[Record], made_from: str
) -> Reading:
    answers, _ = read_answers(module, record)
    if answers is None:
        return Reading(made_from, "", (), (), ())
    case = Case(module, record.id, answers, clockstart.today, pathways.make_linked(clockstart, record, others))
    later = next_event_after(case, clockstart.today)
    waits = tuple(module.waits(case.clocks)) if module.waits else ()
    return Reading(made_from, later.isoformat() if later else "", waits, list_rules(case), tuple(list_notes(case)))


def list_rules(case: Case) -> tuple[str, ...]:
    """The idents of the rules behind the remarks that do not hang on today, then of those applied, each once."""
    if not case.module.waits:
        return NO_RULES_KNOWN
    applied = [step.rule.ident for step in case.clocks.steps]
    remarked = [one.rule.ident for one in case.clocks.findings if not one.check.depends_on_today]
    return tuple(dict.fromkeys([*remarked, *applied]))


def list_notes(case: Case) -> Iterator[str]:
    """The record's own texts where the rules know a closed set of words."""
    for event in case.events:
        for name, value in list_outside(event):
            yield f"{EVENT_KINDS[event.name].label}, {name.replace('_', ' ')}: “{str(value)[:80]}”"


Known = tuple[str, Readings]


def find_known(clockstart: Clockstart, uid: str, module: Module) -> Known | None:
    """The edition and the readings kept of a module; else what an earlier edition left in columns."""
    found = clockstart.store.worked_out.find_readings(uid, module.store_key)
    if found is not None:
        return found[0]["edition"], {record_id: Reading.of_list(told) for record_id, told in found[1].items()}
    return find_in_columns(clockstart, uid, module) if module.store_key == pathways.PTL else None


def find_in_columns(clockstart: Clockstart, uid: str, module: Module) -> Known | None:
    """The readings of pathways from the columns of an earlier edition, those left out that were touched since."""
    found = clocks.find_read_before(clockstart, uid, module)
    if found is None:
        return None
    edition, kept = found
    _, entries = clockstart.store.records.changes_since(uid, kept.cursor, clocks.ENTRIES_AT_MOST)
    if len(entries) == clocks.ENTRIES_AT_MOST:
        return None
    touched = set(clocks.list_touched(clockstart, entries, dict(kept.hangs)))
    return edition, {
        record_id: Reading("", kept.again.get(record_id, ""), tuple(waits), NO_RULES_KNOWN, ())
        for record_id, waits in list_waits_of(kept.columns).items()
        if record_id not in touched
    }


def make_notice(
    clockstart: Clockstart,
    uid: str,
    module: Module,
    summary: Mapping[str, ModuleSummary],
    known: Known | None,
    fresh: Readings,
    names: Mapping[str, str],
) -> dict[str, Any] | None:
    """What to tell of a module whose clocks an earlier edition has read, or must have; None when there is nothing."""
    mark = summary.get(module.store_key, ModuleSummary()).rules
    earlier = known[0] if known else mark
    if not module.waits or not earlier or earlier == RULES_VERSION:
        return None
    before = known[1] if known else {}
    today = clockstart.today.isoformat()
    pairs = {
        one: (before[one], now) for one, now in fresh.items() if one in before and is_like(before[one], now, today)
    }
    changes = [
        [one, names.get(one, ""), as_lists(was.waits), as_lists(now.waits), find_rules(was, now)]
        for one, (was, now) in pairs.items()
        if was.waits != now.waits
    ]
    unread = len(fresh) - len(pairs)
    if not changes and not unread:
        return None
    return {
        "earlier": earlier,
        "edition": RULES_VERSION,
        "at": clockstart.now.isoformat(),
        "changes": changes,
        "same": len(pairs) - len(changes),
        "unread": unread,
    }


def is_like(was: Reading, now: Reading, today: str) -> bool:
    """Whether two readings were made from the same: then only the rules can have moved the clock. A reading out of
    columns names no revisions: those that were touched since are not among them."""
    return was.made_from in ("", now.made_from) and not (was.later and was.later <= today)


def find_rules(was: Reading, now: Reading) -> list[str]:
    """The rules behind a change: those applied now and not before, else those no longer applied; where they are the
    same ones and read otherwise, all of them."""
    new = [ident for ident in now.rules if ident not in was.rules]
    gone = [ident for ident in was.rules if ident not in now.rules]
    return new or gone or list(now.rules)


def list_notices(clockstart: Clockstart, uid: str) -> list[Notice]:
    """What editions have changed in a person's clocks, the newest edition first."""
    found = [
        read_notice(module, told)
        for name, told in clockstart.store.rule_changes.list(uid).items()
        if (module := clockstart.registry.find_by_store_key(name.partition(" ")[0])) is not None
    ]
    return sorted(found, key=lambda notice: notice.edition, reverse=True)


def read_notice(module: Module, told: Mapping[str, Any]) -> Notice:
    changes = tuple(
        Change(record_id, name, as_waits(before), as_waits(after), tuple(rules))
        for record_id, name, before, after, rules in told["changes"]
    )
    at = datetime.fromisoformat(told["at"])
    return Notice(module, told["earlier"], told["edition"], at, changes, told["same"], told["unread"])


def as_lists(waits: Iterable[Wait]) -> list[list[str]]:
    """Waits as JSON holds them."""
    return [list(wait) for wait in waits]


def as_waits(told: Iterable[Sequence[str]]) -> tuple[Wait, ...]:
    return tuple(Wait(*wait) for wait in told)


def list_unseen(clockstart: Clockstart, uid: str) -> list[Notice]:
    """The notices that the person has not put away."""
    seen = clockstart.store.rule_changes.find(uid, SEEN)
    return [one for one in list_notices(clockstart, uid) if seen is None or one.edition > seen["edition"]]


def list_texts(clockstart: Clockstart, uid: str) -> list[Note]:
    """The worklist of texts that move no clock: what is recorded now, record by record."""
    notes: list[Note] = []
    for module in list_modules(clockstart):
        found: list[tuple[str, str]] = []
        head = clockstart.store.worked_out.find_readings_head(uid, module.store_key)
        known = clockstart.store.worked_out.find_readings(uid, module.store_key) if head and head["outside"] else None
        for record_id, told in (known[1] if known else {}).items():
            found += [(record_id, says) for says in Reading.of_list(told).outside]
        records = clockstart.store.records.get_many(uid, module.store_key, sorted({one for one, _ in found}))
        names = {record.id: name_record(module, record) for record in records}
        notes += [Note(module, one, names[one], says) for one, says in found if one in names]
    return notes


def put_away(clockstart: Clockstart, actor: Actor, trace: Trace) -> int:
    """The actor has seen what there is: it is not shown at home again. How many clocks it was about. Raises Forbidden
    for somebody who looks at another person's pages."""
    access.check_can_write(clockstart, actor, actor.uid)
    unseen = list_unseen(clockstart, actor.uid)
    if not unseen:
        return 0
    count = sum(len(notice.changes) for notice in unseen)
    edition = max(notice.edition for notice in unseen)
    store, now = clockstart.store, clockstart.now
    store.audit.enter(actor.uid, SEEN_ACT, trace=trace, now=now, edition=edition, clocks=str(count))
    store.rule_changes.put(actor.uid, SEEN, {"edition": edition, "at": now.isoformat()})
    return count
