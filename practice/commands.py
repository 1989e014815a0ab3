"""`python -m practice families | make | check`: what is asked for by options, and JSON Lines as the answer."""

import os
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from practice.case import CaseError, describe_case
from practice.dials import LEVELS, set_dials
from practice.families import FAMILIES
from practice.family import Family
from practice.gate import check
from practice.making import find_family, make, make_set
from rules.programs import write_line


def run_families(argv: Sequence[str]) -> int:
    """Every family of cases, a line each."""
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


def run_make(argv: Sequence[str]) -> int:
    """`--family NAME --seed TEXT [--n N] [--level L]`: cases, a line each."""
    parser = make_parser("make", "Cases of a family, the truth included: the same seed gives the same cases.")
    parser.add_argument("--family", type=read_template, required=True, help="a family, or a template as dna-first@1")
    parser.add_argument("--seed", required=True, help="any text")
    parser.add_argument("--n", type=read_count, help="how many cases of the set; one without it")
    parser.add_argument("--level", type=int, choices=tuple(LEVELS), default=1, help="how hard, 1 to 5")
    told = parser.parse_args(argv)
    of = (told.family, told.seed, set_dials(told.level), told.today)
    for case in make_set(*of, told.n) if told.n else [make(*of)]:
        tell(describe_case(case))
    return 0


def run_check(argv: Sequence[str]) -> int:
    """`[--seeds N] [--family NAME]`: the gate; exit status 1 when anything does not hold."""
    parser = make_parser("check", "Make cases of every family and level and say what does not hold.")
    parser.add_argument("--seeds", type=read_count, default=10, help="how many cases of each family and level")
    parser.add_argument("--family", type=read_template, help="this family only")
    told = parser.parse_args(argv)
    names = [find_family(told.family).name] if told.family else list(FAMILIES)
    faults: Counter[str] = Counter()
    for fault in check(names, told.seeds, told.today):
        faults[fault.family] += 1
        tell(fault._asdict())
    for name in names:
        tell({"family": name, "cases": told.seeds * len(LEVELS), "faults": faults[name]})
    return 1 if faults else 0


def make_parser(command: str, does: str) -> ArgumentParser:
    """A parser that knows `--today`, which is the day of the product where it is fixed, and otherwise this one."""
    parser = ArgumentParser(f"python -m practice {command}", description=does)
    today = os.environ.get("CLOCKSTART_TODAY") or date.today().isoformat()
    parser.add_argument("--today", type=read_day, default=today, help="the day the cases are made for, YYYY-MM-DD")
    return parser


def read_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise ArgumentTypeError(f"{text} is not a possible date") from problem


def read_template(text: str) -> str:
    """A family or template that is there."""
    try:
        find_family(text)
    except CaseError as problem:
        raise ArgumentTypeError(str(problem)) from problem
    return text


def read_count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"{text} is not a number of 1 or more")
    return int(text)


def tell(line: Mapping[str, Any]) -> None:
    """Write a line of the answer."""
    sys.stdout.buffer.write(write_line(line))
