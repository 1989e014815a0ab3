"""Logical backups: JSON lines anybody can read, with a digest for each person, checked when written and restored.

    {"clockstart": "backup", "version": 1, "at": "…"}
    {"begin": "<uid>"}                    "" for what belongs to no person
    {"key": "rec:dna_cases", "type": "hash", "value": {…}}      long values go over several lines
    {"end": "<uid>", "digest": "sha-256 of the lines between"}
    {"close": 12, "digest": "sha-256 of the digests"}           the number of sections

Sessions, invitations, limits and jobs are left out: after restoring, everybody signs in again. Who was erased stays
erased, also when an older backup still has them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from redis import Redis

from storage import keys
from storage.attempts import is_submitted
from storage.backup_file import BackupFile, Section, digest_of
from storage.erasure import find_tombstones, remove_from_indexes
from storage.errors import Refused, store_errors
from storage.papers import CertificateStore
from storage.sections import SYSTEM, Line, full_name, list_sections, read_section, remove_keys, write_line

SECRET = frozenset({"password_hash"})
SECRET_PREFIXES = ("factor", "cohort:", "manages:")


@dataclass(frozen=True, slots=True)
class BackupFacts:
    """What a backup holds: when it was made (ISO, UTC), how many people, how many keys."""

    at: str
    people: int
    keys: int


def write_backup(client: Redis, folder: Path, *, now: datetime) -> Path:
    """Write everything into a new file in `folder` and read it again; the file. Each person is read in one moment."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"clockstart-{now:%Y%m%dT%H%M%SZ}.jsonl.gz"
    sections = list_sections(client)
    BackupFile(path).write((make_section(client, uid, sections[uid]) for uid in sorted(sections)), now)
    verify_backup(path)
    return path


def verify_backup(path: Path) -> BackupFacts:
    """Read a backup through. Raises Refused, saying what is wrong, when anything in it does not add up."""
    file = BackupFile(path)
    people = count = 0
    for section in file.read():
        people += section.uid != SYSTEM
        count += len({line["key"] for line in section.lines})
    return BackupFacts(file.at, people, count)


def restore_backup(client: Redis, path: Path, *, replace: bool = False) -> BackupFacts:
    """Put everything back and compare it with the backup. Raises Refused when the backup is damaged (nothing has been
    touched then), or when the store holds people already and `replace` is not set."""
    facts = verify_backup(path)
    there = list_sections(client)
    if there.keys() - {SYSTEM} and not replace:
        raise Refused("The store holds data already. Restore into an empty store, or say that it is to be replaced.")
    erased = find_tombstones(client)
    for names in there.values():
        remove_keys(client, names - {keys.HISTORY})
    for section in BackupFile(path).read():
        if section.uid not in erased:
            restore_section(client, section)
    for uid, tombstone in erased.items():
        remove_from_indexes(client, uid)
        with store_errors():
            client.set(keys.tombstone(uid), tombstone)
    return facts


def restore_section(client: Redis, section: Section) -> None:
    """Write a section and read it again; Refused when what is stored then is not what the backup has."""
    for line in section.lines:
        write_line(client, section.uid, line)
    names = {full_name(section.uid, line["key"]) for line in section.lines}
    if digest_of(read_section(client, section.uid, names)) != section.digest:
        raise Refused(f"What was restored for {section.uid or 'the system'} differs from the backup.")


def export_person(client: Redis, uid: str, path: Path, *, now: datetime) -> Path:
    """Write what is kept about one person in the same form, without password, second factor, cohorts and the cases of
    practice that was not handed in, which say what is right; the file."""
    found = make_section(client, uid, list_sections(client).get(uid, set())).lines
    told = {f"attempt:{attempt}" for attempt in list_submitted(found)}
    lines = [
        without_secrets(line)
        for line in found
        if line["key"] in told or not (line["key"] == "factor" or line["key"].startswith("attempt:"))
    ]
    BackupFile(path).write([Section(uid, lines, digest_of(lines))], now)
    return path


def list_submitted(lines: Iterable[Line]) -> Iterator[str]:
    """Practice attempts that were handed in."""
    for line in lines:
        if line["key"] == "attempts":
            yield from (attempt for attempt, text in line["value"].items() if is_submitted(text))


def import_person(client: Redis, path: Path) -> str:
    """Bring in one exported person; the uid. There is no password: send an invitation. Refused when there is somebody
    with this uid or e-mail address, when the person was erased here, or when the file holds not exactly one person."""
    people = [section for section in BackupFile(path).read() if section.uid != SYSTEM]
    if len(people) != 1:
        raise Refused(f"This file holds {len(people)} people, not one.")
    (person,) = people
    if person.uid in list_sections(client) or person.uid in find_tombstones(client):
        raise Refused("This person is here already, or was erased here.")
    address = next((line["value"].get("email", "") for line in person.lines if line["key"] == "account"), "")
    with store_errors():
        if not address or not client.set(keys.email(address), person.uid, nx=True):
            raise Refused(f"There is an account for {address or 'nobody'} already, or none in the file.")
        restore_section(client, person)
        client.sadd(keys.USERS, person.uid)
        CertificateStore(client).claim_all(person.uid)
    return person.uid


def make_section(client: Redis, uid: str, names: set[str]) -> Section:
    """What is stored for a person now."""
    lines = read_section(client, uid, names)
    return Section(uid, lines, digest_of(lines))


def without_secrets(line: Line) -> Line:
    """An account line without what signs a person in and without the groups of this store."""
    if line["key"] != "account":
        return line
    value = {name: "" if name in SECRET else told for name, told in line["value"].items()}
    return {**line, "value": {name: told for name, told in value.items() if not name.startswith(SECRET_PREFIXES)}}
