"""The file of a backup: sections of lines, each with its digest (the form is described in storage/backup.py)."""

import gzip
import os
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

from storage import keys
from storage.errors import Refused
from storage.migrations import VERSION
from storage.record import utc_text
from storage.sections import Line


@dataclass(frozen=True, slots=True)
class Section:
    """One person's part of a backup (uid "" = what belongs to nobody)."""

    uid: str
    lines: list[Line]
    digest: str


class BackupFile:
    """Writes and reads one file; `at` is known once reading has begun."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.at = ""

    def write(self, sections: Iterable[Section], now: datetime) -> None:
        """Write the file beside its place, for this account alone, and move it there when it is whole on disk."""
        unfinished = self.path.with_name(self.path.name + ".unfinished")
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(descriptor, "wb") as raw:
            with gzip.open(raw, "wb") as file:
                file.writelines(self._lines(sections, now))
            raw.flush()
            os.fsync(raw.fileno())
        unfinished.replace(self.path)

    def read(self) -> Iterator[Section]:
        """The sections, each checked. Raises Refused at the first thing that does not add up."""
        lines = self._told()
        first: Line = next(lines, {})
        if first.get("clockstart") != "backup":
            raise Refused(f"{self.path.name} is not a backup.")
        if first.get("version", 0) > VERSION:
            raise Refused(f"{self.path.name} was made by a newer version of the program.")
        self.at = first["at"]
        digests: list[str] = []
        for told in lines:
            if "close" in told:
                self._check(told == closing(digests), "its sections are not those it was written with")
                self._check(next(lines, None) is None, "something follows its end")
                return
            self._check("begin" in told, "a section has no beginning")
            section = self._read_section(told["begin"], lines)
            digests.append(section.digest)
            yield section
        raise self._damaged("its end is missing")

    def _lines(self, sections: Iterable[Section], now: datetime) -> Iterator[bytes]:
        digests: list[str] = []
        yield as_line({"clockstart": "backup", "version": VERSION, "at": utc_text(now)})
        for section in sections:
            yield as_line({"begin": section.uid})
            yield from map(as_line, section.lines)
            yield as_line({"end": section.uid, "digest": section.digest})
            digests.append(section.digest)
        yield as_line(closing(digests))

    def _read_section(self, uid: str, lines: Iterator[Line]) -> Section:
        found: list[Line] = []
        for told in lines:
            if "end" in told:
                digest = digest_of(found)
                self._check(told == {"end": uid, "digest": digest}, f"the digest of {uid or 'the system'} differs")
                return Section(uid, found, digest)
            self._check({"key", "type", "value"} == told.keys(), "a line is not understood")
            found.append(told)
        raise self._damaged(f"the end of {uid or 'the system'} is missing")

    def _told(self) -> Iterator[Any]:
        """The lines as JSON; a file cut short or changed is noticed by gzip as well."""
        try:
            with gzip.open(self.path, "rb") as file:
                for line in file:
                    yield orjson.loads(line)
        except (OSError, EOFError, zlib.error, orjson.JSONDecodeError) as problem:
            raise self._damaged(str(problem)) from problem

    def _check(self, holds: bool, complaint: str) -> None:
        if not holds:
            raise self._damaged(complaint)

    def _damaged(self, complaint: str) -> Refused:
        return Refused(f"{self.path.name} is damaged or incomplete: {complaint}.")


def closing(digests: list[str]) -> Line:
    """The last line of a file with these sections."""
    return {"close": len(digests), "digest": keys.digest(" ".join(digests))}


def as_line(value: Line) -> bytes:
    return orjson.dumps(value) + b"\n"


def digest_of(lines: Iterable[Line]) -> str:
    """sha-256 over the lines as they are written."""
    summed = sha256()
    for line in lines:
        summed.update(as_line(line))
    return summed.hexdigest()
