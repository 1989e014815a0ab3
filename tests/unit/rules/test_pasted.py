"""Text as it is pasted: figures read as numbers, and shown in messages so that a person sees what was there."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.programs import COMMANDS
from words.pasted import plain_figure, quote


@pytest.mark.parametrize(
    "pasted",
    [
        "1052",
        " 1052 ",
        "1 052",
        "1,052",
        "1\N{NO-BREAK SPACE}052",
        "1\N{NARROW NO-BREAK SPACE}052",
        "１０５２",
        "１，０５２",
    ],
)
def test_a_figure_is_read_however_its_thousands_are_written(pasted: str) -> None:
    assert plain_figure(pasted) == "1052"


@pytest.mark.parametrize(
    ("pasted", "read"),
    [
        ("\N{MINUS SIGN}1,052.5", "-1052.5"),
        ("1,052,000", "1052000"),
        ("1,05", "1,05"),
        ("10 5", "10 5"),
        ("1,052 000", "1,052 000"),
        ("5²", "5²"),
        ("about 1,052", "about 1,052"),
    ],
)
def test_what_is_no_grouped_figure_keeps_its_signs(pasted: str, read: str) -> None:
    assert plain_figure(pasted) == read


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("20\N{NO-BREAK SPACE}26", "“20[no-break space]26”"),
        ("a\tb\nc\0", "“a[tab]b[line break]c[null character]”"),
        ("\N{RIGHT-TO-LEFT OVERRIDE}abc", "“[right-to-left override]abc”"),
        ("\x07", "“[u+0007]”"),
        ("it's a “word”", "“it's a “word””"),
        (12.5, "“12.5”"),
        (["a\xa0"], "a list"),
        ({"a\xa0": 1}, "a group of values"),
    ],
)
def test_what_nobody_can_see_is_named(given: object, shown: str) -> None:
    assert quote(given).casefold() == shown.casefold()


@given(st.text(max_size=200))
def test_everything_quoted_can_be_seen_and_is_short(text: str) -> None:
    shown = quote(text)
    assert shown.isprintable()
    assert len(shown) < 82 + 80 * 60


ODD = "a\N{NO-BREAK SPACE}b\x07\t"
ESCAPES = ("\\xa0", "\\x07", "\\t", "\\u")
LINES: dict[str, dict[str, Any]] = {
    "rtt": {"id": "1", "as_of": "2026-06-15", "events": [{"date": "2026-01-05", "event": "gp_referral_received"}]},
    "cancer": {"id": "1", "events": [{"date": "2026-01-05", "event": "referral_received", "route": "screening"}]},
    "nhs-number": {"nhs_number": "9996729400"},
    "bands": {"days": 5},
    "capacity": {"fn": "calc_queue_load", "args": {"demand": 30, "capacity": 31}, "types": {"demand": "numeric"}},
}


def list_places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path] * bool(path) + [found for key, one in inner for found in list_places(one, (*path, key))]


def put(value: Any, path: tuple[Any, ...], new: object) -> Any:
    changed = place = json.loads(json.dumps(value))
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = new
    return changed


@pytest.mark.parametrize("odd", [ODD, [ODD], {ODD: ODD}], ids=["text", "list", "object"])
@pytest.mark.parametrize("command", LINES)
def test_no_answer_of_a_rule_book_shows_an_escape(command: str, odd: object) -> None:
    """Whichever value of a line is odd, what is said of it is said in words."""
    answer = import_module(COMMANDS[command].module).answer_line
    for path in list_places(LINES[command]):
        told = say(answer, put(LINES[command], path, odd))
        assert not any(escape in told for escape in ESCAPES), (path, told)


def say(answer: Callable[[Any], Any], line: Any) -> str:
    """Every text of the answer, or what is wrong with the line."""
    try:
        return "\n".join(list_texts(answer(line)))
    except ValueError as problem:
        return str(problem)


def list_texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for one in value.values() for text in list_texts(one)]
    if isinstance(value, list | tuple):
        return [text for one in value for text in list_texts(one)]
    return [str(value)] if isinstance(value, str) else []
