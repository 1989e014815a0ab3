"""A plan as a planner makes one: typed, saved, read in figures, forecast in the worker, solved for weeks."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser import steps

PLAN: dict[str, steps.Answer] = {
    "name": "Knee clinic",
    "service": "C_110",
    "source": "typed",
    "weekly_referrals": "10 12 8 11 9 10 12 8 11 9 10 12 8 11 9 10",
    "weekly_treated": "9 10 9 9 10 9 9 10 9 9 10 9 9 10 9 9",
    "list_size": "260",
    "slots": "13",
    "weeks_worked": "46",
    "missed": "8",
    "horizon": "26",
    "runs": "100",
}


def test_a_plan_is_made_forecast_and_solved(learner: Page) -> None:
    steps.open_new(learner, "capacity-planner")
    steps.fill_record(learner, PLAN)
    steps.save_and_wait(learner)
    expect(learner).to_have_url(re.compile(r"/capacity-planner/\w{10}$"))
    learner.locator("details.cs-more > summary").click()
    learner.get_by_role("link", name="Figures, charts and forecast").click()
    expect(learner.locator(".cs-figure", has_text="Pressure").first).to_contain_text("Above 1")
    expect(learner.locator('[data-chart="demand"] .js-plotly-plot')).to_be_visible()
    learner.get_by_role("link", name="Forecast", exact=True).click()
    expect(learner.locator('[data-chart="fan"] .js-plotly-plot')).to_be_visible()
    learner.get_by_role("link", name="Clearing the list").click()
    learner.get_by_label("With how many job-plan slots a week?").fill("none")
    learner.get_by_role("button", name="Work it out").click()
    expect(learner.get_by_role("alert")).to_contain_text("must be a number")
    expect(learner.get_by_label("With how many job-plan slots a week?")).to_have_value("none")
    learner.get_by_label("With how many job-plan slots a week?").fill("20")
    learner.get_by_role("button", name="Work it out").click()
    expect(learner.get_by_text("the list is at its target in")).to_be_visible()
