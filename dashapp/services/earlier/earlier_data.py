"""Bringing in the earlier platform's data: by command for everyone, in the app for oneself. Twice does nothing twice.

What belongs to somebody without an account waits in the store until there is one. What cannot be used is copied to a
quarantine folder with the reason; source files are never changed.
"""

import json
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from glob import escape
from pathlib import Path
from typing import Any

from auth.actor import Actor
from auth.policy import check_administer
from dashapp.context import Clockstart
from dashapp.services.earlier.earlier_files import (
    EarlierFile,
    Owners,
    RefusedRow,
    Row,
    as_new,
    list_files,
    list_fitting,
    read_file,
)
from storage.accounts import Person
from storage.errors import NotFound
from storage.record import Record, Trace

BY = "earlier data"
QUARANTINE = "quarantine"


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became, or would become, of one file: counts, and why what was refused was."""

    name: str
    module: str
    owner: str
    records: int
    new: int
    there: int
    waiting: int
    refused: tuple[str, ...]
    note: str = ""
    fits: tuple[str, ...] = ()

    def line(self) -> str:
        """One line for the command."""
        waits = f", {self.waiting} waiting for an account" if self.waiting else ""
        refused = f", refused {len(self.refused)}: {'; '.join(self.refused)}" if self.refused else ", refused 0"
        note = f", {self.note}" if self.note else ""
        counts = f"{self.records} records, {self.new} new, {self.there} already there{waits}{refused}{note}"
        return f"{self.name}: {self.module or '?'} of {self.owner or '?'}: {counts}"


def import_folder(
    clockstart: Clockstart, folder: Path, owners: Owners = (), *, dry_run: bool = False, only_owner: str = ""
) -> list[FileReport]:
    """Every file of a folder, or only those of one owner. Raises Refused when there is no such folder."""
    known = [module.store_key for module in clockstart.registry]
    files = [read_file(path, owners, known) for path in list_files(folder)]
    wanted = [file for file in files if not only_owner or file.owner == only_owner]
    if not dry_run and not only_owner:
        for person in clockstart.store.people.list():
            claim_waiting(clockstart, person)
    return [import_file(clockstart, file, dry_run=dry_run) for file in wanted]


def import_file(clockstart: Clockstart, file: EarlierFile, *, dry_run: bool) -> FileReport:
    """One file: its good rows stored or left waiting, the others set aside in quarantine."""
    if file.refused:
        if not dry_run:
            put_file_aside(clockstart, file)
        fits = find_fitting(clockstart, file) if file.is_ownerless else ()
        reason = f"{file.refused}; its name fits {' and '.join(fits)}" if fits else file.refused
        return FileReport(file.path.name, file.module, file.owner, 0, 0, 0, 0, (reason,), fits=fits)
    person = clockstart.store.people.find_by_email(file.owner)
    if person is None:
        new, there, differing = wait_for_owner(clockstart, file, dry_run=dry_run)
        waiting, new = new, 0
    else:
        new, there, differing = store_rows(clockstart, person.uid, file, dry_run=dry_run)
        waiting = 0
    refused = [*file.refused_rows, *differing]
    if refused and not dry_run:
        put_rows_aside(clockstart, file, refused)
    reasons = tuple(f"row {row.number} {row.reason}" for row in refused)
    total = len(file.rows) + len(file.refused_rows)
    return FileReport(file.path.name, file.module, file.owner, total, new, there, waiting, reasons, file.note)


def find_fitting(clockstart: Clockstart, file: EarlierFile) -> tuple[str, ...]:
    """The accounts whose address a file without an owner may be named after."""
    known = [module.store_key for module in clockstart.registry]
    return list_fitting(file.path, known, (person.email for person in clockstart.store.people.list()))


def store_rows(
    clockstart: Clockstart, uid: str, file: EarlierFile, *, dry_run: bool
) -> tuple[int, int, list[RefusedRow]]:
    """New rows stored; those that were brought in before are there, whatever has become of them since."""
    records = clockstart.store.records
    stored = {record.id: record for record in records.list(uid, file.module)}
    removed = {record.id: record for record in records.list_removed(uid, file.module)}
    fresh, there, differing = [], 0, []
    for row in file.rows:
        known = stored.get(row.record_id) or removed.get(row.record_id)
        if known is None:
            fresh.append(row)
        elif was_brought_in(clockstart, uid, known, row):
            there += 1
        else:
            reason = f"has the id {row.record_id}, under which something else is stored"
            differing.append(RefusedRow(row.number, reason, row.data))
    if file.is_object and fresh and stored:
        return 0, there, [RefusedRow(1, "is a single record, and the module holds others already", fresh[0].data)]
    if fresh and not dry_run:
        write_rows(clockstart, uid, file.module, fresh, is_object=file.is_object)
    return len(fresh), there, differing


def was_brought_in(clockstart: Clockstart, uid: str, known: Record, row: Row) -> bool:
    """Whether a stored record is this row, or began as it and was changed since."""
    if known.data == row.data:
        return True
    history = clockstart.store.records.history(uid, known.module, known.id)
    first = history[-1].after if history else None
    return first is not None and first.data == row.data


def write_rows(clockstart: Clockstart, uid: str, module: str, rows: Sequence[Row], *, is_object: bool) -> None:
    new = [as_new(module, row) for row in rows]
    trace, now, records = Trace(BY), clockstart.now, clockstart.store.records
    if is_object:
        records.replace_all(uid, module, new, op=new[0].op, trace=trace, now=now, shape="object")
    else:
        records.put_many(uid, module, new, trace=trace, now=now)


def wait_for_owner(clockstart: Clockstart, file: EarlierFile, *, dry_run: bool) -> tuple[int, int, list[RefusedRow]]:
    """Rows of somebody without an account, kept until there is one."""
    waiting = clockstart.store.earlier.list(file.owner)
    fresh = {}
    for row in file.rows:
        name = f"{file.module}/{row.record_id}"
        if name not in waiting:
            fresh[name] = {"module": file.module, "row": row.number, "data": row.data, "is_object": file.is_object}
    if fresh and not dry_run:
        clockstart.store.earlier.put(file.owner, fresh)
    return len(fresh), len(file.rows) - len(fresh), []


def claim_waiting(clockstart: Clockstart, person: Person) -> int:
    """Give a person what has been waiting for their address; how many records. What cannot be used stays waiting."""
    waiting = clockstart.store.earlier.list(person.email)
    given = 0
    for module in sorted({item["module"] for item in waiting.values()}):
        names = sorted((name for name, item in waiting.items() if item["module"] == module), key=row_of(waiting))
        rows = [Row(place, name.split("/", 1)[1], waiting[name]["data"]) for place, name in enumerate(names)]
        is_object = any(waiting[name]["is_object"] for name in names)
        file = EarlierFile(Path(module), "", module, person.email, tuple(rows), is_object=is_object)
        new, _, differing = store_rows(clockstart, person.uid, file, dry_run=False)
        kept = {row.number for row in differing}
        clockstart.store.earlier.remove(person.email, [name for place, name in enumerate(names) if place not in kept])
        given += new
    return given


def row_of(waiting: Mapping[str, Mapping[str, Any]]) -> Callable[[str], int]:
    """Where a waiting record stood in its file, so that the order is kept."""
    return lambda name: int(waiting[name]["row"])


def put_file_aside(clockstart: Clockstart, file: EarlierFile) -> None:
    """A copy of a file that cannot be used, and why."""
    folder = quarantine(clockstart)
    name = f"{file.digest[:12]}-{file.path.name}"
    try:
        if not file.path.is_symlink():
            shutil.copyfile(file.path, folder / name)
    except OSError as problem:
        (folder / f"{name}.reason.txt").write_text(f"{file.refused} (no copy: {problem})\n", encoding="utf-8")
        return
    (folder / f"{name}.reason.txt").write_text(f"{file.refused}\n", encoding="utf-8")


def put_rows_aside(clockstart: Clockstart, file: EarlierFile, refused: Iterable[RefusedRow]) -> None:
    """The rows of a file that cannot be used, as JSON lines with the reason."""
    path = quarantine(clockstart) / f"{file.digest[:12]}-{file.path.name}.rows.jsonl"
    lines = [json.dumps({"row": row.number, "reason": row.reason, "record": row.item}) for row in refused]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def quarantine(clockstart: Clockstart) -> Path:
    folder = Path(clockstart.settings.data_dir) / QUARANTINE
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@dataclass(frozen=True, slots=True)
class Unread:
    """What one person could bring in: from files of theirs, and what waits for their address."""

    files: tuple[FileReport, ...]
    waiting: int

    @property
    def count(self) -> int:
        return sum(file.new for file in self.files) + self.waiting


def find_unread(clockstart: Clockstart, email: str) -> Unread:
    """Looked for only in files that say they are this person's; an absent folder holds nothing."""
    waiting, folder = len(clockstart.store.earlier.list(email)), clockstart.settings.earlier_data_dir
    if not folder.is_dir():
        return Unread((), waiting)
    files = import_folder(clockstart, folder, dry_run=True, only_owner=email)
    return Unread(tuple(file for file in files if file.new), waiting)


def bring_in_own(clockstart: Clockstart, person: Person) -> int:
    """Everything unread of one person; how many records were new."""
    given = claim_waiting(clockstart, person)
    folder = clockstart.settings.earlier_data_dir
    if not folder.is_dir():
        return given
    return given + sum(file.new for file in import_folder(clockstart, folder, only_owner=person.email))


def list_offers(clockstart: Clockstart, actor: Actor) -> list[FileReport]:
    """For an administrator: the files that lack nothing but an owner and are named after exactly one account, each as
    it would come in for that account. Raises Forbidden."""
    check_administer(actor)
    folder = clockstart.settings.earlier_data_dir
    if not folder.is_dir():
        return []
    lacking = [file for file in import_folder(clockstart, folder, dry_run=True) if len(file.fits) == 1]
    return [report for file in lacking if (report := read_offer(clockstart, file, dry_run=True)).new]


def read_offer(clockstart: Clockstart, file: FileReport, *, dry_run: bool) -> FileReport:
    """A file that lacks an owner, read as the one account's whose address its name was made from."""
    known = [module.store_key for module in clockstart.registry]
    path = clockstart.settings.earlier_data_dir / file.name
    return import_file(clockstart, read_file(path, [(escape(file.name), file.fits[0])], known), dry_run=dry_run)


def bring_in_offered(clockstart: Clockstart, actor: Actor, name: str, email: str, trace: Trace) -> FileReport:
    """A file that is offered, for the account it is offered for, entered in that person's trail. Raises Forbidden, and
    NotFound when that is not what is offered now."""
    check_administer(actor)
    offered = next((one for one in list_offers(clockstart, actor) if (one.name, one.owner) == (name, email)), None)
    if offered is None:
        raise NotFound("That file is not offered any more. Look at the list again.")
    done = read_offer(clockstart, replace(offered, fits=(email,)), dry_run=False)
    person, about = clockstart.store.people.get_by_email(email), {"what": done.module, "file": name[:200]}
    clockstart.store.audit.enter(
        person.uid, "earlier_data_given", trace=trace, now=clockstart.now, rows=str(done.new), **about
    )
    return done


NOT_NOW = "earlier-data-not-now"


def put_off(clockstart: Clockstart, uid: str, until: datetime) -> None:
    """Do not offer it again before `until`."""
    clockstart.store.views.put(uid, NOT_NOW, {}, until=until)


def is_put_off(clockstart: Clockstart, uid: str) -> bool:
    return clockstart.store.views.find(uid, NOT_NOW, now=clockstart.now) is not None
