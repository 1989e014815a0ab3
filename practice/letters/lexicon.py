"""The words that are looked for in letters, from the data files next to this one."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

SLOT: Final = re.compile(r"\{(\w+[a-z])\}")


class Cue(NamedTuple):
    """Words that tell of an act, and words in the same part of a sentence that make them tell of something else."""

    words: re.Pattern[str]
    not_with: re.Pattern[str] | None


def read_toml(name: str) -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))


WORDS: Final[Mapping[str, re.Pattern[str]]] = {
    name: re.compile(words, re.IGNORECASE) for name, words in read_toml("words.toml").items()
}


@cache
def read_cues() -> Mapping[str, Sequence[Cue]]:
    """By act, from `cues.toml`; a name in braces stands for the words of a slot."""
    told = read_toml("cues.toml")
    slots = told.pop("slots")

    def compiled(patterns: Sequence[str]) -> re.Pattern[str]:
        joined = "|".join(f"(?:{one})" for one in patterns)
        filled = SLOT.sub(lambda found: slots.get(found[1], found[0]), joined)
        return re.compile(SLOT.sub(lambda found: slots.get(found[1], found[0]), filled), re.IGNORECASE)

    return {
        act: [Cue(compiled([one]), compiled(words["not_with"]) if words["not_with"] else None) for one in words["cues"]]
        for act, words in told.items()
    }
