"""Sets of cases: the families of a competency (LEARNING §7), as far as there are families for it."""

from collections.abc import Mapping, Sequence

from practice.competencies import COMPETENCIES
from practice.families import FAMILIES
from practice.in_modules import list_families
from practice.reasons import read_reasons
from words.questions import Choices

NOT_OFFERED = frozenset(read_reasons("not_offered.txt"))
OFFERED_FAMILIES = tuple(name for name in FAMILIES if name not in NOT_OFFERED)
SETS: Mapping[str, tuple[str, ...]] = {
    slug: found for slug, competency in COMPETENCIES.items() if (found := competency.pick(OFFERED_FAMILIES))
}
SET_WORDS: Choices = {slug: COMPETENCIES[slug].title for slug in SETS}
FAMILY_WORDS: Choices = {name: FAMILIES[name].title for name in OFFERED_FAMILIES}
COUNTS: Choices = {count: f"{count} cases" for count in ("5", "10", "20", "50")}
LEVELS: Choices = {
    "1": "1, two to four events",
    "2": "2, a little more happens",
    "3": "3, more events, dates on the edge",
    "4": "4, long stories, codes that mislead",
    "5": "5, something is missing",
}
MIX, PICKED = "mix", "picked"
OFFERED: Choices = {**SET_WORDS, MIX: "A mix of everything", PICKED: "Kinds of case that I pick"}


WORKED: Mapping[str, frozenset[str]] = {
    "modules": frozenset(list_families()),
    "entered": frozenset(name for name in list_families() if FAMILIES[name].kind == "effect"),
}
"""The families for each way of working in the modules."""


def list_templates(chosen: str, families: Sequence[str], where: str = "") -> list[str]:
    """The templates of a session: of the families that were picked, or of its set; every one for a mix. Of those that
    can be worked where that is asked for: there may be none."""
    names = [name for name in families if name in FAMILY_WORDS] if chosen == PICKED else SETS.get(chosen)
    return [FAMILIES[name].template for name in names or OFFERED_FAMILIES if name in WORKED.get(where, {name})]
