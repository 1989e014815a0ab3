"""The rule books as programs: JSON Lines in, JSON Lines out (CONTRACTS §6). Other packages run theirs the same way.

`python -m rules COMMAND [FILE]`. A line that cannot be read gives `{"line": n, "error": "…"}` and the rest go on; the
exit status is then 1. The module behind a command is loaded only when the command is called.
"""

import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from typing import Any, BinaryIO, NamedTuple, NoReturn

from words.pasted import quote

Answer = Callable[[dict[str, Any]], Mapping[str, Any]]


class LineError(ValueError):
    """A line that cannot be answered; the message is a plain sentence. Any ValueError is reported the same way."""


class Command(NamedTuple):
    """`does` for the help text; `module` has the function `answers`, a dict in and a dict out, or for whole files the
    function `main`, argv in and the exit status out."""

    does: str
    module: str
    takes_lines: bool = True
    answers: str = "answer_line"
    main: str = "main"


COMMANDS: dict[str, Command] = {
    "rtt": Command("RTT clocks from pathway events", "rules.rtt"),
    "cancer": Command("cancer waiting times from pathway events", "rules.cancer"),
    "nhs-number": Command("check NHS numbers", "rules.identifiers"),
    "bands": Command("week bands from days waited", "rules.calendar"),
    "spc": Command("limits, signals and icons of a series over time", "rules.spc"),
    "capacity": Command("waiting list formulas, statistics and schedules", "rules.capacity"),
    "kpis": Command("figures per provider from a published RTT extract", "rules.returns.published", takes_lines=False),
    "return": Command("the monthly RTT return from patient-level rows", "rules.returns", takes_lines=False),
    "vocabulary": Command("every event, attribute and allowed value", "rules.vocabulary", takes_lines=False),
}


def run_as_program(commands: Mapping[str, Command], package: str) -> NoReturn:
    """Run what the command line asks of these commands, and exit with its status."""
    try:
        status = main(sys.argv[1:], commands, package)
    except BrokenPipeError:  # whoever read the output has gone; nothing is left to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 1
    sys.exit(status)


def main(argv: Sequence[str], commands: Mapping[str, Command] = COMMANDS, package: str = "rules") -> int:
    """Run one command; the exit status is 0, 1 when a line could not be read, 2 when the command was not understood."""
    if not argv:
        sys.stderr.write(describe_commands(commands, package))
        return 2
    if argv[0] in {"-h", "--help"}:
        sys.stdout.write(describe_commands(commands, package))
        return 0
    command = commands.get(argv[0])
    if command is None:
        sys.stderr.write(f"There is no command {quote(argv[0])}.\n{describe_commands(commands, package)}")
        return 2
    module = import_module(command.module)
    if not command.takes_lines:
        return int(getattr(module, command.main)(list(argv[1:])))
    return _answer_file(getattr(module, command.answers), argv[1:])


def describe_commands(commands: Mapping[str, Command] = COMMANDS, package: str = "rules") -> str:
    """The help text."""
    rows = "".join(f"  {name:<12}{command.does}\n" for name, command in commands.items())
    return f"python -m {package} COMMAND [FILE]\n\n{rows}"


def _answer_file(answer: Answer, names: Sequence[str]) -> int:
    if len(names) > 1:
        sys.stderr.write("Give one file, or none to read standard input.\n")
        return 2
    if not names or names[0] == "-":
        return answer_lines(answer, sys.stdin.buffer, sys.stdout.buffer)
    try:
        source = open(names[0], "rb")  # noqa: SIM115  closed below; a broken pipe while writing is not a read error
    except OSError as problem:
        sys.stderr.write(f"{names[0]} cannot be read: {problem.strerror}.\n")
        return 2
    with source:
        return answer_lines(answer, source, sys.stdout.buffer)


def answer_lines(answer: Answer, source: Iterable[bytes], out: BinaryIO) -> int:
    """Answer each line of JSON in order; empty lines are passed over. Returns 0, or 1 when any line had an error."""
    status = 0
    for number, line in enumerate(source, start=1):
        if not line.strip():
            continue
        try:
            told = answer(read_line(line))
        except ValueError as problem:
            told, status = {"line": number, "error": str(problem)}, 1
        out.write(write_line(told))
    out.flush()
    return status


def read_line(line: bytes) -> dict[str, Any]:
    """The JSON object on a line of UTF-8; LineError when it is not one."""
    try:
        values = json.loads(line.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except UnicodeDecodeError as problem:
        raise LineError("This line is not UTF-8 text.") from problem
    except json.JSONDecodeError as problem:
        raise LineError(f"This line is not JSON: {problem.msg} at column {problem.colno}.") from problem
    except RecursionError as problem:
        raise LineError("This line is nested too deeply.") from problem
    if not isinstance(values, dict):
        raise LineError("This line is not a JSON object.")
    return values


def write_line(told: Mapping[str, Any]) -> bytes:
    """One line of JSON; half characters that came in as escapes go out as escapes."""
    return (json.dumps(told, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")


def _refuse_constant(name: str) -> None:
    raise LineError(f"{name} is not a number JSON knows.")
