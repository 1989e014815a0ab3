"""Entries of the audit trail as people read them: who did what to which record of whom, and what changed in it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.declare.module import Module
from dashapp.services.access import access
from dashapp.services.audit.audit_trail import find_trail
from dashapp.services.audit.changes import FieldChange, list_changes
from dashapp.services.people import people
from dashapp.services.records.records import name_record
from dashapp.web.addresses import record_address
from storage import reviews
from storage.audit import AuditEntry
from storage.errors import NotFound
from storage.merged_trail import SYSTEM, TrailStep
from storage.record import Record

NO_SUCH_ENTRY = "There is no such entry in the audit trail."
NOBODY = "Clockstart"
NOT_YET = "Feedback can be read once it is released."
REVIEW_ACTS: Mapping[str, str] = {
    "draft": "Wrote feedback, not released, on",
    "released": "Gave feedback on",
    "submitted": "Handed in",
    "withdrawn": "Took back",
}
REVIEW_FIELDS: Mapping[str, str] = {"verdict": "Grade or answer", "text": "Feedback", "state": "State"}
FORMS: Mapping[str, str] = {"csv": "CSV", "xlsx": "Excel", "pdf": "PDF", "json": "JSON"}
ABOUT: Mapping[str, str] = {
    "what": "What",
    "form": "As",
    "file": "File",
    "rows": "Records",
    "role": "Role",
    "cohort": "Cohort",
    "subject": "Whom",
    "keys_removed": "Stored keys removed",
    "shape": "Kept as",
}


RecordKey = tuple[str, str, str]
"""Whose, in which module, which record."""


@dataclass(frozen=True, slots=True)
class Told:
    """One entry in words. `href` leads to the record, where the reader may open it and it is still on its list;
    `versions` is empty for acts without a record."""

    step: TrailStep
    at: datetime
    who: str
    whose: str
    act: str
    module: str = ""
    record: str = ""
    href: str = ""
    versions: str = ""


class Fact(NamedTuple):
    """One line about an act."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Described:
    """All there is to one entry. `withheld` says why what changed is not shown."""

    told: Told
    changes: tuple[FieldChange, ...] = ()
    facts: tuple[Fact, ...] = ()
    withheld: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, the modules open to them, the names of everyone these entries speak of, which of their records are on
    a list now, and what those that were reviewed are called."""

    clockstart: Clockstart
    actor: Actor
    open_modules: Mapping[str, Module]
    names: Mapping[str, str] = field(default_factory=dict)
    on_lists: Collection[RecordKey] = ()
    reviewed: Mapping[RecordKey, str] = field(default_factory=dict)

    def tell(self, step: TrailStep) -> Told:
        entry = step.entry
        module = self.clockstart.registry.find_by_store_key(entry.module)
        return Told(
            step,
            datetime.fromisoformat(entry.at),
            self.name(entry.actor),
            self.name(step.uid),
            self.say_act(entry),
            module.title if module else entry.module,
            self.name_record(step),
            self.link(step, module),
            say_versions(entry),
        )

    def say_act(self, entry: AuditEntry) -> str:
        """What was done, and to what where the act has no record: "Exported DNA management, as CSV"."""
        about = entry.about or {}
        if "what" not in about:
            return say_what(self.clockstart, entry)
        form = f", as {FORMS.get(about['form'], about['form'])}" if about.get("form") else ""
        return f"{say_what(self.clockstart, entry)}: {self.say_subject(str(about['what']))}{form}"

    def say_subject(self, what: str) -> str:
        """A module by its title, and what of it."""
        slug, _, rest = what.partition(" ")
        module = self.clockstart.registry.find(slug)
        return f"{module.title} {rest}".strip() if module else what

    def name(self, uid: str) -> str:
        """A person's name; what a job or the command line calls itself; an identifier once the account is gone."""
        if not uid:
            return NOBODY
        return self.names.get(uid) or (f"{uid} (no longer here)" if uid.isupper() else uid.capitalize())

    def name_record(self, step: TrailStep) -> str:
        entry = step.entry
        module, record = self.open_modules.get(entry.module), find_record(entry)
        if record and entry.act == reviews.ACT:
            known = self.reviewed.get(key_of(step))
            return known or (f"{module.one} {subject_of(entry)}".strip() if module else subject_of(entry))
        return name_record(module, record) if module and record else entry.record

    def link(self, step: TrailStep, module: Module | None) -> str:
        """Where the record is read; a record that was removed is brought back from its owner's list."""
        entry = step.entry
        if module is None or not entry.record or module.store_key not in self.open_modules:
            return ""
        mine = step.uid == self.actor.uid
        base = f"{'' if mine else f'/people/{step.uid}'}{module.address}"
        if key_of(step) in self.on_lists:
            return record_address(base, subject_of(entry))
        if entry.act == reviews.ACT:
            return "" if subject_of(entry) else base
        return f"{base}?show=removed" if mine else ""


def make_reader(clockstart: Clockstart, actor: Actor, steps: Sequence[TrailStep]) -> Reader:
    """Reads what these entries need, each kind in one round trip; of reviewed records, one for each person's module."""
    uids = {uid for step in steps for uid in (step.uid, step.entry.actor) if uid}
    modules = {module.store_key: module for module in access.list_open(clockstart, actor)}
    on_lists = clockstart.store.records.which_exist(key_of(step) for step in steps if step.entry.record)
    return Reader(
        clockstart,
        actor,
        modules,
        people.name_of_many(clockstart, uids),
        on_lists,
        name_reviewed(clockstart, modules, on_lists.intersection(map(key_of, filter(is_review, steps)))),
    )


def name_reviewed(
    clockstart: Clockstart, modules: Mapping[str, Module], wanted: Collection[RecordKey]
) -> dict[RecordKey, str]:
    """What records on a list are called, those of modules that are open."""
    ids: dict[tuple[str, str], list[str]] = {}
    for uid, store_key, record_id in wanted:
        if store_key in modules:
            ids.setdefault((uid, store_key), []).append(record_id)
    return {
        (uid, store_key, record.id): name_record(modules[store_key], record)
        for (uid, store_key), some in ids.items()
        for record in clockstart.store.records.get_many(uid, store_key, some)
    }


def key_of(step: TrailStep) -> RecordKey:
    """The record an entry is about."""
    return step.uid, step.entry.module, subject_of(step.entry)


def is_review(step: TrailStep) -> bool:
    return step.entry.act == reviews.ACT


def tell_entries(clockstart: Clockstart, actor: Actor, steps: Sequence[TrailStep]) -> list[Told]:
    """Entries the actor was found to be allowed to read, in words."""
    reader = make_reader(clockstart, actor, steps)
    return [reader.tell(step) for step in steps]


def describe(clockstart: Clockstart, actor: Actor, person: str, entry_id: str) -> Described:
    """One entry with what changed. Raises NotFound outside the actor's scope and for an entry that is not there; what
    changed in a record of a module that is closed to the actor is not told."""
    uid = find_trail(clockstart, actor, person)
    entry = clockstart.store.audit.find(uid or None, entry_id)
    if entry is None:
        raise NotFound(NO_SUCH_ENTRY)
    step = TrailStep(uid, entry)
    reader = make_reader(clockstart, actor, [step])
    facts = tuple(list_facts(actor, reader, step))
    module = clockstart.registry.find_by_store_key(entry.module)
    if module is not None and module.store_key not in reader.open_modules:
        return Described(reader.tell(step), facts=facts, withheld=f"{module.title} is not open to you.")
    if is_withheld(actor, step):
        return Described(reader.tell(step), facts=facts, withheld=NOT_YET)
    (before,) = find_before_all(clockstart, actor, [step])
    return Described(reader.tell(step), list_entry_changes(module, entry, before), facts)


def find_before_all(clockstart: Clockstart, actor: Actor, steps: Sequence[TrailStep]) -> list[AuditEntry | None]:
    """For each entry the one before it about the same record, in one round trip; None for the first, and for what the
    actor may not read."""
    asked = [(step.uid or None, step.entry.before) for step in steps if step.entry.before]
    found = iter(clockstart.store.audit.find_many(asked))
    befores = [next(found) if step.entry.before else None for step in steps]
    return [
        before if before and not is_withheld(actor, TrailStep(step.uid, before)) else None
        for step, before in zip(steps, befores, strict=True)
    ]


def list_entry_changes(module: Module | None, entry: AuditEntry, before: AuditEntry | None) -> tuple[FieldChange, ...]:
    """Field by field: from the version before to this one; of a new record, every answer given."""
    was, now = find_record(before), find_record(entry)
    if now is None:
        return ()
    if entry.act == reviews.ACT:
        old, new = (
            {REVIEW_FIELDS[name]: one.data.get(name) for name in REVIEW_FIELDS} if one else {} for one in (was, now)
        )
        return list_changes(None, old, new)
    return list_changes(module, was.data if was else {}, now.data)


def is_withheld(actor: Actor, step: TrailStep) -> bool:
    """Feedback that is not released is for those who write it, not yet for whom it is about."""
    record = find_record(step.entry) if step.entry.act == reviews.ACT else None
    is_draft = record is not None and record.data.get("state") == "draft"
    return is_draft and step.uid == actor.uid and step.entry.actor != actor.uid


def say_what(clockstart: Clockstart, entry: AuditEntry) -> str:
    record = find_record(entry) if entry.act == reviews.ACT else None
    said = clockstart.registry.say_act(entry.act)
    return REVIEW_ACTS.get(str(record.data.get("state")), said) if record else said


def subject_of(entry: AuditEntry) -> str:
    """The id of the record an act is about; of a review, of the record that is reviewed, "" for the work as a whole."""
    record = find_record(entry) if entry.act == reviews.ACT else None
    return str(record.data.get("record") or "") if record else entry.record


def find_record(entry: AuditEntry | None) -> Record | None:
    """The record as an entry left it."""
    return entry.after if entry else None


def say_versions(entry: AuditEntry) -> str:
    """ "version 2 → 3"."""
    if not entry.to_rev:
        return ""
    return f"version {entry.from_rev} → {entry.to_rev}" if entry.from_rev else f"version {entry.to_rev}"


def list_facts(actor: Actor, reader: Reader, step: TrailStep) -> Sequence[Fact]:
    """What else is known of an act. From where somebody worked is told to themselves and to admins."""
    entry = step.entry
    told = [
        Fact(ABOUT.get(name, name.replace("_", " ").capitalize()), reader.names.get(value, value))
        for name, value in (entry.about or {}).items()
    ]
    if entry.ip and (actor.role == "admin" or entry.actor == actor.uid):
        told.append(Fact("From", entry.ip))
    if entry.trace:
        told.append(Fact("Request", entry.trace))
    return [*told, Fact("Entry", f"{entry.id} of {reader.name(step.uid) if step.uid != SYSTEM else 'the system'}")]
