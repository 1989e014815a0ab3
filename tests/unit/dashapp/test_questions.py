"""Reading answers: every kind of question, what it takes and what it refuses."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashapp.declare.module import Column, Module
from dashapp.declare.registry import DeclarationError, build_registry
from dashapp.services.records.checking import check_answers, flatten, read_form
from rules.specialties import SPECIALTIES
from words.questions import YES_NO, Answers, Ask, ChoicesBy, YesNoUnknown, ask, choices, list_questions, repeat, when

WHO = choices("Patient", "Hospital")
REASONS = ChoicesBy("who", {"patient": choices("Holiday", "Illness"), "hospital": choices("No bed", "No surgeon")})


class Offer(Answers):
    made_on: date = ask("When was it made?")
    accepted: str | None = ask("Was it accepted?", choices=YES_NO)


class Example(Answers):
    name: str = ask("Who?", heading="All")
    number: str | None = ask("Which number?", label="NHS number", nhs_number=True)
    seen_on: date | None = ask("When?")
    at: time | None = ask("At what time?")
    count: int | None = ask("How many?")
    who: str = ask("Who cancelled?", choices=WHO)
    reason: str | None = ask("Why?", choices=REASONS, when=when("who", "patient"), needed=True)
    ticks: list[str] = ask("Which?", choices=choices("One", "Two"))
    offers: list[Offer] = repeat("Offers", "offer")


NAMES = ("name", "number", "seen_on", "at", "count", "who", "reason", "ticks", "offers")
MODULE = Module(
    slug="example",
    store_key="example",
    title="Example",
    journey="Reports and planning",
    purpose="Only for tests.",
    one="example",
    many="examples",
    record=Example,
    columns=(Column("name"),),
)
JUNK = st.none() | st.text(max_size=20) | st.integers()
GOOD: dict[str, Any] = {"name": "Ada", "who": "hospital"}


def problems(**answers: Any) -> dict[str, str]:
    return {problem.field: problem.sentence for problem in check_answers(MODULE, GOOD | answers).problems}


def test_kinds_come_from_the_types() -> None:
    kinds = {question.name: question.kind for question in list_questions(Example)}
    assert kinds == {
        "name": "text",
        "number": "nhs_number",
        "seen_on": "date",
        "at": "time",
        "count": "whole",
        "who": "choice",
        "reason": "choice",
        "ticks": "ticks",
        "offers": "repeat",
    }


def test_good_answers_are_stored_in_iso_form_without_blanks() -> None:
    checked = check_answers(MODULE, GOOD | {"seen_on": "3/6/2026", "at": "9.05", "count": "2", "number": ""})
    assert not checked.problems
    assert checked.values == {"name": "Ada", "who": "hospital", "seen_on": "2026-06-03", "at": "09:05", "count": 2}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31/2/2026", "Seen on must be a real date: there is no 31/2/2026"),
        ("29/2/2027", "Seen on must be a real date: there is no 29/2/2027"),
        ("/6/2026", "Seen on must include a day"),
        ("3//", "Seen on must include a month and a year"),
        ("3/6/26", "Seen on must have a year of four figures"),
        ("3/6/0026", "Seen on must be between 1900 and 2100"),
        ("soon", "Seen on must be a date, such as 12 6 2026"),
        ("46000", "Seen on must be a date, such as 12 6 2026"),
        (46000, "Seen on must be a date, such as 12 6 2026"),
    ],
)
def test_a_wrong_date_is_told_apart(typed: Any, sentence: str) -> None:
    assert problems(seen_on=typed) == {"seen_on": sentence}


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("at", "25:00", "must be a time"),
        ("count", "many", "must be a whole number"),
        ("who", "nobody", "choose one of the answers offered"),
        ("name", "x" * 1_000_000, "must be 200 characters or fewer; it has 1,000,000"),
        ("name", "a\x00b", "characters that are not text"),
        ("number", "943 476 5918", "NHS number"),
        ("ticks", ["three"], "three is not one of them"),
    ],
)
def test_other_wrong_answers_say_what_to_do(field: str, typed: Any, words: str) -> None:
    found = problems(**{field: typed})
    assert len(found) == 1
    assert words in next(iter(found.values()))


def test_html_and_formulas_are_only_text() -> None:
    for text in ("<script>alert(1)</script>", "=1+1", "@SUM(A1)"):
        assert check_answers(MODULE, GOOD | {"name": text}).values["name"] == text


def test_a_number_that_could_be_real_is_questioned_and_can_be_confirmed() -> None:
    answers = GOOD | {"number": "401 023 2137"}
    (problem,) = check_answers(MODULE, answers).problems
    assert problem.confirm
    assert "could be a real person's" in problem.sentence
    assert check_answers(MODULE, answers, frozenset({"number"})).values["number"] == "4010232137"


def test_a_synthetic_number_is_taken_as_it_is() -> None:
    assert check_answers(MODULE, GOOD | {"number": "999-672-9400"}).values["number"] == "9996729400"


def test_a_question_that_is_not_asked_is_left_out_and_one_that_is_must_be_answered() -> None:
    assert "reason" not in check_answers(MODULE, GOOD | {"reason": "holiday"}).values
    assert problems(who="patient") == {"reason": "Choose an answer: Why?"}
    assert check_answers(MODULE, {"name": "Ada", "who": "patient", "reason": "illness"}).values["reason"] == "illness"


def test_a_choice_that_belongs_to_another_answer_is_refused() -> None:
    assert "not one of" in problems(who="patient", reason="no_bed")["reason"]


def test_labels_stand_for_their_slugs_as_in_spreadsheets() -> None:
    assert check_answers(MODULE, {"name": "Ada", "who": " hospital "}).values["who"] == "hospital"


def test_unknown_fields_are_kept() -> None:
    assert check_answers(MODULE, GOOD | {"colour": "green"}).values["colour"] == "green"


def test_a_problem_in_a_group_names_its_row() -> None:
    assert problems(offers=[{"made_on": "1/6/2026"}, {"accepted": "yes"}]) == {"offers.1.made_on": "Enter the made on"}


def test_problems_are_listed_in_the_order_of_the_form() -> None:
    found = check_answers(MODULE, {"count": "x", "seen_on": "soon"}).problems
    assert [problem.field for problem in found] == ["name", "seen_on", "count", "who"]


@given(
    st.fixed_dictionaries(
        {"name": st.text("abc", min_size=1), "who": st.just("hospital")},
        optional={
            "seen_on": st.dates(date(1900, 1, 1), date(2100, 12, 31)).map(date.isoformat),
            "count": st.integers(0, 10**6),
            "ticks": st.lists(st.sampled_from(["one", "two"]), min_size=1, unique=True),
            "offers": st.lists(
                st.fixed_dictionaries({"made_on": st.dates(date(2000, 1, 1), date(2099, 1, 1)).map(date.isoformat)}),
                min_size=1,
                max_size=12,
            ),
        },
    )
)
def test_what_is_stored_comes_back_from_the_form(stored: dict[str, Any]) -> None:
    """Opening a record and saving it untouched changes nothing."""
    assert check_answers(MODULE, stored).values == stored
    typed = flatten(MODULE.questions, stored)
    assert check_answers(MODULE, read_form(MODULE.questions, typed)).values == stored


@given(st.dictionaries(st.sampled_from(NAMES), JUNK | st.lists(JUNK | st.lists(JUNK, max_size=2), max_size=3)))
def test_junk_gives_problems_and_never_an_error(junk: dict[str, Any]) -> None:
    check_answers(MODULE, junk)


class WithoutHeading(Answers):
    """A record that the form has no section for."""

    said: str = ask("What was said?")
    then: str | None = ask("What then?", heading="Afterwards")


class Carried(Answers):
    """Choices that a type carries, alone, left out, and in a list."""

    first: YesNoUnknown = ask("First?")
    second: YesNoUnknown | None = ask("Second?")
    third: list[YesNoUnknown] = ask("Third?")


def test_a_type_can_carry_its_choices() -> None:
    found = list_questions(Carried)
    assert [(one.kind, one.required, [*one.choices]) for one in found] == [
        ("choice", True, ["yes", "no", "not_known"]),
        ("choice", False, ["yes", "no", "not_known"]),
        ("ticks", False, ["yes", "no", "not_known"]),
    ]
    assert Carried(first="Not known", third=["no"]).model_dump() == {
        "first": "not_known",
        "second": None,
        "third": ["no"],
    }
    with pytest.raises(ValueError, match="perhaps is not one of the choices"):
        Carried(first="perhaps")


def test_a_default_stands_for_an_answer_that_is_not_given() -> None:
    class WithDefault(Answers):
        many: int = ask("How many?", default=3)

    assert WithDefault().many == 3


def test_declarations_are_checked_when_the_app_starts() -> None:
    for change, words in (
        ({"columns": (Column("nothing"),)}, "there is no column nothing"),
        ({"journey": "Nowhere"}, "not a stage"),
        ({"record": WithoutHeading}, "said comes before the first heading"),
        ({"filters_said": "of [any type] for [anyone]"}, "0 filters, and the sentence has 2"),
        ({"filters": ("who",)}, "1 filters, and the sentence has 0"),
    ):
        broken = Module(**(vars_of(MODULE) | change))
        with pytest.raises(DeclarationError, match=words):
            build_registry([broken])
    with pytest.raises(DeclarationError, match="same address"):
        build_registry([MODULE, MODULE])


def vars_of(module: Module) -> dict[str, Any]:
    return {name: getattr(module, name) for name in Module.__dataclass_fields__}


# --- as people paste it ----------------------------------------------------------------------------------------------

PASTED_DAYS = (
    "14 Sept 2026",
    "14\u00a0September\u00a02026",
    "14-Sep-26",
    "14\u2011Sep\u20112026",
    "14.9.26",
    "14\u20139\u20132026",
    "\u200b14/9/2026\u200b",
    "2026-09-14",
    "14th September 2026",
)


@pytest.mark.parametrize("text", PASTED_DAYS)
def test_a_date_pasted_whole_into_a_box_is_read(text: str) -> None:
    answers = read_form(MODULE.questions, {"seen_on.day": text, "seen_on.month": "", "seen_on.year": ""})
    checked = check_answers(MODULE, GOOD | answers)
    assert checked.problems == ()
    assert checked.values["seen_on"] == "2026-09-14"


def test_a_month_in_words_and_unusual_spaces_are_read_in_their_boxes() -> None:
    boxes = {"seen_on.day": "\u00a014", "seen_on.month": "Sept\u200b", "seen_on.year": "2026\u2009"}
    answers = read_form(MODULE.questions, boxes)
    assert check_answers(MODULE, GOOD | answers).values["seen_on"] == "2026-09-14"


@pytest.mark.parametrize(
    ("boxes", "wrong"),
    [
        (("31", "2", "2026"), ("day",)),
        (("32", "1", "2026"), ("day",)),
        (("14", "13", "2026"), ("month",)),
        (("14", "Septober", "2026"), ("month",)),
        (("14", "9", "26"), ("year",)),
        (("14", "9", "3026"), ("year",)),
        (("14", "", ""), ("month", "year")),
        (("soon", "", ""), ("day",)),
        (("soon", "13", "2026"), ("day", "month")),
    ],
)
def test_only_the_box_that_is_wrong_is_named(boxes: tuple[str, str, str], wrong: tuple[str, ...]) -> None:
    typed = dict(zip(("seen_on.day", "seen_on.month", "seen_on.year"), boxes, strict=True))
    (problem,) = check_answers(MODULE, GOOD | read_form(MODULE.questions, typed)).problems
    assert problem.boxes == wrong


@pytest.mark.parametrize(
    ("field", "pasted", "stored"),
    [
        ("number", "999\u00a0000\u20090018", "9990000018"),
        ("number", "999\u2011000\u20110018\u200b", "9990000018"),
        ("number", "999\u2212000\u20130018", "9990000018"),
        ("at", "\u00a014:30\u200b", "14:30"),
        ("count", "\u200712\u200b", 12),
    ],
)
def test_figures_are_read_with_any_space_and_dash(field: str, pasted: str, stored: Any) -> None:
    answers = read_form(MODULE.questions, {field: pasted})
    checked = check_answers(MODULE, GOOD | answers)
    assert checked.problems == ()
    assert checked.values[field] == stored


@pytest.mark.parametrize("field", ["number", "seen_on", "at", "count", "who"])
def test_no_message_shows_an_escape(field: str) -> None:
    for pasted in ("no\u00a0number", "\u200bx", "−", "\u202e1"):
        told = problems(**{field: pasted})
        assert told
        assert "\\" not in "".join(told.values())


@pytest.mark.parametrize("said", ["C_110", "110", " 110 ", "c_110", "Trauma and Orthopaedic", "110\u00a0"])
def test_a_specialty_is_known_with_and_without_its_letters(said: str) -> None:
    assert Ask("Which?", choices=SPECIALTIES).check_choice(said) == "C_110"


def test_a_change_of_direction_ends_with_the_answer() -> None:
    assert check_answers(MODULE, GOOD | {"name": "\u202eeda"}).values["name"] == "\u202eeda\u202c"
    assert (
        check_answers(MODULE, GOOD | {"name": "\u2067\u202eeda\u202c"}).values["name"] == "\u2067\u202eeda\u202c\u2069"
    )
    assert check_answers(MODULE, GOOD | {"name": "שרה"}).values["name"] == "שרה"
