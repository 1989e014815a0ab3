"""What takes a cue back (not, if, in 2019, her father, another team, a question), and what says it is still to come.

Each looks at the words before the cue in its clause, some also at those after it.
"""

import re
from typing import Final

from practice.letters.lexicon import WORDS

CLAUSE: Final = WORDS["clause"]
NOT: Final = WORDS["not"]
IF: Final = WORDS["if"]
AFTER_IF: Final = WORDS["after_if"]
YET: Final = WORDS["yet"]
YET_AFTER: Final = WORDS["yet_after"]
PAST: Final = WORDS["past"]
HAD: Final = WORDS["had"]
KIN: Final = WORDS["kin"]
OTHERS: Final = WORDS["others"]
QUESTION: Final = WORDS["question"]
DONE: Final = frozenset({"treated"})
TO_BE_SAID: Final = frozenset(
    {
        "no_treatment",
        "treated",
        "decided",
        "new_treatment",
        "discharged",
        "declines_all",
        "transferred",
        "monitor_patient",
        "monitor_team",
        "died",
        "dna",
        "separate",
        "dose",
    }
)
NEGATIVE_WORDS: Final = frozenset(
    {
        "no_treatment",
        "open_door",
        "dna",
        "declines_all",
        "untold",
        "no_outcome",
        "uncommunicated",
        "communicated",
        "reviewed",
        "policy",
        "vulnerable",
    }
)
"""Acts of which the words say "not" themselves, and hints on which nothing stops."""


def clause_before(part: str, start: int) -> str:
    """The words of the clause up to the cue."""
    cuts = [found.end() for found in CLAUSE.finditer(part, 0, start)]
    return part[cuts[-1] if cuts else 0 : start]


def clause_after(part: str, end: int) -> str:
    found = re.search(r"[,;()]| and ", part[end:])
    return part[end : end + found.start()] if found else part[end:]


def is_taken_back(act: str, part: str, start: int, end: int) -> bool:
    """Whether it was not so, was long ago, is somebody else's or only asked."""
    before, after, words = clause_before(part, start), clause_after(part, end), part[start:end]
    if (
        act in (TO_BE_SAID | {"going_on"}) - NEGATIVE_WORDS
        and NOT.search(before)
        and not words.lower().startswith(("no ", "not "))
    ):
        return True
    if act == "decided" and re.search(r"\bnot\b", words, re.IGNORECASE):
        return True
    if act in TO_BE_SAID and (PAST.search(before) or PAST.search(words) or PAST.search(after) or HAD.search(before)):
        return True
    kin = KIN.search(before + words) if act in TO_BE_SAID else None
    if kin and not re.search(r"\b(?:with|and|by|from|to) ?$", before[: kin.start()]):
        return True
    if act in TO_BE_SAID - {"transferred", "died"} and OTHERS.search(before):
        return True
    return act in TO_BE_SAID and (QUESTION.search(before) is not None or part.rstrip().endswith("?"))


def may_still_be(act: str, part: str, start: int, end: int) -> bool:
    """Whether it is only possible, or for later."""
    if act not in TO_BE_SAID or act in {"died", "dna"}:
        return False
    before, after = part[:start], clause_after(part, end)
    words = part[start:end]
    here = clause_before(part, start)
    if act != "monitor_patient" and (
        IF.search(here) or re.match(r"\s*(?:if|should|unless|once|when|were|in case)\b", before, re.IGNORECASE)
    ):
        return True
    if AFTER_IF.search(after):
        return True
    if act in DONE:
        return bool(YET.search(here) or YET_AFTER.search(after) or re.search(r"\b(?:will|to be|shall)\b", words))
    return False
