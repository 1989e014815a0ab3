"""Published national extracts: brought in by a job, kept for everybody, compared with a list."""

import gzip
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from auth.actor import Actor
from auth.policy import check_oversee
from dashapp.context import Clockstart
from dashapp.services.files.tables import LARGEST_FILE
from dashapp.services.jobs import jobs
from dashapp.services.jobs.jobs import Watch
from rules.extracts import LICENCE, SOURCE, Counts, Key, add_providers, bands_of, read_extract, total_of
from rules.organisations import fold_name
from rules.returns.layout import BAND_COUNT, Part
from rules.returns.measures import Figures, figures_of
from rules.returns.opening import FileNotUsable
from storage.errors import NotFound, Refused
from storage.jobs import Job
from storage.record import Trace
from words.phrases import with_capital

ENGLAND = "england"
PARENT, PROVIDER = "parent-", "provider-"
INDEX = "index"
ROWS_EXPECTED = 190_000
PART = 1024 * 1024
LARGEST_UNPACKED = 400 * PART
MOST_OF_ENGLAND = 300
"""An extract with fewer providers is a part of England, and is called so (the January 2026 extract has 517)."""


@dataclass(frozen=True, slots=True)
class Published:
    """What an imported extract is."""

    id: str
    month: date
    rows: int
    providers: int
    file: str
    by: str
    at: str
    source: str
    licence: str

    @property
    def words(self) -> str:
        """ "January 2026"."""
        return f"{self.month:%B %Y}"


@dataclass(frozen=True, slots=True)
class Organisation:
    """A provider of an extract, as the index lists it."""

    code: str
    name: str
    parent: str
    parent_name: str
    waiting: int


@dataclass(frozen=True, slots=True)
class Level:
    """England, a region (the provider's parent, an integrated care board) or a provider of an extract."""

    key: str
    name: str
    counts: dict[Key, Counts]
    foreign: int

    @property
    def figures(self) -> Figures:
        """The headline figures, NONC left out."""
        return figures_of(bands_of(self.counts))

    def figures_of_line(self, line: str) -> Figures:
        return figures_of(bands_of(self.counts, line=line))

    def total(self, part: Part) -> int:
        return int(total_of(self.counts, part))


def start_import(clockstart: Clockstart, actor: Actor, job_id: str, name: str, data: bytes) -> Job:
    """Hand an extract to the worker. Raises Forbidden for learners, Refused for a file that is too large."""
    check_oversee(actor)
    if len(data) > LARGEST_FILE:
        raise Refused(f"The file has {len(data):,} bytes; the most is {LARGEST_FILE:,}. Bring it in as .zip or .gz.")
    return jobs.start(clockstart, actor, job_id, "published", actor.name, name, data)


def bring_in_extract(clockstart: Clockstart, watch: Watch, by: str, name: str, data: bytes) -> dict[str, Any]:
    """The import job: the whole extract or, with a sentence, nothing of it. Raises Refused."""

    def tell(rows: int) -> None:
        watch.report(rows, max(rows, ROWS_EXPECTED), f"{rows:,} rows read")

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "extract")
        path.write_bytes(data)
        try:
            check_unpacked(path)
            extract = read_extract(path, tell)
        except FileNotUsable as problem:
            raise Refused(str(problem).replace(str(path), name or "The file")) from problem
    found = f"rtt-{extract.month:%Y-%m}"
    about = {
        "month": extract.month.isoformat(),
        "rows": extract.rows,
        "providers": len(extract.providers),
        "file": name,
        "by": by,
        "at": clockstart.now.isoformat(timespec="seconds"),
        "source": SOURCE,
        "licence": LICENCE,
    }
    index = [
        [one.code, one.name, one.parent, one.parent_name, int(total_of(one.counts, Part.PART_2))]
        for one in extract.providers
    ]
    parts = {f"{PROVIDER}{one.code}": pack_counts(one.counts, one.foreign) for one in extract.providers}
    whole = add_providers(extract.providers)
    parts[ENGLAND] = pack_counts(whole, sum(one.foreign for one in extract.providers))
    parts[INDEX] = orjson.dumps(index)
    clockstart.store.published.put(found, about, parts)
    trace = Trace(watch.uid, f"import {watch.job_id}")
    clockstart.store.audit.enter(None, "import-extract", trace=trace, now=clockstart.now, what=found, file=name)
    return {"extract": found, "rows": extract.rows, "providers": len(extract.providers)}


def check_unpacked(path: Path) -> None:
    """Raises FileNotUsable for a packed extract that unpacks to far more than a month of England."""
    with path.open("rb") as file:
        is_gzip, is_zip = file.read(2) == b"\x1f\x8b", zipfile.is_zipfile(file)
    try:
        if is_zip:
            size = sum(part.file_size for part in zipfile.ZipFile(path).infolist())
        else:
            size = sum(map(len, read_parts(path))) if is_gzip else path.stat().st_size
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile) as problem:
        raise FileNotUsable(f"{path} cannot be unpacked.") from problem
    if size > LARGEST_UNPACKED:
        raise FileNotUsable(
            f"Unpacked, {path} is larger than {LARGEST_UNPACKED // 1024**2} MB: that is no single month."
        )


def read_parts(path: Path) -> Iterator[bytes]:
    """What a gzip file unpacks to, up to a little more than it may."""
    with gzip.open(path) as file:
        for _ in range(LARGEST_UNPACKED // PART + 1):
            yield file.read(PART)


def pack_counts(counts: dict[Key, Counts], foreign: float) -> bytes:
    """Counts as JSON, noughts left out."""
    told = [
        [part.value, line, [[band, n] for band, n in enumerate(numbers[:BAND_COUNT]) if n], *numbers[BAND_COUNT:]]
        for (part, line), numbers in counts.items()
    ]
    return orjson.dumps({"counts": told, "foreign": foreign})


def unpack_counts(packed: bytes) -> tuple[dict[Key, Counts], int]:
    told = orjson.loads(packed)
    counts: dict[Key, Counts] = {}
    for part, line, bands, unknown, total in told["counts"]:
        numbers = [0.0] * BAND_COUNT
        for band, number in bands:
            numbers[band] = number
        counts[Part(part), line] = (*numbers, unknown, total)
    return counts, int(told["foreign"])


def list_published(clockstart: Clockstart) -> list[Published]:
    """What has been brought in, the newest month first."""
    found = [make_published(extract, about) for extract, about in clockstart.store.published.list().items()]
    return sorted(found, key=lambda one: one.month, reverse=True)


def make_published(extract: str, about: Mapping[str, Any]) -> Published:
    names = ("rows", "providers", "file", "by", "at", "source", "licence")
    return Published(extract, date.fromisoformat(about["month"]), *(about[name] for name in names))


def get_published(clockstart: Clockstart, extract: str) -> Published:
    """One extract. Raises NotFound, Refused for an id that could not be one."""
    return make_published(extract, clockstart.store.published.get(extract))


def remove_extract(clockstart: Clockstart, actor: Actor, extract: str, trace: Trace) -> Published:
    """Remove an extract for everybody, and enter it in the trail. Raises Forbidden for learners, NotFound, Refused."""
    check_oversee(actor)
    found = get_published(clockstart, extract)
    if not clockstart.store.published.remove(extract):
        raise NotFound("There is no such extract. It may have been removed.")
    clockstart.store.audit.enter(None, "remove-extract", trace=trace, now=clockstart.now, what=extract, file=found.file)
    return found


def list_organisations(clockstart: Clockstart, extract: str) -> list[Organisation]:
    """The providers of an extract, the longest list first. Raises NotFound."""
    clockstart.store.published.get(extract)
    packed = clockstart.store.published.read(extract, [INDEX])
    found = [Organisation(*told) for told in orjson.loads(packed[INDEX])]
    return sorted(found, key=lambda one: (-one.waiting, one.code))


def list_names(clockstart: Clockstart) -> dict[str, str]:
    """The code of each provider and region by its name, as the newest extract has them; none without an extract."""
    newest = next(iter(list_published(clockstart)), None)
    found = [] if newest is None else list_organisations(clockstart, newest.id)
    regions = {fold_name(one.parent_name): one.parent for one in found if one.parent_name}
    return {**regions, **{fold_name(one.name): one.code for one in found if one.name}}


def read_level(clockstart: Clockstart, extract: str, key: str) -> Level:
    """England, a region or a provider. Raises NotFound for one that is not in the extract."""
    organisations = list_organisations(clockstart, extract)
    if key == ENGLAND:
        return make_level(clockstart, extract, key, name_whole(len(organisations)), [ENGLAND])
    if key.startswith(PARENT):
        own = [one for one in organisations if one.parent == key.removeprefix(PARENT)]
        if own:
            name = as_name(own[0].parent_name) or own[0].parent
            return make_level(clockstart, extract, key, name, [f"{PROVIDER}{one.code}" for one in own])
    found = next((one for one in organisations if key == f"{PROVIDER}{one.code}"), None)
    if found is None:
        raise NotFound("That organisation is not in the extract.")
    return make_level(clockstart, extract, key, as_name(found.name) or found.code, [key])


def make_level(clockstart: Clockstart, extract: str, key: str, name: str, parts: Sequence[str]) -> Level:
    """The sums of these parts as one."""
    total: dict[Key, Counts] = {}
    foreign = 0
    for packed in clockstart.store.published.read(extract, parts).values():
        counts, apart = unpack_counts(packed)
        foreign += apart
        for one, numbers in counts.items():
            known = total.get(one)
            total[one] = tuple(a + b for a, b in zip(known, numbers, strict=True)) if known else numbers
    return Level(key, name, total, foreign)


def list_levels(organisations: Sequence[Organisation]) -> dict[str, str]:
    """What can be compared with: England, every region, every provider; key → words."""
    regions = sorted({(one.parent_name or one.parent, one.parent) for one in organisations if one.parent})
    providers = sorted((one.name or one.code, one.code) for one in organisations)
    return {
        ENGLAND: name_whole(len(organisations)),
        **{f"{PARENT}{code}": as_name(name) for name, code in regions},
        **{f"{PROVIDER}{code}": f"{as_name(name)} ({code})" for name, code in providers},
    }


def name_whole(providers: int) -> str:
    """What all providers of an extract are: England, or those that are in the file."""
    return "England" if providers >= MOST_OF_ENGLAND else f"All {providers} providers of the file"


def as_name(capitals: str) -> str:
    """An organisation's name as people write it: the extract has capitals throughout."""
    small = {"And": "and", "Of": "of", "The": "the", "For": "for", "Nhs": "NHS"}
    words = [small.get(word, word) for word in capitals.title().split()]
    return with_capital(" ".join(words))
