"""Where the words over a clock stand: two lanes, no word over another or over a leader; what does not fit is left out.

The server does not know how wide the page is. It places words for a narrow column first and adds, where they fit, those
of a wide one: places are percent of the width and words keep theirs, so that what does not touch in a narrow drawing
does not touch in a wider one either. On a phone only what is `essential` is named (`assets/clock.css`), in words that
fit there (`list_phone`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

PHONE, NARROW, WIDE = 290, 640, 920
PER_LETTER = 6.9
"""Pixels of a letter of 13 px in the widest of our fonts."""
GAP = 6
UPPER, LOWER = 0, 1
ANYWHERE = ((LOWER, "right"), (LOWER, "left"), (UPPER, "right"), (UPPER, "left"))
NEAR_LEFT = 42.0
FLAG = ((UPPER, "left"), (UPPER, "right"), (LOWER, "left"), (LOWER, "right"))


@dataclass(frozen=True, slots=True)
class Label:
    """Words for a place of the drawing; in a list the more important come first. A `flag` belongs to a line that goes
    through both lanes; `short` is what a phone shows."""

    words: str
    place: float
    look: str = ""
    flag: bool = False
    essential: bool = False
    short: str = ""


class Placed(NamedTuple):
    """A label in its lane, to the left or right of its place; `wide` when there is room in a wide drawing alone."""

    label: Label
    lane: int
    side: str
    wide: bool


def place_labels(labels: Sequence[Label], lines: Sequence[float] = (), taken: int = 0) -> list[Placed]:
    """The labels that fit. `lines` are places that are drawn through both lanes, words or not; `taken` the pixels next
    to the drawing that names need."""
    placed: list[Placed] = []
    for width in (NARROW, WIDE):
        left = [label for label in labels if label not in {one.label for one in placed}]
        for label in left:
            found = find_place(label, placed, lines, width - taken)
            placed += [found._replace(wide=width == WIDE)] if found else []
    return placed


def list_phone(placed: Sequence[Placed], lines: Sequence[float]) -> dict[Label, str]:
    """What a phone says of each label that it names: all of it, or in short, where no line is crossed."""
    named: list[Placed] = []
    said: dict[Label, str] = {}
    for one in sorted(placed, key=lambda one: not one.label.flag):
        label = one.label
        for words in filter(None, [label.short] if label.flag else [label.words, label.short] * (not one.wide)):
            tried = one._replace(label=replace(label, words=words))
            left, right = reach(tried, PHONE)
            if label.essential and (
                label.flag or (left >= 0 and right <= PHONE and is_free(tried, named, lines, PHONE))
            ):
                named.append(tried)
                said[label] = words
                break
    return said


def find_place(label: Label, placed: Sequence[Placed], lines: Sequence[float], width: int) -> Placed | None:
    """The first lane and side where it touches nothing that is placed already."""
    for lane, side in list_ways(label):
        one = Placed(label, lane, side, False)
        left, right = reach(one, width)
        if left >= 0 and right <= width and is_free(one, placed, lines, width):
            return one
    return None


def list_ways(label: Label) -> Sequence[tuple[int, str]]:
    """Lanes and sides in the order they are tried; a flag near the left edge goes to the right, for a phone's sake."""
    if not label.flag:
        return ANYWHERE
    return FLAG if label.place > NEAR_LEFT else ((UPPER, "right"), *FLAG)


def is_free(one: Placed, placed: Sequence[Placed], lines: Sequence[float], width: int) -> bool:
    here = reach(one, width)
    crossed = [place * width / 100 for place in lines if place != one.label.place]
    crossed += [x for other in placed for x in leader(other, one.lane, width) if other.label.place != one.label.place]
    touches = [other for other in placed if other.lane == one.lane and overlap(here, reach(other, width))]
    through = [x for x in leader(one, LOWER, width) if one.lane == UPPER]
    below = [reach(other, width) for other in placed if other.lane == LOWER]
    return (
        not touches
        and not any(here[0] - 2 < x < here[1] + 2 for x in crossed)
        and not any(left - 2 < x < right + 2 for x in through for left, right in below)
    )


def reach(one: Placed, width: int) -> tuple[float, float]:
    """From where to where the words go, in pixels."""
    at, long = one.label.place * width / 100, len(one.label.words) * PER_LETTER + GAP
    return (at, at + long) if one.side == "right" else (at - long, at)


def leader(one: Placed, lane: int, width: int) -> Iterator[float]:
    """Where the stem under a label goes through a lane: that of one in the upper lane goes through both."""
    if one.lane <= lane:
        yield one.label.place * width / 100


def overlap(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] < other[1] + GAP and other[0] < one[1] + GAP


def thin(places: Sequence[float], gap: float) -> list[int]:
    """The indexes of those that stand at least `gap` apart, the earlier in the list preferred."""
    chosen: list[int] = []
    for index, place in enumerate(places):
        if all(abs(place - places[other]) >= gap for other in chosen):
            chosen.append(index)
    return chosen
