"""What a page is asked for: read from an address, said in words, drawn as a form and as chips, written back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dashapp.ui.forms.queries import Said, list_chips, render_query, render_sentence
from tests.unit.ui.tree import find_all
from words.queries import MonthText, PageNumber, Query, narrow, place
from words.questions import ask, choices, when

STATES = choices("Open", "Closed")


class Asked(Query):
    since: date | None = narrow("From", default=None, says="from {}")
    month: MonthText = narrow("Month", says="")
    state: str = narrow("State", choices=STATES)
    cohort: str = narrow("Cohort", says="of {}", none="All")
    whose: str = ask("Whose", default="own", choices=choices(own="Your own", all="Everybody’s"))
    in_: str = narrow("In")
    chart: str = ask("", default="", choices=choices("Months"))
    group: str = ask("", default="", when=when("chart", "months"))
    page: PageNumber = place(1)


def read(**address: str) -> Asked:
    return Asked.read({name.rstrip("_"): [text] for name, text in address.items()})


def test_an_address_is_read_and_written_back_as_it_was() -> None:
    address = {"since": "2026-04-01", "state": "open", "in": "dna", "chart": "months", "group": "2026-04", "page": "3"}
    asked = Asked.read({name: [text] for name, text in address.items()})
    assert (asked.since, asked.in_, asked.page, asked.whose) == (date(2026, 4, 1), "dna", 3, "own")
    assert asked.named() == address
    assert Asked.read({**asked.named()}) == asked


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("since", "2026-13-45"), ("since", "0001-01-01"), ("since", "yesterday"), ("month", "2026-13"),
        ("month", "0000-01"), ("state", "ajar"), ("whose", "x" * 5000), ("cohort", "x" * 5000), ("cohort", "a\x00b"),
        ("page", "0"), ("page", "-1"), ("page", "9" * 50), ("page", "two"), ("page", "²"),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_left_out_and_named(name: str, text: str) -> None:
    asked = Asked.read({name: [text], "in": ["dna"]})
    assert [(one.name, one.text) for one in asked.ignored] == [(name, text)]
    assert asked.named() == {"in": "dna"}
    assert "could not be understood and was left out" in str(render_query(asked, [name]))


def test_a_name_nobody_knows_is_no_part_of_it() -> None:
    assert Asked.read({"colour": ["red"], "model_fields": ["x"], "_ignored": ["y"]}).named() == {}


def test_a_change_begins_at_the_first_page_and_takes_off_what_is_no_longer_asked() -> None:
    asked = read(state="open", page="3", chart="months", group="2026-04")
    assert asked.at("/here") == "/here?state=open&chart=months&group=2026-04&page=3"
    assert asked.at("/here", state="") == "/here?chart=months&group=2026-04"
    assert asked.at("/here", chart="") == "/here?state=open"
    assert asked.at("/here", page=4) == "/here?state=open&chart=months&group=2026-04&page=4"
    assert asked.only("state").at("/here", state="") == "/here"


def test_what_narrows_is_said_and_each_chip_leads_to_the_rest() -> None:
    asked = read(since="2026-04-01", state="open", cohort="c1", whose="all", month="2026-05")
    told = asked.say({"cohort": {"c1": "Spring intake"}})
    assert told == {"since": "from 1 April 2026", "state": "Open", "cohort": "of Spring intake"}
    chips = {chip.words: chip.off_href for chip in list_chips(told, asked, "/here")}
    assert chips["Open"] == "/here?since=2026-04-01&month=2026-05&cohort=c1&whose=all"


def list_controls(component: Any) -> dict[str, Any]:
    form = component[-1]
    return {part.name: part for part in form._traverse() if getattr(part, "name", None)}


def test_the_form_draws_the_named_questions_and_keeps_the_rest_but_places() -> None:
    asked = read(since="2026-04-01", state="open", cohort="gone", in_="dna", page="3")
    controls = list_controls(render_query(asked, ["since", "state", "cohort"], {"cohort": {"c1": "Spring intake"}}))
    assert list(controls) == ["in", "since", "state", "cohort"]
    assert (controls["in"].type, controls["in"].value) == ("hidden", "dna")
    assert (controls["since"].type, controls["since"].value) == ("date", "2026-04-01")
    assert [one["value"] for one in controls["state"].options] == ["", "open", "closed"]
    assert [one["value"] for one in controls["cohort"].options] == ["", "c1", "gone"], "what is chosen stays chosen"


def test_the_words_before_an_answer_stay_on_its_line() -> None:
    said = [Said("with", "state", "any state"), Said("and", "month", "any month")]
    controls = find_all(render_sentence(read(), "24 cases", said), "Span", look="cs-said")
    assert [one.children[1] for one in controls] == ["with", "and"]
