"""Every page, drawn for each role: it has a title and one heading, and tells a stranger to it nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from random import Random

import pytest
from werkzeug.test import TestResponse

from dashapp.declare.module import Module, Patient
from storage.accounts import ROLES
from storage.record import NewRecord, Trace
from tests.length import WALK
from tests.whole_site import NOW, WholeSite

A_PATIENT = Patient("Rowan Ashdown", "9990000018", NOW.date().replace(year=1961))


@pytest.fixture(scope="module", autouse=True)
def records(site: WholeSite) -> dict[str, str]:
    """One example record of Alice in every module that has examples: slug → record id."""
    return dict(put_examples(site))


def put_examples(site: WholeSite) -> Iterator[tuple[str, str]]:
    for module in site.clockstart.registry:
        if module.example is None:
            continue
        data = module.example(Random(1), A_PATIENT, site.clockstart.today)
        record = NewRecord(f"example-{module.slug}", data, op=f"op-{module.slug}")
        uid = site.cast.alice.uid
        site.clockstart.store.records.put_many(uid, module.store_key, [record], trace=Trace(uid), now=NOW)
        yield module.slug, record.id


def list_paths(site: WholeSite, records: dict[str, str]) -> list[str]:
    """Every address with its variables filled in; those of modules without an example record are left out."""
    paths = []
    for address in site.clockstart.router.pages:
        slug = next((module.slug for module in site.clockstart.registry if f"/{module.slug}" in address), "")
        path = address.replace("<uid>", site.cast.alice.uid).replace("<record_id>", records.get(slug, ""))
        if WALK in path and (("<" not in path and not path.endswith("/")) or path == "/"):
            paths.append(path)
    return paths


@pytest.fixture(scope="module")
def answers_to(site: WholeSite, records: dict[str, str]) -> Callable[[str], dict[str, TestResponse]]:
    """What each address answers to somebody of a role."""

    @cache
    def walk(role: str) -> dict[str, TestResponse]:
        visitor = site.signed_in(role)
        return {path: visitor.open_page(path) for path in list_paths(site, records)}

    return walk


@pytest.mark.parametrize("role", ROLES)
def test_every_page_has_a_title_and_one_heading_or_says_why_not(
    answers_to: Callable[[str], dict[str, TestResponse]], role: str
) -> None:
    wrong = {}
    for path, reply in answers_to(role).items():
        if reply.status_code == 200 and (problem := find_problem(reply.get_json())):
            wrong[path] = problem
        elif reply.status_code not in {200, 403, 404}:
            wrong[path] = str(reply.status_code)
    assert wrong == {}


def find_problem(answer: dict[str, dict[str, dict[str, object]]]) -> str:
    """What is missing in the address callback's answer, or nothing."""
    drawn, title = json.dumps(answer["response"]["page"]["children"]), answer["response"]["page-title"]["data"]
    if not isinstance(title, str) or len(title) < 3:
        return f"its title is {title!r}"
    headings = len(re.findall(r'"type": "H1"', drawn))
    return "" if headings == 1 else f"it has {headings} headings of the first level"


def test_titles_tell_pages_apart(answers_to: Callable[[str], dict[str, TestResponse]]) -> None:
    opened = [reply.get_json() for reply in answers_to("admin").values() if reply.status_code == 200]
    titles = [answer["response"]["page-title"]["data"] for answer in opened]
    assert len(titles) > 3
    assert sorted(title for title in set(titles) if titles.count(title) > 1) == []


@pytest.mark.parametrize("path", ["/login", "/"])
def test_every_stylesheet_and_script_that_a_document_names_is_served(site: WholeSite, path: str) -> None:
    visitor = site.signed_in("learner") if path == "/" else site.visitor()
    named = re.findall(r'(?:href|src)="(/[^"]+\.(?:css|js)[^"]*)"', visitor.get(path).text)
    assert named
    assert {one: status for one in named if (status := visitor.get(one).status_code) != 200} == {}


def test_a_page_that_is_not_there_is_not_found(site: WholeSite) -> None:
    visitor = site.signed_in("learner")
    assert visitor.get("/no-such-module").status_code == 404
    assert visitor.open_page("/no-such-module").status_code == 404


def test_a_learner_finds_nobody_elses_pages(site: WholeSite, records: dict[str, str]) -> None:
    """Charlie learns in another cohort: Alice's records do not exist for him, nor does she."""
    visitor = site.signed_in("learner")
    charlie = site.cast.charlie.uid
    found = {}
    for slug in records:
        for path in (f"/people/{charlie}/{slug}", f"/people/{charlie}/{slug}/example-{slug}"):
            found[path] = visitor.open_page(path).status_code
    assert {path: status for path, status in found.items() if status not in {403, 404}} == {}


def test_every_module_says_what_it_is_for(site: WholeSite) -> None:
    silent = [module.slug for module in site.clockstart.registry if not says_enough(module)]
    assert silent == []


def says_enough(module: Module) -> bool:
    return len(module.purpose) > 20 and bool(module.one) and bool(module.many) and bool(module.sections)


@pytest.mark.parametrize("path", ["/", "/login", "/account", "/healthz"])
def test_every_answer_carries_the_headers_that_protect_it(site: WholeSite, path: str) -> None:
    headers = site.signed_in("learner").get(path).headers
    assert re.match(r"default-src '(self|none)'", headers["Content-Security-Policy"])
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in headers["Cache-Control"]
    assert headers["Referrer-Policy"]
