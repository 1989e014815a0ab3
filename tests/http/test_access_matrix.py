"""The access matrix is what really happens: every role × page × target, and every callback called for everybody's data.

Alice learns in the cohort that Bob looks after, Dora did and is deactivated, Charlie learns elsewhere, Ada administers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

import pytest

from dashapp.services.access import access_matrix
from pages.access_matrix import OWN_ALONE
from storage.accounts import ROLES
from storage.people import Person
from storage.record import Trace
from tests.http.forms import list_words
from tests.whole_site import CALLBACK, Visitor, WholeSite, make_whole_site, name_outputs

RECORD = "r1"
VARIABLE = re.compile(r"<(\w+)>")
STORED = ("/people/<uid>", "/staff/<uid>", "/staff/cohorts/<cohort_id>")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> WholeSite:
    """Everybody has a record in every module that names its owner."""
    site = make_whole_site(tmp_path_factory.mktemp("matrix"))
    people, now = site.clockstart.store.people, site.clockstart.now
    dora = people.create("dora@example.com", "Dora Dean", "learner", now=now, cohorts=[site.cast.cohort.id])
    people.deactivate(dora.uid)
    for person in (*site.cast.everyone, dora):
        for module in site.clockstart.registry:
            data = {"patient_name": mark_of(person.uid), "title": mark_of(person.uid)}
            site.clockstart.store.records.put(
                person.uid, module.store_key, RECORD, data, op=f"{person.uid}-{module.slug}", seen_rev=0,
                trace=Trace(person.uid), now=now,
            )  # fmt: skip
    return site


def mark_of(uid: str) -> str:
    """What only those who may read this person's records may be shown."""
    return f"SECRET-OF-{uid}"


def person_of(site: WholeSite, role: str) -> Person:
    return {"learner": site.cast.alice, "manager": site.cast.bob, "admin": site.cast.ada}[role]


def target_of(site: WholeSite, role: str, target: str) -> Person:
    """Somebody of this kind for that role. In the learner's own cohort it is somebody else than the learner."""
    people = site.clockstart.store.people
    dora = people.get_by_email("dora@example.com")
    cohort = dora if role == "learner" else site.cast.alice
    return {"own": person_of(site, role), "cohort": cohort, "other": site.cast.charlie, "deactivated": dora}[target]


def is_stored(site: WholeSite, address: str) -> bool:
    """Whether there is something at this address here: people, and their record in every module."""
    slug = address.removeprefix("/people/<uid>").removesuffix("/<record_id>").strip("/")
    return address in STORED or site.clockstart.registry.find(slug) is not None


def list_wrong(site: WholeSite, role: str) -> Iterator[str]:
    """Where the server does not answer as the matrix says. Of a page about something that is not stored here, such as a
    rule book or the plan of a record that has none, only that it is not refused."""
    visitor = site.signed_in(role)
    with site.app.server.test_request_context():
        rows = access_matrix.list_pages(site.clockstart)
    for row in rows:
        uid = target_of(site, role, row.words or "own").uid
        path = (
            row.name.replace("<uid>", uid)
            .replace("<person>", uid)
            .replace("<record_id>", RECORD)
            .replace("<cohort_id>", site.cast.cohort.id)
        )
        path = path.replace("<book>", "rtt").replace(
            "<act>", "end-sessions" if path.startswith("/admin") else "deactivate"
        )
        status = visitor.open_page(path).status_code
        unknown = VARIABLE.search(row.name) and not is_stored(site, row.name)
        right = {200, *({400, 404} if unknown else ())} if row.allowed[role] else {400, 403, 404}
        if status not in right:
            yield f"{path} ({row.words}): {status}, {'allowed' if row.allowed[role] else 'not allowed'}"


@pytest.mark.parametrize("role", ROLES)
def test_every_page_answers_as_the_matrix_says(site: WholeSite, role: str) -> None:
    assert list(list_wrong(site, role)) == []


@pytest.mark.parametrize("role", ROLES)
def test_every_form_and_file_is_refused_to_the_roles_the_matrix_leaves_out(site: WholeSite, role: str) -> None:
    visitor, answered = site.signed_in(role), {}
    for row in access_matrix.list_routes(site.app.server):
        if row.allowed[role]:
            continue
        methods, _, rule = row.name.partition(" ")
        for method in methods.split("/"):
            path = rule.replace("<uid>", site.cast.charlie.uid).replace("<", "").replace(">", "")
            reply = visitor.client.open(path, method=method, headers={"X-CSRFToken": visitor.token})
            answered[f"{method} {path}"] = reply.status_code
    assert {name: status for name, status in answered.items() if status != 403} == {}
    assert answered or role == "admin"


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("target", access_matrix.TARGETS)
def test_no_callback_shows_or_changes_what_the_matrix_forbids(site: WholeSite, role: str, target: str) -> None:
    """Every callback, with every id and every state of the page forged to be about somebody else."""
    visitor, person = site.signed_in(role), target_of(site, role, target)
    acts = {row.name: row.allowed[role] for row in access_matrix.list_acts()}
    before, answered = stored_of(site, person), []
    for output, _ in site.list_server_callbacks():
        for body in forge(site, output, person.uid):
            reply = visitor.client.post(CALLBACK, json=body, headers={"X-CSRFToken": visitor.token})
            answered.append(reply.status_code)
            if not acts[f"Read records {target}"]:
                assert mark_of(person.uid) not in reply.get_data(as_text=True), output
    if target != "own":  # administrators are allowed to, and no page does it
        assert stored_of(site, person) == before
    assert {status for status in answered if status >= 500} == set()
    assert 200 in answered, "nothing of what is forged here is what callbacks read"


NONSENSE: Sequence[Any] = (None, -1, True, 0.5, "x", [], ["x"], [None], {}, {"x": 1})


@pytest.mark.parametrize("role", ROLES)
def test_no_nonsense_makes_a_callback_stumble(site: WholeSite, role: str) -> None:
    """The same value, of no fitting shape, in the place of every state, and of every input as well."""
    visitor, uid, stumbled = site.signed_in(role), person_of(site, role).uid, []
    for output, _ in site.list_server_callbacks():
        body, *_ = forge(site, output, uid)
        for value, places in product(NONSENSE, (("state",), ("inputs", "state"))):
            sent = {**body, **{place: [with_value(slot, value) for slot in body[place]] for place in places}}
            reply = visitor.client.post(CALLBACK, json=sent, headers={"X-CSRFToken": visitor.token})
            if reply.status_code >= 500:
                stumbled.append((output, value, places))
    assert stumbled == []


def with_value(slot: Any, value: Any) -> Any:
    return [{**one, "value": value} for one in slot] if isinstance(slot, list) else {**slot, "value": value}


def stored_of(site: WholeSite, person: Person) -> Any:
    records = site.clockstart.store.records
    return {
        name: [(one.id, one.rev, one.data) for one in records.list(person.uid, name)]
        for name in records.modules(person.uid)
    }


def forge(site: WholeSite, output: str, uid: str) -> Iterator[Mapping[str, Any]]:
    """The bodies a hostile browser could send: with the person's uid wherever one might be looked for."""
    declared = site.app.callback_map[output]
    for slug in ("dna-management", "patient-tracking-list"):
        base = f"/people/{uid}/{slug}"
        yield {
            "output": output,
            "outputs": name_outputs(output),
            "inputs": [forge_slot(slot, uid, slug, base) for slot in declared["inputs"]],
            "state": [forge_slot(slot, uid, slug, base) for slot in declared["state"]],
            "changedPropIds": [name_changed(slot, uid, slug) for slot in declared["inputs"][:1]],
        }


def forge_slot(slot: Mapping[str, str], uid: str, slug: str, base: str) -> Any:
    """One input or state, about that person's record."""
    state = {"slug": slug, "uid": uid, "person": uid, "owner": uid, "record_id": RECORD, "base": base, "seen_rev": 1,
             "operation": "forged", "path": f"{base}/{RECORD}", "search": f"?person={uid}&uid={uid}", "job": RECORD,
             "scope": uid, "id": RECORD, "from": base}  # fmt: skip
    values: Mapping[str, Any] = {
        "data": state, "pathname": f"{base}/{RECORD}", "search": f"?person={uid}&uid={uid}", "n_clicks": 1,
        "n_intervals": 1, "value": uid, "href": f"{base}/{RECORD}", "hash": f"#{uid}",
        "getRowsRequest": {"startRow": 0, "endRow": 50, "sortModel": []},
    }  # fmt: skip
    value = values.get(slot["property"])
    if not slot["id"].startswith("{"):
        return {"id": slot["id"], "property": slot["property"], "value": value}
    pattern = json.loads(slot["id"])
    one = {"id": fill(slot["id"], uid, slug), "property": slot["property"], "value": value}
    return [one] if any(part in (["ALL"], ["ALLSMALLER"]) for part in pattern.values()) else one


def fill(identifier: str, uid: str, slug: str) -> Mapping[str, Any]:
    return {name: forged_part(name, part, uid, slug) for name, part in json.loads(identifier).items()}


def name_changed(slot: Mapping[str, str], uid: str, slug: str) -> str:
    """The input that set the callback off, as the renderer names it."""
    filled = (
        json.dumps(fill(slot["id"], uid, slug), sort_keys=True, separators=(",", ":"))
        if "{" in slot["id"]
        else slot["id"]
    )
    return f"{filled}.{slot['property']}"


def forged_part(name: str, part: Any, uid: str, slug: str) -> Any:
    if not isinstance(part, list):
        return part
    return {"slug": slug, "uid": uid, "person": uid}.get(name, RECORD)


def test_the_page_is_drawn_from_the_same_rows(site: WholeSite) -> None:
    visitor: Visitor = site.signed_in("admin")
    answer = visitor.open_page("/access-matrix").get_json()
    page = " ".join(list_words(answer["response"]["page"]["children"]))
    with site.app.server.test_request_context():
        rows = access_matrix.list_pages(site.clockstart)
    assert f"Pages ({len(rows):,})" in page
    for row in rows:
        assert row.name in page
    assert OWN_ALONE in page
    for role in ("learner", "manager"):
        assert site.signed_in(role).open_page("/access-matrix").status_code == 403


def test_the_matrix_says_what_was_agreed(site: WholeSite) -> None:
    """DESIGN §4 in figures: whose records each role reads and changes."""
    acts = {row.name: tuple(row.allowed.values()) for row in access_matrix.list_acts()}
    assert acts["Read records own"] == (True, True, True)
    assert acts["Read records cohort"] == (False, True, True)
    assert acts["Read records other"] == (False, False, True)
    assert acts["Change records cohort"] == (False, False, True)
    assert acts["Write feedback own"] == (False, False, False)
    assert acts["Change records while viewing as somebody"] == (False, False, False)


def test_whoever_is_deactivated_is_refused_everything(site: WholeSite) -> None:
    visitor = site.signed_in("manager")
    site.clockstart.store.people.deactivate(site.cast.bob.uid)
    try:
        statuses = {visitor.open_page(address).status_code for address in ("/", "/people", "/dna-management")}
        calls = {visitor.call(output).status_code for output, _ in site.list_server_callbacks()}
        assert statuses | calls == {401}
    finally:
        site.clockstart.store.people.activate(site.cast.bob.uid)
