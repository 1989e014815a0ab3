"""A letter in sentences; boxes that are not ticked are left out, for nothing was said by them."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from words.pasted import plain_spacing

ABBREVIATED: Final = (
    r"(?<!\bDr)(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bSt)(?<!\bProf)(?<!\bapprox)(?<!\bNo)(?<!\b[A-Z])(?<!e\.g)(?<!i\.e)"
)
END: Final = re.compile(rf"(?:{ABBREVIATED}\.|[!?])[)\"']*\s+(?=[\"'(\[]*[A-Z0-9])")
BOX: Final = re.compile(r"(\[[ xX✓✔*]?\]|[☐☑☒✓✔])")
TICKED: Final = frozenset(["[x]", "[X]", "[✓]", "[✔]", "[*]", "☑", "☒", "✓", "✔"])
FURNITURE: Final = re.compile(
    r"\s*(?:from|to|date|cc|dear|yours|kind regards|with (?:kind|best))\b(?!.*(?:outcome|discharg|listed))",
    re.IGNORECASE,
)
PARTS: Final = re.compile(r";|:(?!\d)| – | - |—|\bbut\b|\bthough\b|\balthough\b|\bwhereas\b|\bhowever\b", re.IGNORECASE)


class Sentence(NamedTuple):
    """As it stands in the letter, and the parts in which its words are read."""

    text: str
    parts: tuple[str, ...]


def split_sentences(text: str) -> list[Sentence]:
    """In the order of the letter."""
    return [make_sentence(one) for line in join_lines(text) for one in split_line(line) if one.strip()]


def join_lines(text: str) -> Iterator[str]:
    """Lines; one that goes on in small letters is one with the line before."""
    held = ""
    for line in text.splitlines():
        bare = " ".join(line.split())
        if held and bare and bare[0].islower() and held[-1] not in ".!?:":
            held += f" {bare}"
            continue
        if held:
            yield held
        held = bare
    if held:
        yield held


def split_line(line: str) -> Iterator[str]:
    """Sentences of a line; of boxes those that are ticked, each with its tick."""
    if not BOX.search(line):
        at = 0
        for end in END.finditer(line):
            yield line[at : end.end()].strip()
            at = end.end()
        yield line[at:].strip()
        return
    before, *boxes = BOX.split(line)
    yield before.strip()
    for mark, label in zip(boxes[::2], boxes[1::2], strict=True):
        if mark in TICKED:
            yield f"{mark} {label.strip()}"


def make_sentence(text: str) -> Sentence:
    plain = plain_spacing(text.replace("’", "'").replace("‘", "'"))
    parts = () if FURNITURE.match(text) and len(text) < 80 else (plain,)
    return Sentence(text, tuple(part for one in parts for part in PARTS.split(one) if part.strip()))
