"""`python -m practice families`: every family of cases, a line each."""

from collections.abc import Sequence
from typing import Any

from practice.commands.options import make_parser, tell
from practice.families import FAMILIES
from practice.family import Family


def main(argv: Sequence[str]) -> int:
    make_parser("families", "Every family of cases.").parse_args(argv)
    for family in FAMILIES.values():
        tell(describe(family))
    return 0


def describe(family: Family) -> dict[str, Any]:
    """What a family declares, as plain values."""
    return {
        "family": family.name,
        "template": family.template,
        "title": family.title,
        "situation": family.situation,
        "kind": family.kind,
        "asks": list(family.asks),
        "rules": list(family.rules),
        "mal_rules": list(family.wrong),
        "slips": list(family.slips),
        "local": family.local,
    }
