"""Lines of a return, and lists of pathways, as short text that a record can hold."""

import base64
import zlib
from collections.abc import Iterable, Sequence
from typing import Any

import orjson

from rules.returns.layout import BAND_COUNT, Part, ReturnLine


def pack_lines(lines: Sequence[ReturnLine]) -> str:
    """The lines with their noughts left out, compressed."""
    return squeeze([pack_line(line) for line in lines])


def unpack_lines(text: str) -> list[ReturnLine]:
    """The lines again, as they were packed."""
    return [unpack_line(*told) for told in expand(text)]


def pack_line(line: ReturnLine) -> list[Any]:
    counts = [[band, count] for band, count in enumerate(line.bands) if count]
    return [line.provider, line.commissioner, line.part.value, line.line, counts, line.unknown_starts, line.total_all]


def unpack_line(
    provider: str, commissioner: str, part: str, line: str, counts: list[list[int]], unknown: int, total: int
) -> ReturnLine:
    bands = [0] * BAND_COUNT
    for band, count in counts:
        bands[band] = count
    return ReturnLine(provider, commissioner, Part(part), line, tuple(bands), unknown, total)


def pack_words(words: Iterable[str]) -> str:
    """Many short words, compressed."""
    return squeeze(list(words))


def unpack_words(text: str) -> list[str]:
    return [str(word) for word in expand(text)]


def squeeze(value: Any) -> str:
    return base64.b64encode(zlib.compress(orjson.dumps(value), 9)).decode()


def expand(text: str) -> Any:
    return orjson.loads(zlib.decompress(base64.b64decode(text)))
