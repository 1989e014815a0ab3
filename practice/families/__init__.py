"""The kinds of case, a file a book. To add one:

1. In the file of its book write a function of a `Story` that tells what happened and ends with `ask`: the event about
   which the learner is asked. `story.referred().seen_first().after(14, 40)` tells a day; `near` puts a number of days
   on both sides of where a rule turns. What is known but is no event that counts (registered, operated) is a `fact`.
2. Declare it with `@family(name, title, situation, asks="D T C R", rules="SP1 NX1", wrong="pause")`: the facets, the
   rules practised, the mal-rules that can show. Vary what decides, so that the right answer cannot be guessed.
3. Say each new kind of event in `practice/wordings/*.toml`: three wordings at least, what decides in `when`.
   A verdict is asked with `question(…)` and `decisions="met breach"`; where months matter a story has `begin_on`.
4. `python -m practice check --seeds 20 --family NAME` says what is not right yet.
5. When a draw changes what a seed gives, raise `version`; a new book is one line in `_BOOKS` below.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Final

from practice.family import Family

_BOOKS: Final = (
    *("starts", "stops", "dna", "choice", "cancellations", "validation", "cancer", "diagnostics", "returns"),
    *("booking", "mdt", "transfers", "contact", "consent", "funding"),
)


def _list_families() -> list[Family]:
    books = [vars(import_module(f"{__name__}.{book}")) for book in _BOOKS]
    return [value for book in books for value in book.values() if isinstance(value, Family)]


FAMILIES: Final[Mapping[str, Family]] = {family.name: family for family in _list_families()}
"""Every family by its name."""
