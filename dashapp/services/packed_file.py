"""A long CSV file written by a job: packed as it grows (one gzip stream), so that it is sent as it is stored."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Any

from dashapp.services.cells import csv_text
from dashapp.services.jobs import Watch

GZIP = 31
FAST = 3


class PackedFile:
    """The file of the job that is watched; rows are made safe to open in a spreadsheet."""

    def __init__(self, watch: Watch, columns: Iterable[str]) -> None:
        self._watch = watch
        self._packer = zlib.compressobj(FAST, wbits=GZIP)
        self._add("\ufeff" + csv_text([columns]))

    def write(self, rows: Iterable[Iterable[Any]]) -> None:
        """Add rows, as one part of the file."""
        self._add(csv_text(rows))

    def close(self) -> None:
        """No more rows; the file is whole from here on."""
        self._keep(self._packer.flush())

    def _add(self, text: str) -> None:
        self._keep(self._packer.compress(text.encode()) + self._packer.flush(zlib.Z_SYNC_FLUSH))

    def _keep(self, part: bytes) -> None:
        self._watch.clockstart.store.jobs.add_to_file(self._watch.uid, self._watch.job_id, part)


def unpack(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The text of a packed file, for those who cannot unpack it themselves."""
    unpacker = zlib.decompressobj(wbits=GZIP)
    for part in parts:
        yield unpacker.decompress(part)
    yield unpacker.flush()
