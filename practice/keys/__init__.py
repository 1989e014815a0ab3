"""What is right for a case, worked out by the rule books and never typed (LEARNING §4)."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from ..case import Case
from .cancer import find_cancer_effect
from .key import FIGURES, Key, NoKey, Wait
from .rtt import find_rtt_effect
from .validations import find_validation
from .verdicts import NOT_SCORED, find_verdict

__all__ = ["FIGURES", "Key", "NoKey", "Wait", "find_key"]


def find_key(case: Case) -> Key:
    """What is accepted for each facet of a case; NoKey, with a sentence, where the rule books give no answer."""
    find = _KINDS.get(case.kind)
    if find is None:
        raise NoKey(f"A case of the kind {case.kind} has no key that is worked out.")
    key = find(case)
    return replace(key, policy=frozenset(key.facets)) if case.family in NOT_SCORED else key


def _find_effect(case: Case) -> Key:
    return find_cancer_effect(case) if case.family.startswith("cancer-") else find_rtt_effect(case)


_KINDS: Mapping[str, Callable[[Case], Key]] = {
    "effect": _find_effect,
    "validate": find_validation,
    **dict.fromkeys(("verdict", "choice", "number", "date"), find_verdict),
}
"""How the key of each kind of case is found; a short kind asks for one facet of a verdict."""
