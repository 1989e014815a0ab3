"""Sets of cases: the families of a competency (LEARNING §7), as far as there are families for it."""

from collections.abc import Mapping, Sequence

from practice.families import FAMILIES
from practice.reasons import read_reasons
from words.questions import Choices

PREFIXES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "start": ("Start the right clock", ("start-", "weeks", "working-days", "identifiers")),
    "stop": ("Stop it, and only then", ("stop-",)),
    "missed": ("Missed and cancelled", ("dna-", "cancel-")),
    "choice": ("Choice, delay, fitness", ("choice-", "unfit")),
    "validate": ("Validate a list", ("validate-",)),
    "cancer": ("Track cancer, run an MDT", ("cancer-", "mdt-")),
    "transfer": ("Transfer and report", ("transfer-", "return-parts")),
    "tests": ("Tests, planned care, booking", ("dm01", "booking-order")),
    "policy": ("Consent and funding", ("consent-", "funding-")),
}
NOT_OFFERED = frozenset(read_reasons("not_offered.txt"))
OFFERED_FAMILIES = tuple(name for name in FAMILIES if name not in NOT_OFFERED)
SETS: Mapping[str, tuple[str, ...]] = {
    slug: found
    for slug, (_, prefixes) in PREFIXES.items()
    if (found := tuple(name for name in OFFERED_FAMILIES if name.startswith(prefixes)))
}
SET_WORDS: Choices = {slug: PREFIXES[slug][0] for slug in SETS}
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


def list_templates(chosen: str, families: Sequence[str]) -> list[str]:
    """The templates of a session: of the families that were picked, or of its set; every one for a mix."""
    names = [name for name in families if name in FAMILY_WORDS] if chosen == PICKED else SETS.get(chosen)
    return [FAMILIES[name].template for name in names or OFFERED_FAMILIES]
