"""Pages hold still while they load, and no bar hides what has the focus."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import DESKTOP, PHONE, NewPage
from tests.length import IS_FULL

LEARNER = "learner@example.com"
SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
MOST_SHIFT = 0.02
TABS = 400 if IS_FULL else 90
KINDS = (
    "/",
    "/dna-management",
    "/dna-management/new",
    "record",
    "edit",
    "/dna-management/charts",
    "/modules",
    "/account",
)

# What is focused, "" where it can be seen at the middle of what its window and its scrollers show of it, else what lies
# over it there.
HIDDEN_BY = """() => {
  const one = document.activeElement;
  const box = [...one.getClientRects()].find((part) => part.width > 1 && part.height > 1);
  if (one === document.body || !box) return "";
  let { left, right, top, bottom } = box;
  for (let frame = one.parentElement; frame; frame = frame.parentElement) {
    if (getComputedStyle(frame).overflow === "visible") continue;
    const shown = frame === document.documentElement ? { left: 0, top: 0, right: innerWidth, bottom: innerHeight }
      : frame.getBoundingClientRect();
    left = Math.max(left, shown.left), right = Math.min(right, shown.right);
    top = Math.max(top, shown.top), bottom = Math.min(bottom, shown.bottom);
  }
  const x = (Math.max(left, 0) + Math.min(right, innerWidth)) / 2;
  const y = (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2;
  const over = document.elementFromPoint(x, y);
  const name = (node) => node ? `${node.tagName}.${node.className} ${node.textContent.slice(0, 30)}` : "the edge";
  const isSeen = over && (one.contains(over) || over.contains(one) || over.closest("label")?.control === one);
  return isSeen ? "" : `${name(one)} under ${name(over)}`;
}"""

COUNT_SHIFTS = """
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (entry.hadRecentInput) continue;
      const moved = entry.sources.map(({ node }) => node?.className || node?.nodeName || "gone").join(", ");
      window.shifts.push([entry.value, moved]);
    }
  }).observe({ type: "layout-shift", buffered: true });
"""


def find_path(page: Page, kind: str) -> str:
    """The address of a page of this kind."""
    if kind not in ("record", "edit"):
        return kind
    found = page.request.get("/search/found?q=a").json()
    records = next(group["found"] for group in found if group["title"] == "Records")
    return str(records[0]["href"]) + ("/edit" if kind == "edit" else "")


@SIZES
@pytest.mark.parametrize("kind", KINDS if IS_FULL else KINDS[:5])
def test_nothing_that_has_the_focus_is_hidden(new_page: NewPage, size: tuple[int, int], kind: str) -> None:
    page = new_page(LEARNER, size)
    steps.open_page(page, find_path(page, kind))
    hidden = set()
    for _ in range(TABS):
        page.keyboard.press("Tab")
        hidden.add(page.evaluate(HIDDEN_BY))
    for _ in range(TABS // 3):
        page.keyboard.press("Shift+Tab")
        hidden.add(page.evaluate(HIDDEN_BY))
    assert hidden - {""} == set()


@pytest.mark.parametrize("kind", ["/", "/dna-management", "/patient-tracking-list", "record", "/dna-management/charts"])
@SIZES
def test_a_page_holds_still_while_it_loads(new_page: NewPage, kind: str, size: tuple[int, int]) -> None:
    page = new_page(LEARNER, size)
    path = find_path(page, kind)
    page.add_init_script(COUNT_SHIFTS)
    steps.open_page(page, path)
    expect(page).to_have_url(re.compile(re.escape(path) + "$"))
    page.wait_for_load_state("networkidle")
    shifts = page.evaluate("window.shifts")
    assert sum(value for value, _ in shifts) <= MOST_SHIFT, shifts
