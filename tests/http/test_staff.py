"""What administrators do with accounts and cohorts, what it does to the people it is about, and who is refused."""

from __future__ import annotations

import json
import re

import pytest

from auth.requires import allowed_roles
from tests.cast import sign_in
from tests.http.staff import PAGE, acts_of, find_link, follow, post, read, set_up
from tests.whole_site import Visitor, WholeSite


@pytest.fixture
def site(whole_site: WholeSite) -> WholeSite:
    return whole_site


def test_inviting_makes_an_account_whose_password_only_they_choose(site: WholeSite, ada: Visitor) -> None:
    fields = {"email": "Ivy@Example.com", "name": "Ivy", "role": "learner", "cohort": site.cast.cohort.id}
    words = follow(ada, post(ada, "/staff/invite", **fields))
    assert "Invited" in words
    assert "Spring intake" in words
    assert set_up(site, find_link(words)) == 303
    ivy = site.clockstart.store.people.get_by_email("ivy@example.com")
    assert (ivy.name, ivy.role, ivy.cohorts) == ("Ivy Ito", "learner", (site.cast.cohort.id,))
    assert site.visitor().get(find_link(words)).status_code == 410
    assert ("account_made", site.cast.ada.uid) in acts_of(site, ivy)
    assert "http://" not in read(ada, f"/staff/{ivy.uid}")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"email": "alice@example.com"}, "There is already an account"),
        ({"email": "nonsense"}, "Enter an email address"),
        ({"name": " "}, "Enter a name"),
        ({"role": "owner"}, "A role is one of"),
        ({"cohort": "no-such"}, "no such cohort"),
    ],
)
def test_an_invitation_that_cannot_be_made_keeps_what_was_typed(
    site: WholeSite, ada: Visitor, fields: dict[str, str], sentence: str
) -> None:
    before = len(site.clockstart.store.people.list())
    sent = {"email": "ivy@example.com", "name": "Ivy of the Mill", "role": "learner", "cohort": "", **fields}
    answer = post(ada, "/staff/invite", **sent)
    if answer.status_code == 404:
        assert "cohort" in fields
    else:
        page = ada.open_page("/staff/invite").get_data(as_text=True)
        assert sentence in page
        assert sent["email"] in page
    assert len(site.clockstart.store.people.list()) == before


def test_deactivating_is_felt_at_once_and_can_be_undone(site: WholeSite, ada: Visitor) -> None:
    alice = site.signed_in("learner")
    link = find_link(follow(ada, post(ada, f"/staff/{site.cast.alice.uid}/link")))
    confirm = read(ada, f"/staff/{site.cast.alice.uid}/confirm/deactivate")
    assert "Deactivate Alice Adams?" in confirm
    words = follow(ada, post(ada, f"/staff/{site.cast.alice.uid}/deactivate"))
    assert "Alice Adams is deactivated" in words
    assert "Undo" in words
    assert alice.open_page("/").status_code == 401
    assert alice.get("/").status_code == 302
    assert site.visitor().get(link).status_code == 410
    with pytest.raises(AssertionError):
        sign_in(site.visitor().client, site.cast.alice)
    follow(ada, post(ada, f"/staff/{site.cast.alice.uid}/reactivate"))
    sign_in(site.visitor().client, site.cast.alice)
    assert [act for act, _ in acts_of(site, site.cast.alice)[:4]] == [
        "sign_in", "reactivated", "sign_in_refused", "deactivated",
    ]  # fmt: skip


def test_a_role_counts_from_the_next_click_and_can_be_undone(site: WholeSite, ada: Visitor) -> None:
    bob, uid = site.signed_in("manager"), site.cast.bob.uid
    assert bob.open_page("/people").status_code == 200
    assert "Make Bob Brown a learner?" in read(ada, f"/staff/{uid}/confirm/role?role=learner")
    words = follow(ada, post(ada, f"/staff/{uid}/role", role="learner"))
    assert "Undo: manager again" in words
    assert bob.open_page("/people").status_code == 403
    assert bob.open_page(f"/people/{site.cast.alice.uid}").status_code == 404
    post(ada, f"/staff/{uid}/role", role="manager")
    assert bob.open_page("/people").status_code == 200
    post(ada, f"/staff/{uid}/role", role="owner")
    assert site.clockstart.store.people.get(uid).role == "manager"


@pytest.mark.parametrize(
    ("act", "fields"),
    [("role", {"role": "learner"}), ("deactivate", {}), ("reset-factor", {}), ("sessions/end-all", {})],
)
def test_nobody_does_it_to_themselves(site: WholeSite, ada: Visitor, act: str, fields: dict[str, str]) -> None:
    words = follow(ada, post(ada, f"/staff/{site.cast.ada.uid}/{act}", **fields))
    assert "your own account" in words
    still = site.clockstart.store.people.get(site.cast.ada.uid)
    assert (still.role, still.active) == ("admin", True)


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/staff/{uid}/role", {"role": "manager"}),
        ("/staff/{uid}/email", {"email": "new@example.com"}),
        ("/staff/{uid}/reset-factor", {}),
        ("/admin/end-sessions", {}),
    ],
)
def test_grave_acts_ask_for_proof(
    site: WholeSite, ada: Visitor, monkeypatch: pytest.MonkeyPatch, path: str, fields: dict[str, str]
) -> None:
    monkeypatch.setattr("auth.proof.PROOF_LASTS", 0 * site.clockstart.now.resolution)
    path = path.format(uid=site.cast.alice.uid)
    answer = post(ada, path, **fields)
    assert answer.headers["Location"].startswith("/prove")
    assert site.clockstart.store.people.get(site.cast.alice.uid) == site.cast.alice
    assert "Confirm that it is you" in read(ada, "/admin/confirm/end-sessions")


def test_sessions_are_seen_and_ended_one_all_and_everyones(site: WholeSite, ada: Visitor) -> None:
    visitors = [site.signed_in("learner") for _ in range(3)]
    bob, uid = site.signed_in("manager"), site.cast.alice.uid
    page = ada.open_page(f"/staff/{uid}").get_data(as_text=True)
    digests = set(re.findall(r"[0-9a-f]{64}", page))
    assert len(digests) == 3
    post(ada, f"/staff/{uid}/sessions/end", session=digests.pop())
    assert sorted(visitor.open_page("/").status_code for visitor in visitors) == [200, 200, 401]
    assert "(2 ended)" in follow(ada, post(ada, f"/staff/{uid}/sessions/end-all"))
    assert {visitor.open_page("/").status_code for visitor in visitors} == {401}
    assert "Everybody is signed out" in follow(ada, post(ada, "/admin/end-sessions"))
    assert (bob.open_page("/").status_code, ada.open_page("/").status_code) == (401, 200)
    assert ("everyones_sessions_ended", site.cast.ada.uid) in acts_of(site, None)


def test_a_reset_factor_ends_sessions_and_is_asked_for_again(site: WholeSite, ada: Visitor) -> None:
    store, uid = site.clockstart.store, site.cast.alice.uid
    assert "has no second factor" in follow(ada, post(ada, f"/staff/{uid}/reset-factor"))
    alice = site.signed_in("learner")
    store.factors.confirm(uid, "JBSWY3DPEHPK3PXP", 0, [], now=site.clockstart.now)
    follow(ada, post(ada, f"/staff/{uid}/reset-factor"))
    assert alice.open_page("/").status_code == 401
    again = site.signed_in("learner")
    assert again.get("/").headers["Location"].startswith("/account/second-factor")


def test_cohorts_are_made_filled_renamed_and_emptied(site: WholeSite, ada: Visitor) -> None:
    store, alice, bob = site.clockstart.store, site.cast.alice, site.cast.bob
    words = follow(ada, post(ada, "/staff/cohorts", name="Summer intake"))
    assert "Summer intake" in words
    cohort = store.people.find_cohort_by_name("summer intake")
    assert cohort is not None
    base = f"/staff/cohorts/{cohort.id}"
    assert "already a cohort" in follow(ada, post(ada, "/staff/cohorts", name="summer INTAKE"))
    follow(ada, post(ada, f"{base}/add", email=" ALICE@example.com "))
    follow(ada, post(ada, f"{base}/add", uid=bob.uid))
    assert store.people.get(alice.uid).cohorts == tuple(sorted((site.cast.cohort.id, cohort.id)))
    assert cohort.id in store.people.get(bob.uid).manages
    assert "still has people" in follow(ada, post(ada, f"{base}/remove"))
    assert "Nobody here has the address" in follow(ada, post(ada, f"{base}/add", email="nobody@example.com"))
    assert "Late summer" in follow(ada, post(ada, f"{base}/rename", name="Late summer"))
    for uid in (alice.uid, bob.uid):
        assert "Undo" in follow(ada, post(ada, f"{base}/remove-person", uid=uid))
    follow(ada, post(ada, f"{base}/remove"))
    assert store.people.find_cohort(cohort.id) is None
    assert ("cohort_removed", site.cast.ada.uid) in acts_of(site, None)


def test_the_list_is_narrowed_by_its_address(site: WholeSite, ada: Visitor) -> None:
    everybody = {"Alice Adams", "Bob Brown", "Charlie Clark", "Ada Archer"}
    for query, expected in (
        ("", everybody),
        ("q=ali", {"Alice Adams"}),
        ("role=learner", {"Alice Adams", "Charlie Clark"}),
        (f"cohort={site.cast.cohort.id}", {"Alice Adams", "Bob Brown"}),
        ("state=deactivated", set()),
    ):
        page = ada.open_page("/staff", f"?{query}").get_data(as_text=True)
        assert {name for name in everybody if f'"{name}"' in page} == expected, query


@pytest.mark.parametrize("invited", [1, 2])
def test_those_who_are_not_set_up_get_their_links_at_once(site: WholeSite, ada: Visitor, invited: int) -> None:
    for number in range(invited):
        fields = {"email": f"new{number}@example.com", "name": "Nia", "role": "learner", "cohort": ""}
        assert post(ada, "/staff/invite", **fields).status_code == 303
    words = read(ada, "/staff?state=invited&role=any")
    assert ("One person has" if invited == 1 else "2 people have") in words
    links = post(ada, "/staff/links.csv").get_data(as_text=True)
    assert links.count("/invite/") == invited


def test_everybody_else_is_refused_every_page_and_every_act(site: WholeSite) -> None:
    for role in ("learner", "manager"):
        visitor, uid = site.signed_in(role), site.cast.charlie.uid
        for page in ("/admin", "/staff", "/staff/invite", "/staff/import", "/staff/cohorts", f"/staff/{uid}"):
            assert visitor.open_page(page).status_code == 403, page
            assert visitor.get(page).status_code == 403, page
        before = site.clockstart.store.people.list()
        for rule in site.app.server.url_map.iter_rules():
            if rule.endpoint.startswith("staff."):
                path = rule.rule.replace("<uid>", uid).replace("<cohort_id>", site.cast.cohort.id)
                assert post(visitor, path, role="admin", uid=uid).status_code == 403, path
        assert site.clockstart.store.people.list() == before


def test_every_form_needs_its_csrf_token(site: WholeSite) -> None:
    visitor, views, answered = site.signed_in("admin"), site.app.server.view_functions, {}
    for rule in site.app.server.url_map.iter_rules():
        if "POST" in (rule.methods or ()) and allowed_roles(views[rule.endpoint]) is not None:
            path = rule.rule.replace("<", "").replace(">", "")
            answered[path] = visitor.client.post(path, data={}, headers=PAGE).status_code
    assert {path: status for path, status in answered.items() if status != 400} == {}
    assert len(answered) > 20


def test_forged_ids_find_nobody(site: WholeSite, ada: Visitor) -> None:
    for uid in ("nobody", "../x", "*", "a}b{u:c"):
        assert ada.open_page(f"/staff/{uid}").status_code in {400, 404}, uid
        assert post(ada, f"/staff/{uid}/deactivate").status_code in {303, 400, 404, 405}, uid
    assert all(person.active for person in site.clockstart.store.people.list())


def test_nothing_of_it_is_in_the_audit_trail_in_clear(site: WholeSite, ada: Visitor) -> None:
    link = find_link(follow(ada, post(ada, f"/staff/{site.cast.alice.uid}/link")))
    token = link.removeprefix("/invite/")
    for name in site.clockstart.store.client.scan_iter():
        assert token not in str(name)
    assert token not in json.dumps([str(entry) for entry in site.clockstart.store.audit.walk(site.cast.alice.uid)])
