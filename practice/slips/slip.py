"""What a slip is."""

from collections.abc import Callable
from datetime import date
from random import Random
from typing import NamedTuple

from practice.records import Edit, Record

Find = Callable[[Record, Random, date], list[Edit]]


class Slip(NamedTuple):
    """`says` is what went wrong, in words for the explanation; `find` makes the changes, `speaks` are the numbered
    checks that speak of them, `moves` says whether a clock moves."""

    name: str
    says: str
    find: Find
    speaks: tuple[int, ...] = ()
    moves: bool = False
