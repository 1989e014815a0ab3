"""A list next to its records: the panel, views of one's own, files as shown and whole, over one's people as well."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest

from dashapp.ui import ids
from tests.cast import sign_in
from tests.http.forms import DNA, Answer, RecordForm, find_by_input, list_words, press
from tests.whole_site import Visitor, WholeSite

SLUG, KEY = "dna-management", "dna_cases"


@pytest.fixture
def site(whole_site: WholeSite) -> WholeSite:
    """Alice has two records, Charlie one; Bob looks after Alice."""
    alice, charlie = whole_site.signed_in("learner"), visitor_of(whole_site, "charlie")
    RecordForm(alice, record_id="one", answers={**DNA, "patient_name": "Ann One"}).save()
    RecordForm(alice, record_id="two", answers={**DNA, "patient_name": "Zoë Two", "child_or_vulnerable": "yes"}).save()
    RecordForm(charlie, record_id="theirs", answers={**DNA, "patient_name": "Carl Three"}).save()
    return whole_site


def visitor_of(site: WholeSite, name: str) -> Visitor:
    visitor = site.visitor()
    visitor.token = sign_in(visitor.client, getattr(site.cast, name))
    return visitor


def read(answer: Any) -> str:
    return str(answer.text).replace("\\u002f", "/")


def draw(visitor: Visitor, path: str, search: str = "") -> str:
    page = visitor.open_page(path, search)
    assert page.status_code == 200, page.text
    return " ".join(" ".join(list_words(page.get_json()["response"][ids.PAGE]["children"])).split())


# --- the panel ---------------------------------------------------------


def peek(visitor: Visitor, record_id: str, uid: str = "") -> Any:
    asked = {"slug": SLUG, "uid": uid, "id": record_id, "key": record_id}
    return visitor.call(find_by_input(visitor, ids.PEEK_ASKED), {f"{ids.PEEK_ASKED}.data": asked})


@pytest.mark.parametrize("path", [f"/{SLUG}", "/search", "/rules"])
def test_what_is_searched_for_fits_into_an_address(site: WholeSite, path: str) -> None:
    drawn = site.signed_in("learner").open_page(path).get_json()
    boxes = [props for props in list_props(drawn) if props.get("type") == "search"]
    assert [props.get("maxLength") for props in boxes] == [200]


def list_props(drawn: Any) -> Iterator[dict[str, Any]]:
    """The properties of every component that was drawn."""
    inside = drawn.values() if isinstance(drawn, dict) else drawn if isinstance(drawn, list) else ()
    if isinstance(drawn, dict) and isinstance(drawn.get("props"), dict):
        yield drawn["props"]
    for part in inside:
        yield from list_props(part)


def test_the_panel_shows_the_record_of_the_row_with_what_needs_attention(site: WholeSite) -> None:
    answer = peek(site.signed_in("learner"), "one")
    told = " ".join(list_words(Answer(answer).read(ids.PEEK, "children")))
    assert "Ann One" in told
    assert "Needs attention" in told
    assert f"/{SLUG}/one" in read(answer)


def test_whoever_looks_after_a_person_sees_the_panel_and_nobody_else(site: WholeSite) -> None:
    uid, theirs = site.cast.alice.uid, site.cast.charlie.uid
    seen = peek(site.signed_in("manager"), "one", uid)
    assert f"/people/{uid}/{SLUG}/one" in read(seen)
    assert peek(visitor_of(site, "charlie"), "one", uid).status_code == 404
    assert peek(site.signed_in("manager"), "theirs", theirs).status_code == 404
    assert peek(site.signed_in("learner"), "theirs").status_code == 404
    assert peek(site.visitor(), "one", uid).status_code in {401, 403}


# --- views of one's own ---------------------------------------------------------


def save_view(visitor: Visitor, name: str, search: str) -> Answer:
    asked = {"slug": SLUG, "name": name, "search": search}
    return Answer(visitor.call(find_by_input(visitor, ids.VIEW_ASKED), {f"{ids.VIEW_ASKED}.data": asked}))


def test_a_view_is_saved_shown_as_a_tab_and_removed_by_its_own_person_alone(site: WholeSite) -> None:
    alice, charlie = site.signed_in("learner"), visitor_of(site, "charlie")
    answer = save_view(alice, " Children,  by name ", "?find=zoe&sort=patient_name&open=two")
    assert answer.read(ids.NAVIGATE, "data") == f"/{SLUG}?find=zoe&sort=patient_name"
    ((key, kept),) = site.clockstart.store.views.list(site.cast.alice.uid).items()
    assert kept == {"name": "Children, by name", "query": {"find": "zoe", "sort": "patient_name"}}
    assert "Children, by name" in draw(alice, f"/{SLUG}")
    assert "Remove the view Children, by name" in draw(alice, f"/{SLUG}", "?find=zoe&sort=patient_name")
    for other in (charlie, site.signed_in("manager")):
        assert "Children, by name" not in draw(other, f"/{SLUG}")
    pattern = {"remove-view": key.rpartition("/")[2]}
    assert press(charlie, pattern, {"slug": SLUG}).status_code == 200
    assert "Children, by name" in draw(alice, f"/{SLUG}")
    assert press(alice, pattern, {"slug": SLUG}).status_code == 200
    assert "Children, by name" not in draw(alice, f"/{SLUG}")


@pytest.mark.parametrize(("name", "search"), [("", "?find=zoe"), ("x" * 41, "?find=zoe"), ("Everything", "?open=two")])
def test_a_view_without_a_name_or_of_the_whole_list_is_refused_and_says_why(
    site: WholeSite, name: str, search: str
) -> None:
    answer = save_view(site.signed_in("learner"), name, search)
    assert answer.status == 200
    assert "".join(list_words(answer.read(ids.VIEW_STATUS, "children")))
    assert site.clockstart.store.views.list(site.cast.alice.uid) == {}


# --- files ---------------------------------------------------------


def read_names(visitor: Visitor, address: str) -> list[str]:
    answer = visitor.get(address)
    assert answer.status_code == 200, answer.text
    lines = answer.get_data().decode("utf-8-sig").splitlines(keepends=True)
    head = next(at for at, line in enumerate(lines) if "patient_name" in line)
    return [row["patient_name"] for row in csv.DictReader(io.StringIO("".join(lines[head:]), newline=""))]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Ann One", "Zoë Two"]),
        ("?find=zoe", ["Zoë Two"]),
        ("?specialty=C_110", ["Ann One", "Zoë Two"]),
        ("?specialty=C_120", []),
        ("?find=nobody", []),
    ],
)
def test_a_list_is_exported_as_shown_and_whole(site: WholeSite, query: str, names: list[str]) -> None:
    assert read_names(site.signed_in("learner"), f"/export/{SLUG}.csv{query}") == names
    assert read_names(site.signed_in("manager"), f"/export/{SLUG}/people.csv{query}") == names


def test_a_view_is_exported_as_it_is_shown(site: WholeSite) -> None:
    module = site.clockstart.registry.find(SLUG)
    assert module is not None
    for view in module.views:
        shown = draw(site.signed_in("learner"), f"/{SLUG}", f"?view={view.key}")
        count = len(read_names(site.signed_in("learner"), f"/export/{SLUG}.csv?view={view.key}"))
        assert ("2 missed appointments" if count == 2 else f"{count} of 2 missed appointments") in shown


# --- the list over one's people ---------------------------------------------------------


def test_a_manager_has_the_list_over_their_people_with_whose_each_record_is(site: WholeSite) -> None:
    bob = site.signed_in("manager")
    page = read(bob.open_page(f"/{SLUG}/charts/records"))
    for words in ("Ann One", "Alice Adams", "2 missed appointments", f"/people/{{uid}}/{SLUG}/{{id}}"):
        assert words in page
    assert "Carl Three" not in page
    assert f"/export/{SLUG}/people.csv" in page
    assert f"/{SLUG}/charts/records" in read(bob.open_page(f"/{SLUG}"))
    assert "Ann One" not in bob.open_page(f"/{SLUG}/charts/records", "?find=x&view=wrong&specialty=C_120").text


def test_a_fellow_learner_is_refused_the_list_over_people_and_its_files(site: WholeSite) -> None:
    charlie = visitor_of(site, "charlie")
    assert charlie.open_page(f"/{SLUG}/charts/records").status_code == 403
    assert charlie.get(f"/export/{SLUG}/people.csv").status_code == 403
    assert charlie.get(f"/people/{site.cast.alice.uid}/{SLUG}").status_code in {403, 404}
    assert f"/{SLUG}/charts/records" not in read(charlie.open_page(f"/{SLUG}"))
