"""The rule books as programs: lines in, lines out, errors by line."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from rules import programs

DATA = Path(__file__).parents[2] / "data"
ROOT = Path(__file__).parents[3]


def run(*words: str, given: bytes = b"") -> tuple[int, list[dict[str, Any]], str]:
    done = subprocess.run(
        [sys.executable, "-m", "rules", *words], input=given, capture_output=True, cwd=ROOT, check=False
    )
    told = [json.loads(line) for line in done.stdout.decode().splitlines()]
    return done.returncode, told, done.stderr.decode()


def test_rtt_answers_a_file_line_by_line() -> None:
    status, told, _ = run("rtt", str(DATA / "rtt_clock.jsonl"))
    cases = [json.loads(line) for line in (DATA / "rtt_clock.jsonl").read_text().splitlines()]
    assert status == 0
    assert [line["id"] for line in told] == [case["id"] for case in cases]
    assert [line["clock_start"] for line in told] == [case["expected"]["clock_start"] for case in cases]
    needed = "id status periods clock_start clock_stop breach_date last_day_within_18w weeks_waited_on explanation"
    assert all(set(needed.split()) <= set(line) for line in told)


def test_unreadable_lines_are_reported_and_the_rest_go_on() -> None:
    good = {"id": 1, "as_of": "2025-05-31", "events": [{"date": "2025-01-06", "event": "referral_received"}]}
    bad = [
        b"not json",
        b"[1, 2]",
        b'{"id": 2, "events": []}',
        b'{"id": 3, "as_of": "2025-02-30", "events": []}',
        b'{"id": 4, "as_of": "2025-05-31", "events": [{"date": "2025-01-06", "event": "teleported"}]}',
        b'{"id": 5, "as_of": "2025-05-31", "events": [{"event": "referral_received"}]}',
        b'{"id": 6, "as_of": "2025-05-31", "events": {}}',
        b'{"id": 7, "as_of": "2025-05-31", "events": [3]}',
        b'{"id": NaN, "as_of": "2025-05-31", "events": []}',
        b"\xff\xfe",
        b"[" * 100_000,
    ]
    lines = [json.dumps(good).encode(), b"", *bad, json.dumps(good).encode()]
    status, told, _ = run("rtt", given=b"\n".join(lines))
    assert status == 1
    assert [line.get("line") for line in told] == [None, *range(3, 3 + len(bad)), None]
    assert all(line["error"].endswith(".") for line in told[1:-1])
    assert "teleported" in told[5]["error"]
    assert "missing" in told[6]["error"]


def test_unknown_attributes_are_reported_not_fatal() -> None:
    line = {
        "id": 1,
        "as_of": "2025-05-31",
        "events": [{"date": "2025-01-06", "event": "referral_received", "colour": 1}],
    }
    status, told, _ = run("rtt", given=json.dumps(line).encode())
    assert status == 0
    assert [finding["code"] for finding in told[0]["findings"]] == ["events-unread-attribute"]


def test_bands_from_standard_input() -> None:
    status, told, _ = run("bands", given=b'{"days": 126}\n{"days": -3}\n{"days": 127}\n')
    assert status == 1
    assert [line.get("band_label") for line in told] == [">17-18", None, ">18-19"]


@pytest.mark.parametrize("words", [(), ("teleport",), ("rtt", "a", "b"), ("rtt", "/nowhere/at/all.jsonl")])
def test_a_command_that_is_not_understood_says_so(words: tuple[str, ...]) -> None:
    status, told, said = run(*words)
    assert status == 2
    assert not told
    assert said


def test_help_names_every_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "rules", "--help"], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0
    assert all(name in done.stdout for name in programs.COMMANDS)


def test_a_reader_who_leaves_early_is_no_error_message() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "rules", "rtt", str(DATA / "rtt_clock.jsonl")],
        stdout=writer,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        check=False,
    )
    os.close(writer)
    assert done.returncode == 1
    assert done.stderr == b""


@pytest.mark.parametrize("name", sorted(programs.COMMANDS))
def test_every_command_has_its_module(name: str) -> None:
    module = programs.import_module(programs.COMMANDS[name].module)
    assert callable(module.answer_line if programs.COMMANDS[name].takes_lines else module.main)


def test_one_pathway_needs_nothing_heavy() -> None:
    heavy = ("polars", "duckdb", "pandas", "holidays", "pydantic", "dash", "flask")
    code = f"import sys, rules.rtt; sys.exit(any(name in sys.modules for name in {heavy}))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
