"""Charts in a browser: no label lies over another or over a point, pages stay short, filters and bars are followed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from dashapp.factory import find_pages
from dashapp.ui.chart_heat import draw_worst_cells
from dashapp.ui.charts import draw_series
from dashapp.values.series import Series
from tests.browser import steps
from tests.browser.conftest import DESKTOP, PHONE, NewPage

MODULES = [page.MODULE.slug for page in find_pages() if hasattr(page, "MODULE") and page.MODULE.charts]
PAGES = [
    *(f"/{slug}/charts" for slug in MODULES),
    "/commissioner-reporting/charts",
    "/student-progress-monitor",
]
SIZES = {"1280": (1280, 800), "390": PHONE}

OVERLAPS = """root => {
  const box = one => one.getBoundingClientRect();
  const shown = one => box(one).width > 0 && box(one).height > 0 && !one.closest('.hoverlayer');
  const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3;
  const told = [];
  let count = 0;
  for (const graph of root.querySelectorAll('.js-plotly-plot')) {
    if (!graph.offsetWidth) continue;
    const texts = [...graph.querySelectorAll('.main-svg text')].filter(one => one.textContent.trim() && shown(one));
    const points = [...graph.querySelectorAll('.scatterlayer .points path, .scatterlayer path.point')].filter(shown);
    const name = graph.closest('[data-chart]')?.dataset.chart ?? '';
    count += texts.length;
    texts.forEach((one, at) => {
      for (const other of texts.slice(at + 1)) {
        if (meet(box(one), box(other))) told.push(`${name}: “${one.textContent}” over “${other.textContent}”`);
      }
      if (points.some(point => meet(box(one), box(point)))) told.push(`${name}: “${one.textContent}” over a point`);
      if (box(one).left < box(graph).left - 1 || box(one).right > box(graph).right + 1)
        told.push(`${name}: “${one.textContent}” leaves the figure`);
    });
  }
  return { told, count };
}"""


def wait_for_figures(page: Page) -> None:
    """Every figure that has room has been drawn at the width it has, with its letters."""
    steps.wait_until_drawn(page)
    page.wait_for_function(
        """() => [...document.querySelectorAll('.cs-chart-plot')].filter(one => one.offsetWidth).every(one => {
            const drawn = one.querySelector('.main-svg:has(.cartesianlayer)');
            return drawn && Math.abs(drawn.getBoundingClientRect().width - one.offsetWidth) < 2;
        })"""
    )
    page.evaluate("() => document.fonts.ready")


def check_labels(page: Page) -> int:
    """AssertionError that names every label in the way of another; how many labels there are."""
    found = page.evaluate(f"({OVERLAPS})(document)")
    assert found["told"] == [], page.url
    return int(found["count"])


def test_no_label_of_any_charts_page_lies_over_another_or_a_point(new_page: NewPage) -> None:
    manager = new_page("manager@example.com")
    labels = 0
    for path in PAGES:
        steps.open_page(manager, path)
        for width, height in SIZES.values():
            manager.set_viewport_size({"width": width, "height": height})
            wait_for_figures(manager)
            labels += check_labels(manager)
    assert labels > 200


FIRST = date(2025, 1, 1)
BASE = Series("c", "C", "R.", "D.", "bar", "Category", ("Count",), (), "patients")
MONTHS = tuple(date(2025 + at // 12, 1 + at % 12, 1) for at in range(20))
SPECIALTIES = ("Trauma and Orthopaedic", "Other - Paediatric Services", "Ear Nose and Throat", "General Surgery")


def list_hard() -> Iterator[Series]:
    """Series that would put labels on top of each other if they were let."""
    waves = [8.6 + 0.4 * (at % 3) - 0.1 * at for at in range(20)]
    levels = (8.2, 8.1, 8.3)
    yield replace(
        BASE,
        shape="spc",
        unit="percent",
        period="month",
        unfinished=True,
        measures=("Rate", "Mean", "Lower limit", "Upper limit", "More than chance"),
        rows=tuple((day, wave, *levels, wave) for day, wave in zip(MONTHS, waves, strict=True)),
        reference_lines=(("Standard 8%", 8.0), ("Target 8.4%", 8.4)),
    )
    yield replace(
        BASE,
        unit="percent",
        rows=tuple((name, 10.0 + at) for at, name in enumerate(SPECIALTIES)),
        counted=tuple(((1204, 12_040),) for _ in SPECIALTIES),
        reference_lines=(("All 11%", 11.0), ("Standard 11.2%", 11.2)),
    )
    groups = ("0–6", "6–12", "12–18", "18–26", "26–40", "40–52", "52+")
    yield replace(
        BASE,
        rows=tuple((name, 9_999 - at) for at, name in enumerate(groups)),
        limit=("18 weeks", "18–26"),
        is_ordered=True,
    )
    lines = ("Over 52", "Over 65", "Over 78", "Over 104")
    for top in (5, 5_000):
        rows = tuple((day, *(top + at for at in range(4))) for day in MONTHS)
        yield replace(BASE, shape="line", period="month", measures=lines, rows=rows)
    yield replace(BASE, shape="line", period="month", rows=((MONTHS[0], 3),), reference_lines=(("Standard", 3.0),))
    weeks = tuple((FIRST + timedelta(weeks=at), at % 7) for at in range(104))
    yield replace(BASE, shape="line", period="week", rows=weeks)
    yield replace(
        BASE,
        shape="heat",
        measures=(
            "Consultant surgeon",
            "Clinical nurse specialist",
            "Pathologist",
            "Radiologist",
            "Oncologist",
            "Lead",
        ),
        rows=tuple((day, 100.0, 95.5, 50.0, 100.0, 62.5, 100.0) for day in MONTHS[:8]),
        period="month",
    )
    yield replace(
        BASE,
        shape="stacked",
        period="month",
        measures=("By the patient", "By the hospital", "By the GP"),
        rows=tuple((day, 12, 3, 1) for day in MONTHS),
    )
    yield replace(
        BASE,
        shape="histogram",
        rows=tuple((at, 20 - at) for at in range(20)),
        reference_lines=(("Median", 4.0), ("Mean", 4.4), ("92 in 100", 17.0)),
    )
    yield replace(
        BASE,
        shape="scatter",
        measures=("Load", "Pressure"),
        rows=tuple((name, 1 + at / 100, 1 + at / 100) for at, name in enumerate(SPECIALTIES)),
        reference_lines=(("Likely to miss", 1.0),),
    )
    yield replace(
        BASE,
        shape="range",
        measures=("Now", "Healthy"),
        rows=tuple((name, 1_200 + at, 600) for at, name in enumerate(SPECIALTIES)),
        reference_lines=(("As planned", 1_000.0),),
    )
    yield replace(
        BASE,
        shape="waterfall",
        measures=("Change", "Left"),
        rows=(("September 2026", 9_999, 9_999), ("Clock starts", 1_204, 11_203), ("October 2026", 11_203, 11_203)),
    )
    yield replace(BASE, shape="funnel", rows=(("Referred", 9_999), ("Decision to treat", 1_204), ("Treated", 31)))


def draw(page: Page, series: Series, width: int, place: int) -> None:
    """Draw a figure in a box of that width, as a card would."""
    figure = (draw_worst_cells if series.shape == "heat" and width < 400 else draw_series)(series)
    told: dict[str, Any] = json.loads(figure.to_json())
    page.evaluate(
        """async ({told, width, name}) => {
            const box = document.createElement('div');
            box.dataset.chart = name;
            box.style.cssText = `width: ${width}px; height: ${told.layout.height}px`;
            const inside = box.appendChild(document.createElement('div'));
            document.querySelector('main').append(box);
            await window.Plotly.newPlot(inside, told.data, told.layout, {displayModeBar: false});
        }""",
        {"told": told, "width": width, "name": f"{series.shape} {place}"},
    )


@pytest.mark.parametrize(("size", "width"), [("1280", 440), ("390", 320)])
def test_labels_of_every_shape_keep_apart_however_close_the_numbers_are(
    new_page: NewPage, size: str, width: int
) -> None:
    page = new_page("learner@example.com", size=SIZES[size])
    steps.open_page(page, "/dna-management/charts")
    wait_for_figures(page)
    for place, series in enumerate(list_hard()):
        draw(page, series, width, place)
    assert check_labels(page) > 100


@pytest.mark.parametrize(("size", "tallest"), [("1280", 2_800), ("390", 5_000)])
def test_the_charts_of_missed_appointments_are_short(new_page: NewPage, size: str, tallest: int) -> None:
    page = new_page("manager@example.com", size=SIZES[size])
    steps.open_page(page, "/dna-management/charts")
    wait_for_figures(page)
    assert page.evaluate("document.documentElement.scrollHeight") <= tallest


def test_cards_of_a_row_are_of_one_height_and_leave_no_hole(new_page: NewPage) -> None:
    page = new_page("manager@example.com", size=(1280, 800))
    steps.open_page(page, "/dna-management/charts")
    wait_for_figures(page)
    boxes = page.locator(".cs-chart:not(.cs-chart-nothing)").evaluate_all(
        "cards => cards.map(card => { const b = card.getBoundingClientRect(); return [b.top, b.height, b.width] })"
    )
    rows: dict[int, list[list[float]]] = {}
    for top, height, width in boxes:
        rows.setdefault(round(top), []).append([height, width])
    whole = max(width for row in rows.values() for _, width in row)
    for row in rows.values():
        assert max(height for height, _ in row) - min(height for height, _ in row) < 2
        assert sum(width for _, width in row) > 0.95 * whole


def test_a_filter_is_followed_at_once_and_is_in_the_address(new_page: NewPage) -> None:
    page = new_page("learner@example.com", size=DESKTOP)
    steps.open_page(page, "/dna-management/charts")
    wait_for_figures(page)
    told = page.locator("form.cs-sentence > span").first
    before = told.inner_text()
    page.get_by_label("Appointment type", exact=True).select_option("first_outpatient")
    expect(page).to_have_url(re.compile(r"appointment_type=first_outpatient"))
    expect(told).not_to_have_text(before)
    expect(page.locator("#filter-appointment_type")).to_be_focused()
    expect(page.get_by_label("Appointment type", exact=True)).to_have_value("first_outpatient")
    after = told.inner_text()
    page.reload()
    wait_for_figures(page)
    expect(told).to_have_text(after)


def test_a_bar_leads_to_its_rows_filtered_alike(new_page: NewPage) -> None:
    page = new_page("learner@example.com", size=(1280, 800))
    steps.open_page(page, "/dna-management/charts?appointment_type=first_outpatient")
    wait_for_figures(page)
    card = page.locator('[data-chart="by-effect"]')
    row = card.locator(".cs-chart-table tbody tr").first
    count = int(row.locator("td").first.text_content() or "0")
    card.locator(".barlayer .point path").first.scroll_into_view_if_needed()
    box = card.locator(".barlayer .point path").first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=4)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url(re.compile(r"/dna-management\?"))
    asked = parse_qs(urlsplit(page.url).query)
    assert asked["appointment_type"] == ["first_outpatient"]
    assert asked["chart"] == ["by-effect"]
    steps.wait_until_drawn(page)
    expect(page.locator(".ag-row[row-index]").first).to_be_visible()
    assert page.locator(".ag-center-cols-container .ag-row").count() == count


def test_the_menu_has_the_table_a_picture_and_the_numbers(new_page: NewPage) -> None:
    page = new_page("learner@example.com", size=(1280, 800))
    steps.open_page(page, "/dna-management/charts")
    wait_for_figures(page)
    card = page.locator('[data-chart="by-type"]')
    menu = card.locator(".cs-chart-menu > summary")
    menu.click()
    with page.expect_download() as picture:
        card.get_by_role("button", name="Picture (PNG)").click()
    assert picture.value.suggested_filename == "by-type.png"
    menu.click()
    with page.expect_download() as numbers:
        card.get_by_role("link", name="Numbers (CSV)").click()
    assert numbers.value.suggested_filename.endswith(".csv")
    card.get_by_role("button", name="Table").click()
    expect(card.locator("table")).to_be_visible()


def test_hatched_bars_have_the_colour_of_their_key_in_the_dark(new_page: NewPage) -> None:
    page = new_page("manager@example.com", size=DESKTOP)
    page.emulate_media(color_scheme="dark")
    steps.open_page(page, "/student-progress-monitor")
    wait_for_figures(page)
    card = page.locator('[data-chart="status"]')
    fill = "all => [...new Set(all.map(one => getComputedStyle(one).fill))]"
    keys = card.locator(".cs-key").evaluate_all("all => all.map(one => getComputedStyle(one).backgroundColor)")
    hatched = card.locator("pattern rect").evaluate_all(fill)
    assert hatched
    assert set(hatched) <= set(keys)
