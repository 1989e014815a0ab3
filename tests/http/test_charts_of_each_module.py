"""Every chart of every module: what belongs to it is on the page, its CSV is its table, filters in the address narrow
it, and each number leads to as many records as it says."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

import pytest

from dashapp.declare.module import Chart, Module, Row
from dashapp.factory import find_pages
from dashapp.services.derived import rows
from dashapp.services.records import examples
from dashapp.services.records.records import new_id
from dashapp.ui import ids
from dashapp.ui.tables import show
from storage.record import NewRecord, Trace
from tests.http.forms import list_parts, list_words
from tests.whole_site import NOW, Visitor, WholeSite, make_whole_site

PAGES = [page.MODULE for page in find_pages() if hasattr(page, "MODULE")]
MODULES = [module for module in PAGES if module.charts and module.example]
RECORDS = 9
ROLES = ("learner", "manager")


@dataclass(frozen=True)
class Shown:
    """One chart as the page has it: its words, and its table as `(cells, address of the records)`."""

    words: str
    reading: str
    csv: str
    heads: list[str]
    table: list[tuple[list[str], str]]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> WholeSite:
    """Alice with examples in every module, and in each of them one record that its module would not accept."""
    site = make_whole_site(tmp_path_factory.mktemp("charts"))
    uid = site.cast.alice.uid
    for seed, module in enumerate(MODULES):
        patients = examples.make_patients(seed, site.clockstart.today)
        found = examples.make_records(site.clockstart, module, patients, Random(seed), RECORDS)
        required = next(question.name for question in module.questions if question.required)
        spoilt = {name: value for name, value in found[0].data.items() if name != required}
        whole = [*found, NewRecord(new_id(), spoilt, new_id())]
        site.clockstart.store.records.put_many(uid, module.store_key, whole, trace=Trace(uid), now=NOW)
    return site


@pytest.fixture(scope="module")
def visitors(site: WholeSite) -> Mapping[str, Visitor]:
    return {role: site.signed_in(role) for role in ROLES}


def list_counted(site: WholeSite, module: Module) -> list[Row]:
    """Alice's rows without those that have problems."""
    found = rows.list_rows(site.clockstart, site.cast.alice.uid, module)
    assert sum(1 for row in found if row["problems"]) == 1
    return [row for row in found if not row["problems"]]


def open_parts(visitor: Visitor, address: str) -> list[Mapping[str, Any]]:
    path, _, query = address.partition("?")
    answer = visitor.open_page(path, f"?{query}")
    assert answer.status_code == 200, address
    return list(list_parts(answer.get_json()["response"][ids.PAGE]["children"]))


def read_charts(parts: list[Mapping[str, Any]]) -> dict[str, Shown]:
    """Every chart of a page, by its key."""
    figures = [part for part in parts if part.get("data-chart")]
    return {figure["data-chart"]: read_chart(figure) for figure in figures}


def read_chart(figure: Mapping[str, Any]) -> Shown:
    inside = list(list_parts(figure["children"]))
    href = next((part["href"] for part in inside if part.get("className") == "cs-chart-csv"), "")
    words = " ".join(list_words(figure["children"]))
    reading = " ".join(
        list_words(next(part["children"] for part in inside if part.get("className") == "cs-chart-reading"))
    )
    table = next((part for part in inside if part.get("className") == "cs-table"), None)
    if table is None:
        return Shown(words, reading, href, [], [])
    _, head, body = table["children"]
    return Shown(
        words,
        reading,
        href,
        list(list_words(head)),
        [read_row(row["props"]["children"]) for row in body["props"]["children"]],
    )


def read_row(cells: list[Any]) -> tuple[list[str], str]:
    links = [part["href"] for part in list_parts(cells[0]) if "href" in part]
    return ["".join(list_words(cell)) for cell in cells], next(iter(links), "")


def read_csv(visitor: Visitor, address: str) -> tuple[list[str], list[list[str]]]:
    """The heads and the rows of a chart's file, numbers as the table writes them."""
    answer = visitor.get(address)
    assert answer.status_code == 200, address
    _, heads, *found = csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff")))
    return heads, [[row[0], *(as_shown(cell) for cell in row[1:])] for row in found]


def as_shown(cell: str) -> str:
    if not cell:
        return str(show(None))
    return str(show(float(cell) if "." in cell else int(cell)))


def count_listed(visitor: Visitor, address: str) -> int:
    """How many records a list holds."""
    return sum(len(part["rowData"]) for part in open_parts(visitor, address) if "rowData" in part)


def count_of(chart: Chart, cells: list[str]) -> int | None:
    """How many records a row of the table says there are; None where it says something else of them."""
    if any(measure.among or measure.value for measure in chart.measures):
        return None
    return sum(int(cell.replace(",", "")) for cell in cells[1:])


def list_narrowed(module: Module, found: list[Row]) -> Iterator[tuple[str, int]]:
    """Filters an address may carry, and how many of the rows they keep."""
    for name in module.filters:
        values = [row[name] for row in found if isinstance(row.get(name), str) and row[name]]
        if values:
            rarest = min(values, key=values.count)
            yield f"{name}={rarest}", values.count(rarest)
    months = [str(row[module.dated])[:7] for row in found if row.get(module.dated)] if module.dated else []
    if months:
        yield f"since={max(months)}", months.count(max(months))
        yield f"until={min(months)}", months.count(min(months))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.slug)
def test_the_charts(site: WholeSite, visitors: Mapping[str, Visitor], module: Module, role: str) -> None:
    visitor = visitors[role]
    shown = read_charts(open_parts(visitor, f"/{module.slug}/charts"))
    assert sorted(shown) == sorted(chart.key for chart in module.charts)
    for chart in module.charts:
        one = shown[chart.key]
        assert one.words.startswith(chart.title)
        assert f"What is counted:  {chart.definition}" in one.words
        nothing = chart.withheld or "There is nothing to show for these filters yet."
        assert bool(one.table) is (nothing not in one.reading)
        if not one.table:
            continue
        assert read_csv(visitor, one.csv) == (one.heads, [cells for cells, _ in one.table])
        assert any(link for _, link in one.table) is not (module.single != "" and role == "learner")
        for cells, link in one.table:
            count = count_of(chart, cells)
            if link and count is not None:
                assert count_listed(visitor, link) == count, (chart.key, cells)


@pytest.mark.parametrize("role", ROLES)
def test_filters_that_nobody_answered_are_said_as_people_say_them(visitors: Mapping[str, Visitor], role: str) -> None:
    parts = open_parts(visitors[role], "/transfer-of-care/charts")
    asked = [part["children"][1:] for part in parts if part.get("className") == "cs-said"]
    said = [(words, control["props"]["placeholder"]) for words, control in asked]
    assert said[-3:] == [("of", "any type"), ("to", "any treatment function"), ("reported by", "anyone")]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.slug)
def test_filters_in_the_address_narrow_them(site: WholeSite, visitors: Mapping[str, Visitor], module: Module) -> None:
    manager, found = visitors["manager"], list_counted(site, module)
    narrowed = list(list_narrowed(module, found))
    assert bool(narrowed) is bool(module.filters or module.dated)
    assert not narrowed or min(count for _, count in narrowed) < len(found)
    for query, count in narrowed:
        parts = open_parts(manager, f"/{module.slug}/charts?{query}")
        sentence = next(part for part in parts if part.get("className") == "cs-sentence")
        words = " ".join(list_words(sentence["children"])).strip()
        assert words.startswith(f"{count} {module.one if count == 1 else module.many} of "), (query, words)
        for one in read_charts(parts).values():
            if one.table:
                assert query in one.csv
                assert read_csv(manager, one.csv) == (one.heads, [cells for cells, _ in one.table])
