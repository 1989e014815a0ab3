"""The frame in a real browser: drawer, focus, colours, ribbons, and the chart library that comes only with a chart."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, NewPage
from tests.browser.looking import check_accessible, check_fits
from tests.browser.steps import open_page, wait_until_drawn

LEARNER = "learner@example.com"
PAGES = [
    "/",
    "/cancer-pathways",
    "/cancer-pathways/charts",
]


def active(page: Page, expression: str) -> object:
    return page.evaluate(f"document.activeElement.{expression}")


def test_tabs_on_a_phone_lead_to_every_module(new_page: NewPage):
    page = new_page(LEARNER, PHONE)
    open_page(page, "/")
    expect(page.get_by_role("navigation", name="Pages")).to_have_count(0)
    tabs = page.get_by_role("navigation", name="Shortcuts")
    tabs.get_by_role("link", name="More").click()
    expect(page.get_by_role("heading", name="All modules")).to_be_focused()
    expect(tabs.get_by_role("link", name="More")).to_have_attribute("aria-current", "page")
    page.get_by_role("main").get_by_role("link", name="Cancer pathways").click()
    expect(page.get_by_role("heading", name="Cancer pathways")).to_be_focused()
    expect(tabs.locator("[aria-current]")).to_have_text("Lists")
    page.locator(".cs-list-card a").first.click()
    expect(page.locator("main .cs-record")).to_be_visible()
    expect(tabs.locator("[aria-current]")).to_have_text("Lists")


def test_a_pinned_module_is_at_the_head_of_the_menu_also_after_signing_in_again(new_page: NewPage):
    page = new_page("learner2@example.com")
    open_page(page, "/modules")
    page.get_by_role("button", name="Pin Consent manager").click()
    expect(page.get_by_role("status").filter(has_text="head of your menu")).to_be_visible()
    again = new_page("learner2@example.com")
    open_page(again, "/")
    pinned = again.locator(".cs-nav div", has_text="Pinned")
    expect(pinned.get_by_role("link")).to_have_count(1)
    expect(pinned.get_by_role("link", name="Consent manager")).to_be_visible()
    open_page(again, "/modules")
    again.get_by_role("button", name="Unpin Consent manager").click()
    expect(again.get_by_role("button", name="Pin Consent manager", exact=True)).to_be_visible()
    expect(again.locator(".cs-nav div", has_text="Pinned")).to_have_count(0)


def test_rail_says_its_words_when_it_is_walked_through(new_page: NewPage):
    page = new_page(LEARNER, (900, 800))
    open_page(page, "/")
    navigation = page.get_by_role("navigation", name="Pages")
    width = "document.querySelector('.cs-nav').clientWidth"
    assert page.evaluate(width) == 56
    navigation.get_by_role("link", name="To do").focus()
    assert page.evaluate(width) == 216


def test_changing_the_page_inside_the_app_moves_the_focus_to_its_heading(learner: Page):
    open_page(learner, "/dna-management")
    learner.evaluate("window.stillHere = true")
    learner.get_by_role("navigation", name="Pages").get_by_role("link", name="Home").click()
    expect(learner).to_have_url(re.compile(r"/$"))
    expect(learner.locator("main h1")).to_be_focused()
    wait_until_drawn(learner)
    assert learner.evaluate("window.stillHere") is True
    expect(learner.locator(".cs-nav a[aria-current=page]")).to_have_text("Home")


def test_skip_link_leads_past_the_navigation(learner: Page):
    open_page(learner, "/dna-management")
    learner.evaluate("document.activeElement.blur()")
    learner.keyboard.press("Tab")
    expect(learner.get_by_role("link", name="Skip to the main content")).to_be_focused()
    learner.keyboard.press("Enter")
    assert active(learner, "id") == "main"


def test_colours_follow_the_computer_until_a_person_chooses(learner: Page):
    open_page(learner, "/")
    paper = "getComputedStyle(document.body).backgroundColor"
    learner.emulate_media(color_scheme="dark")
    assert learner.evaluate(paper) == "rgb(18, 26, 33)"
    learner.locator(".cs-person").click()
    learner.get_by_role("button", name="Light").click()
    assert learner.evaluate(paper) == "rgb(255, 255, 255)"
    learner.reload()
    wait_until_drawn(learner)
    assert learner.evaluate(paper) == "rgb(255, 255, 255)"
    learner.locator(".cs-person").click()
    expect(learner.get_by_role("button", name="Light")).to_have_attribute("aria-pressed", "true")


def test_the_chart_library_comes_with_the_first_chart_and_is_the_small_one(learner: Page):
    asked: list[str] = []
    learner.on("request", lambda request: asked.append(request.url))
    open_page(learner, "/dna-management")
    assert not [url for url in asked if "plotly" in url]
    open_page(learner, "/dna-management/charts")
    expect(learner.locator(".cs-chart .main-svg").first).to_be_visible()
    libraries = [url for url in asked if "plotly" in url]
    assert len(libraries) == 1
    assert "/assets/charts/plotly-cartesian-" in libraries[0]


def test_ribbons_in_a_worklist_say_in_words_what_they_draw(learner: Page):
    open_page(learner, "/cancer-pathways")
    ribbon = learner.locator(".ag-row .cs-ribbon-row").first
    expect(ribbon).to_be_attached()
    assert ribbon.get_attribute("role") == "img"
    assert ribbon.get_attribute("aria-label") == ribbon.locator(".cs-ribbon-words").text_content()


@pytest.mark.parametrize("path", PAGES)
def test_page_is_readable_in_the_dark_on_a_phone_and_in_forced_colours(new_page: NewPage, path: str):
    page = new_page(LEARNER, PHONE)
    page.emulate_media(color_scheme="dark")
    open_page(page, path)
    check_fits(page)
    check_accessible(page)
    page.emulate_media(forced_colors="active")
    check_fits(page)


def test_what_cannot_change_comes_as_one_component_and_the_rest_as_it_was(learner: Page):
    """The answer of the server as Dash reads it: each component that a callback can name stays one of its own."""
    open_page(learner, "/")

    def html(kind: str, *children: object, **props: object) -> dict[str, object]:
        return {"namespace": "dash_html_components", "type": kind, "props": {**props, "children": list(children)}}

    quiet = html("Ul", html("Li", "one"), html("Li", html("Strong", "two")))
    named = html("P", html("Span", "kept"), id="said")
    page = html("Div", quiet, html("Div", named, html("Em", "alone")), "words", 7, None)
    read = "answer => clockstartStill(answer).response.page.children"
    drawn = learner.evaluate(read, {"response": {"page": {"children": page}}})
    still = {"namespace": "clockstart_still", "type": "Still", "props": {"tree": quiet}}
    assert drawn == html("Div", still, html("Div", named, html("Em", "alone")), "words", 7, None)


WATCH_THE_LIST = """() => {
  window.seen = [];
  const heading = () => document.querySelector("#main h1").textContent;
  const before = heading();
  new MutationObserver((changes) => {
    const added = changes.flatMap((change) => [...change.addedNodes]).filter((one) => one.nodeType === 1);
    if (heading() !== before) seen.push(document.querySelector("#main .ag-root") ? "list" : "page");
    if (added.some((one) => one.matches("style[data-ag-css]"))) seen.push("style");
  }).observe(document, { childList: true, subtree: true });
}"""


def test_a_page_is_drawn_before_its_list_is_begun_and_the_style_of_lists_stays(learner: Page):
    open_page(learner, "/dna-management")
    expect(learner.locator(".ag-row").first).to_be_visible()
    learner.evaluate(WATCH_THE_LIST)
    learner.evaluate("""document.querySelector('nav a[href="/cancer-pathways"]').click()""")
    expect(learner.locator(".ag-row .cs-ribbon-row").first).to_be_attached()
    seen = learner.evaluate("seen")
    assert seen[0] == "page"
    assert "list" in seen
    assert "style" not in seen


COUNT_WHAT_IS_TOLD = """() => {
  const root = document.querySelector("#react-entry-point");
  let part = root[Object.keys(root).find((name) => name.startsWith("__reactContainer"))];
  while (!part.memoizedProps?.store) part = part.child;
  window.told = 0;
  part.memoizedProps.store.subscribe(() => { window.told += 1; });
}"""


def test_a_new_row_of_a_form_is_told_to_the_others_a_few_times_and_not_once_for_each_of_its_parts(learner: Page):
    open_page(learner, "/patient-tracking-list/new")
    learner.evaluate(COUNT_WHAT_IS_TOLD)
    parts = learner.locator("main *").count()
    learner.get_by_role("button", name="Add an event").click()
    learner.wait_for_function("parts => document.querySelectorAll('main *').length > parts + 300", arg=parts)
    learner.wait_for_timeout(1000)
    assert learner.evaluate("told") < (learner.locator("main *").count() - parts) / 5


def test_a_table_that_goes_on_at_the_right_of_a_phone_has_a_shade_there(new_page: NewPage):
    page = new_page("manager@example.com", PHONE)
    open_page(page, "/people")
    look = page.locator(".cs-table-scroll").first.evaluate(
        "(one) => [one.scrollWidth > one.clientWidth, getComputedStyle(one).backgroundAttachment]"
    )
    assert look == [True, "local, scroll"]


def test_an_audit_entry_is_as_wide_as_the_page(new_page: NewPage):
    page = new_page("admin@example.com")
    open_page(page, "/audit-trail")
    width = "(one) => one.getBoundingClientRect().width"
    entry = page.locator(".cs-trail-entry").first
    assert entry.evaluate(width) == page.locator(".cs-section", has=page.locator(".cs-trail")).first.evaluate(width)


def test_a_choice_that_is_not_made_is_an_empty_circle_in_the_dark(new_page: NewPage):
    page = new_page(LEARNER)
    page.emulate_media(color_scheme="dark")
    open_page(page, "/consent-manager/new")
    colours = "(one) => [getComputedStyle(one).appearance, getComputedStyle(one).backgroundColor]"
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert page.get_by_role("radio", name="Has capacity").evaluate(colours) == ["none", paper]


def test_a_plain_page_has_the_same_paper_on_a_phone_in_the_dark(new_page: NewPage):
    page = new_page(LEARNER, PHONE)
    page.emulate_media(color_scheme="dark")
    page.goto("/account")
    paper = "(one) => getComputedStyle(one).backgroundColor"
    assert page.locator("html").evaluate(paper) == page.locator(".cs-top").evaluate(paper)


def test_the_name_of_a_meeting_is_whole_in_the_list(new_page: NewPage):
    page = new_page(LEARNER)
    open_page(page, "/mdt-coordination")
    names = page.locator(".ag-row .cs-cell-link")
    expect(names.first).to_be_visible()
    cut = "(all) => all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent)"
    assert names.evaluate_all(cut) == []
