"""A long file written by a job: packed as it grows (one gzip stream), so that it is sent as it is stored."""

import zlib
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from dashapp.services.files.spreadsheet_cells import csv_text
from dashapp.services.jobs.jobs import Watch

GZIP = 31
FAST = 3


CSV_MARK = b"\xef\xbb\xbf"
"""By this Excel knows that a CSV file is UTF-8."""
CHUNK = 500


class PackedFile:
    """The file of the job that is watched."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._packer = zlib.compressobj(FAST, wbits=GZIP)

    def write(self, rows: Iterable[Iterable[Any]]) -> None:
        """Add rows as CSV, safe to open in a spreadsheet, some at a time."""
        left = iter(rows)
        while chunk := list(islice(left, CHUNK)):
            self.add(csv_text(chunk).encode())

    def add(self, part: bytes) -> None:
        """Add a part of the file as it is."""
        self._keep(self._packer.compress(part) + self._packer.flush(zlib.Z_SYNC_FLUSH))

    def close(self) -> None:
        """No more rows; the file is whole from here on."""
        self._keep(self._packer.flush())

    def _keep(self, part: bytes) -> None:
        self._watch.clockstart.store.jobs.add_to_file(self._watch.uid, self._watch.job_id, part)


def unpack(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The text of a packed file, for those who cannot unpack it themselves."""
    unpacker = zlib.decompressobj(wbits=GZIP)
    for part in parts:
        yield unpacker.decompress(part)
    yield unpacker.flush()
