"""A form asks little at first: what is required is open, the rest a press away, and nothing needed is ever hidden."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from dashapp.declare.module import Module
from tests.browser import steps
from tests.browser.conftest import PHONE, NewPage
from tests.browser.looking import check_accessible, check_fits
from tests.module_story import MODULES

CANCER = "cancer-pathways"
TALLEST, MOST_INPUTS = 2_600, 24
IN_SIGHT = """() => [...document.querySelectorAll("main :is(input, select, textarea)")]
    .filter(one => one.checkVisibility()).length"""
HEIGHT = "() => document.documentElement.scrollHeight"


def test_a_new_cancer_patient_is_asked_little(learner: Page) -> None:
    steps.open_page(learner, f"/{CANCER}/new")
    assert learner.evaluate(HEIGHT) <= TALLEST
    assert learner.evaluate(IN_SIGHT) <= 20
    assert learner.locator("[data-field]").count() > 60
    check_accessible(learner)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.slug)
def test_every_form_begins_short(learner: Page, module: Module) -> None:
    steps.open_page(learner, f"{module.address}/new")
    assert learner.evaluate(HEIGHT) <= TALLEST
    assert learner.evaluate(IN_SIGHT) <= MOST_INPUTS
    for question in module.questions:
        if question.required:
            expect(steps.field(learner, question.name)).to_be_visible()


def test_the_way_through_says_what_each_section_wants(learner: Page) -> None:
    steps.open_page(learner, f"/{CANCER}/new")
    way = learner.get_by_role("navigation", name="Sections of this form")
    patient, tracking = way.locator("a", has_text="The patient"), way.locator("a", has_text="Tracking")
    expect(patient).to_contain_text("2 required")
    expect(tracking).to_contain_text("optional")
    steps.fill_record(learner, {"patient_name": "Way Through", "nhs_number": "999 000 0019"})
    expect(patient).to_contain_text("complete")
    steps.press_save(learner)
    expect(patient).to_contain_text("problem")
    expect(way.locator("a", has_text="The referral")).to_contain_text("problem")
    steps.fill_record(learner, {"tracking_comment": "Rang."})
    expect(tracking).to_contain_text("1 answered")


def test_a_section_that_is_chosen_opens_and_takes_the_focus(learner: Page) -> None:
    steps.open_page(learner, f"/{CANCER}/new")
    asked = steps.field(learner, "tracking_comment")
    expect(asked).to_be_hidden()
    learner.get_by_role("navigation", name="Sections of this form").get_by_role(
        "link", name=re.compile("Tracking")
    ).click()
    expect(asked).to_be_visible()
    expect(learner.locator("summary", has_text="More about tracking")).to_be_focused()
    learner.keyboard.press("Enter")
    expect(asked).to_be_hidden()


def test_every_question_is_a_press_away(learner: Page) -> None:
    steps.open_page(learner, f"/{CANCER}/new")
    learner.get_by_role("button", name="Show every question").click()
    for name in ("tracking_comment", "icd10", "modality", "transferred_on"):
        expect(steps.field(learner, name)).to_be_visible()


def test_a_problem_opens_the_questions_it_is_among(learner: Page) -> None:
    steps.open_page(learner, f"/{CANCER}/new")
    steps.fill_date(steps.field(learner, "next_action_due"), "31", "2", "2026")
    learner.locator("summary", has_text="More about tracking").click()
    expect(steps.field(learner, "next_action_due")).to_be_hidden()
    steps.press_save(learner)
    expect(steps.field(learner, "next_action_due")).to_be_visible()
    expect(steps.field(learner, "next_action_due").locator(".cs-problem")).to_be_visible()


def test_what_is_filled_is_open_and_the_way_to_a_question_opens_it(learner: Page) -> None:
    steps.open_page(learner, f"/{CANCER}/new?tracking_comment=Known+already")
    expect(steps.field(learner, "tracking_comment")).to_be_visible()
    expect(steps.field(learner, "icd10")).to_be_hidden()
    steps.open_page(learner, f"/{CANCER}/new#field-icd10")
    expect(steps.field(learner, "icd10")).to_be_visible()


def test_a_form_on_a_phone_fits(new_page: NewPage) -> None:
    page = new_page("learner@example.com", size=PHONE)
    steps.open_page(page, f"/{CANCER}/new")
    assert page.evaluate(IN_SIGHT) <= 20
    check_fits(page)
    check_accessible(page)
