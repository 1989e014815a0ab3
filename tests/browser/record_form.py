"""A record form filled and read by the kinds of its questions, so that one story can be told of every module."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from playwright.sync_api import Page, expect

from dashapp.services.records.checking import value_in_box
from tests.browser import steps
from words.phrases import with_article
from words.questions import Question, Repeat

TYPED = frozenset({"text", "long", "nhs_number", "time", "whole", "number"})
READ_BOXES = """() => Object.fromEntries([...document.querySelectorAll(`[id^='{"answer":']`)].map(control => {
    const path = JSON.parse(control.id).answer;
    if (control.matches("input, select, textarea")) return [path, control.value];
    const ticked = [...control.querySelectorAll("input:checked")].map(input => input.value);
    return [path, control.querySelector("input[type=radio]") ? ticked[0] ?? "" : ticked];
}).filter(([, value]) => value.length))"""


def fill_answers(page: Page, questions: Iterable[Question], answers: Mapping[str, Any], prefix: str = "") -> None:
    """Answer, in the order of the form, each question that has one of the stored answers; groups get their rows."""
    for question in questions:
        if question.name not in answers:
            continue
        answer, path = answers[question.name], prefix + question.name
        if question.kind == "repeat":
            fill_group(page, question, answer, path)
        elif question.kind in TYPED:
            steps.fill_text(steps.field(page, path), value_in_box(question, answer))
        else:
            steps.fill_field(steps.field(page, path), as_given(question, answer))


def fill_group(page: Page, question: Question, rows: Iterable[Mapping[str, Any]], path: str) -> None:
    """One row of a group after another, each added by its button."""
    assert isinstance(question.ask, Repeat)
    add = steps.field(page, path).get_by_role("button", name=f"Add {with_article(question.ask.one)}", exact=True)
    for index, row in enumerate(rows):
        add.click()
        expect(steps.field(page, f"{path}.{index}.{question.parts[0].name}")).to_be_attached()
        fill_answers(page, question.parts, row, f"{path}.{index}.")


def as_given(question: Question, answer: Any) -> steps.Answer:
    """A stored answer as a person gives it: a date, the choices that are ticked, or what is chosen."""
    if question.kind == "date":
        return date.fromisoformat(answer)
    return list(answer) if question.kind == "ticks" else value_in_box(question, answer)


def read_boxes(page: Page) -> dict[str, Any]:
    """What stands in every box of the form, by path, without the empty ones."""
    boxes: dict[str, Any] = page.evaluate(READ_BOXES)
    return boxes
