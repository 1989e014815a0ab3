"""Notes about a learner by those who look after them: dated, signed, never shown to the learner.

A note is a record of its author's own (module `student_notes`), so it has revisions, history and undo as every record.
"""

from dataclasses import dataclass
from datetime import datetime

from auth import policy
from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.services.access import access
from dashapp.services.records.records import check_id
from storage.accounts import Person
from storage.audit import ERASED
from storage.erasure import erase_records
from storage.errors import Refused
from storage.record import Record, Trace

STORE_KEY = "student_notes"
LONGEST = 10_000
NAMED_BY = ("learner", "student", "student_email", "email")
"""The fields that may name the learner: ours, and those earlier data may have."""


@dataclass(frozen=True, slots=True)
class Note:
    """One note: whose it is, what it says, when it was written."""

    id: str
    author: Person
    text: str
    at: datetime
    rev: int


def check_reach(clockstart: Clockstart, actor: Actor, uid: str) -> Person:
    """The learner, when the actor looks after them. Raises NotFound, and Forbidden for a learner or the person."""
    policy.check_oversee(actor)
    person = access.get_person(clockstart, actor, uid)
    policy.check_review(actor, person)
    return person


def list_notes(clockstart: Clockstart, actor: Actor, uid: str) -> list[Note]:
    """Everybody's notes about a learner, newest first."""
    learner = check_reach(clockstart, actor, uid)
    authors = [person for person in clockstart.store.people.list() if person.role != "learner"]
    found = [
        as_note(author, record)
        for author in authors
        for record in clockstart.store.records.list(author.uid, STORE_KEY)
        if is_about(record, learner)
    ]
    return sorted(found, key=lambda note: note.at, reverse=True)


def find_about(clockstart: Clockstart, learner: Person) -> dict[str, list[str]]:
    """The notes that others keep about a person, also those taken away: author's uid → ids. For an erasure."""
    store = clockstart.store
    uids = [person.uid for person in store.people.list() if person.uid != learner.uid]
    found = {}
    for uid, kept in store.records.summaries(uids).items():
        if STORE_KEY in kept:
            notes = (*store.records.list(uid, STORE_KEY), *store.records.list_removed(uid, STORE_KEY))
            found[uid] = [note.id for note in notes if is_about(note, learner)]
    return {uid: ids for uid, ids in found.items() if ids}


def erase_about(clockstart: Clockstart, learner: Person, trace: Trace) -> int:
    """Erase them from their authors' records and trails, for good; how many there were."""
    found = find_about(clockstart, learner)
    return sum(
        erase_records(
            clockstart.store.client, uid, STORE_KEY, ids, subject=learner.uid, trace=trace, now=clockstart.now
        )
        for uid, ids in found.items()
    )


def count_taken_out(clockstart: Clockstart, uid: str) -> int:
    """How many entries of notes about somebody who was erased were taken out of their authors' trails."""
    store = clockstart.store
    kept = store.records.summaries([person.uid for person in store.people.list()])
    taken = {
        (author, entry.about["entry"])
        for author in kept
        if STORE_KEY in kept[author]
        for entry in store.audit.walk(author)
        if entry.act == ERASED and entry.about and entry.about["subject"] == uid
    }
    return len(taken)


def is_about(record: Record, learner: Person) -> bool:
    return any(record.data.get(name) in {learner.uid, learner.email} for name in NAMED_BY)


def as_note(author: Person, record: Record) -> Note:
    text = record.data.get("text") or record.data.get("note") or record.data.get("notes") or ""
    return Note(record.id, author, str(text), datetime.fromisoformat(record.created_at), record.rev)


def write(
    clockstart: Clockstart, actor: Actor, uid: str, note_id: str, text: str, operation: str, trace: Trace
) -> Record:
    """A new note about a learner. Raises Refused for an empty or overlong one."""
    learner = check_reach(clockstart, actor, uid)
    words = text.strip()
    if not words or len(words) > LONGEST:
        raise Refused(f"A note has 1 to {LONGEST:,} characters.")
    stored = clockstart.store.records.put(
        actor.uid,
        STORE_KEY,
        check_id(note_id),
        {"learner": learner.uid, "text": words, "on": clockstart.today.isoformat()},
        op=check_id(operation),
        seen_rev=0,
        trace=trace,
        now=clockstart.now,
    )
    return stored.record


def move(clockstart: Clockstart, actor: Actor, uid: str, note_id: str, act: str, operation: str, trace: Trace) -> None:
    """Take a note of the actor's own away (`remove`), or bring it back (`restore`). Raises NotFound."""
    check_reach(clockstart, actor, uid)
    records, note = clockstart.store.records, check_id(note_id)
    if act == "restore":
        records.restore(actor.uid, STORE_KEY, note, op=operation, trace=trace, now=clockstart.now)
    else:
        records.remove(actor.uid, STORE_KEY, note, op=operation, seen_rev=None, trace=trace, now=clockstart.now)
