"""What the commands are told: which family, which seeds, which day."""

import os
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Mapping
from datetime import date
from typing import Any

from practice.case import CaseError
from practice.dials import LEVELS
from practice.making import find_family
from rules.programs import write_line


def make_parser(command: str, does: str) -> ArgumentParser:
    """A parser that knows `--today`, which is the day of the product where it is fixed, and otherwise this one."""
    parser = ArgumentParser(f"python -m practice {command}", description=does)
    today = os.environ.get("CLOCKSTART_TODAY") or date.today().isoformat()
    parser.add_argument("--today", type=read_day, default=today, help="the day the cases are made for, YYYY-MM-DD")
    return parser


def add_level(parser: ArgumentParser) -> None:
    parser.add_argument("--level", type=int, choices=tuple(LEVELS), default=1, help="how hard, 1 to 5")


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
