"""A store that takes nothing new: people sign in, read and take their files away, are told plainly, and nothing is
forgotten once there is room again."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pyotp
import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from redis import Redis
from werkzeug.test import TestResponse

from auth.signing_in import find_user
from server.logs import JsonLines
from storage.connection import check_ready, connect
from storage.embedded import EmbeddedServer
from storage.errors import CANNOT_SAVE, StoreFull
from storage.limits import CountsHere
from storage.record import Trace
from tests.cast import PASSWORD, make_cast, sign_in
from tests.whole_site import NOW, WholeSite, make_whole_site

FULL = {"no disk": ("min-replicas-to-write", "1", "0"), "no memory": ("maxmemory", "1", "0")}
"""How a store is made to refuse every write, as ours does on a full disk and as any does without memory, and to take
them again."""
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PAGE = {"Accept": "text/html"}


@dataclass
class Room:
    """The store's room, to be taken away and given back."""

    client: Redis
    setting: str
    full: str
    free: str

    def take(self) -> None:
        self.client.config_set(self.setting, self.full)

    def give(self) -> None:
        self.client.config_set(self.setting, self.free)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server = EmbeddedServer(tmp_path_factory.mktemp("full"))
    yield server.start()
    server.stop()


@pytest.fixture(params=list(FULL))
def room(url: str, request: pytest.FixtureRequest) -> Iterator[Room]:
    client = connect(url)
    found = Room(client, *FULL[request.param])
    found.give()
    client.flushall()
    yield found
    found.give()
    client.close()


@pytest.fixture(scope="module")
def whole(url: str, tmp_path_factory: pytest.TempPathFactory) -> WholeSite:
    folder = tmp_path_factory.mktemp("data")
    return make_whole_site(folder, connect(url), folder=folder)


@pytest.fixture
def site(room: Room, whole: WholeSite) -> WholeSite:
    """The whole app with new people, a record of Alice's, and a full store."""
    for name in ("held-acts", "used-codes"):
        (whole.clockstart.settings.data_dir / name).write_bytes(b"")
    whole.clockstart.store.limits.here = CountsHere()
    made = WholeSite(whole.app, whole.clockstart, make_cast(whole.clockstart.store))
    save(made, "before")
    room.take()
    return made


def save(site: WholeSite, record_id: str) -> None:
    trace, op = Trace(site.cast.alice.uid), f"op-{record_id}"
    data = {"patient_name": f"Test Patient {record_id}"}
    site.clockstart.store.records.put(
        site.cast.alice.uid, "dna_cases", record_id, data, op=op, seen_rev=0, trace=trace, now=NOW
    )


def acts_of(site: WholeSite, uid: str) -> list[str]:
    return [entry.act for entry in site.clockstart.store.audit.walk(uid)]


def post(client: FlaskClient, path: str, **fields: str) -> TestResponse:
    page = client.get("/login", headers={"Accept": "application/json"})
    return client.post(path, data={"csrf_token": page.get_json()["csrf_token"], **fields}, headers=PAGE)


def cookie_of(client: FlaskClient) -> str:
    found = client.get_cookie("clockstart_session")
    assert found is not None
    return found.value


def text_of(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def test_a_learner_signs_in_reads_and_is_told(site: WholeSite) -> None:
    alice = site.signed_in("learner")
    page = text_of(alice.open_page("/dna-management"))
    assert CANNOT_SAVE in page
    assert "Test Patient before" in text_of(alice.open_page("/dna-management/before"))
    assert CANNOT_SAVE in text_of(alice.get("/account"))


@pytest.mark.parametrize("room", ["no disk"], indirect=True)
def test_every_page_opens_for_each_of_them(site: WholeSite) -> None:
    pages = [rule.rule for rule in site.clockstart.router.addresses.iter_rules() if not rule.arguments]
    pages += ["/dna-management/before", "/dna-management/before/edit", f"/people/{site.cast.alice.uid}"]
    for role in ("learner", "manager", "admin"):
        visitor = site.signed_in(role)
        answers = {path: visitor.open_page(path) for path in pages}
        assert sum(answer.status_code == 200 for answer in answers.values()) > 40
        for path, answer in answers.items():
            told = text_of(answer)
            assert answer.status_code in {403, 404} or CANNOT_SAVE in told, (role, path, told[:300])


def test_a_list_is_taken_away_and_entered_when_there_is_room(
    site: WholeSite, room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    alice = site.signed_in("learner")
    with caplog.at_level(logging.WARNING, "clockstart.store"):
        csv = alice.get("/export/dna-management.csv")
    assert (csv.status_code, "Test Patient before" in text_of(csv)) == (200, True)
    sheet = load_workbook(BytesIO(alice.get("/export/dna-management.xlsx").data)).worksheets[0]
    assert "Test Patient before" in {cell.value for row in sheet.iter_rows() for cell in row}
    line = next(line for one in caplog.records if (line := json.loads(JsonLines().format(one))).get("act") == "export")
    told = {name: line[name] for name in ("level", "act", "uid", "what", "form", "held", "trace")}
    assert told == {
        "level": "WARNING",
        "act": "export",
        "uid": site.cast.alice.uid,
        "what": "dna-management",
        "form": "csv",
        "held": True,
        "trace": csv.headers["X-Trace-Id"],
    }
    assert "export" not in acts_of(site, site.cast.alice.uid)
    room.give()
    alice.get("/account")
    entries = [entry for entry in site.clockstart.store.audit.walk(site.cast.alice.uid) if entry.act == "export"]
    assert [(entry.about or {})["form"] for entry in entries] == ["csv", "xlsx"]
    assert entries[0].trace == csv.headers["X-Trace-Id"]
    assert acts_of(site, site.cast.alice.uid).count("sign_in") == 1


def test_each_act_is_entered_once(site: WholeSite, room: Room) -> None:
    alice = site.signed_in("learner")
    alice.get("/export/dna-management.csv")
    room.give()
    for _ in range(3):
        site.signed_in("learner")
    assert acts_of(site, site.cast.alice.uid).count("export") == 1


def test_acts_that_were_entered_before_a_crash_are_not_entered_again(site: WholeSite, room: Room) -> None:
    alice, held = site.signed_in("learner"), site.clockstart.settings.data_dir / "held-acts"
    for path in ("/export/dna-management.csv", "/export/dna-management.xlsx"):
        alice.get(path)
    before = held.read_bytes()
    room.give()
    site.clockstart.store.held.bring_in()
    entered = acts_of(site, site.cast.alice.uid)
    assert entered.count("export") == 2
    held.write_bytes(before)  # as it was when the process ended after entering them
    site.clockstart.store.held.bring_in()
    assert acts_of(site, site.cast.alice.uid) == entered
    assert not held.read_bytes().strip()


def test_bob_takes_alices_records_away_and_charlie_gets_nothing(site: WholeSite) -> None:
    bob, charlie = site.signed_in("manager"), site.visitor()
    charlie.token = sign_in(charlie.client, site.cast.charlie)
    assert "Test Patient before" in text_of(bob.get("/export/dna-management/people.csv"))
    assert charlie.get("/export/dna-management/people.csv").status_code == 403
    assert "Test Patient" not in text_of(charlie.get("/export/dna-management.csv"))
    alices = f"/people/{site.cast.alice.uid}/dna-management"
    assert "Test Patient before" in text_of(bob.open_page(alices))
    assert charlie.open_page(alices).status_code in {403, 404}


def test_my_data_is_given(site: WholeSite) -> None:
    alice = site.signed_in("learner")
    assert "Test Patient before" in text_of(alice.get("/account/data"))


def test_saving_is_refused(site: WholeSite) -> None:
    site.signed_in("learner")
    with pytest.raises(StoreFull):
        save(site, "during")


def test_the_session_is_stored_as_soon_as_there_is_room(site: WholeSite, room: Room) -> None:
    alice, uid = site.signed_in("learner"), site.cast.alice.uid
    sessions = site.clockstart.store.sessions
    assert sessions.list(uid, now=NOW) == []
    signed = cookie_of(alice.client)
    room.give()
    assert CANNOT_SAVE not in text_of(alice.get("/account"))
    assert len(sessions.list(uid, now=NOW)) == 1
    assert cookie_of(alice.client) != signed
    save(site, "after")
    copy = site.visitor()
    copy.client.set_cookie("clockstart_session", signed)
    assert copy.get("/account").status_code == 200, "the requests of one page bring the same cookie"
    assert len(sessions.list(uid, now=NOW)) == 1


@pytest.mark.parametrize("what", ["end all", "deactivate", "end everyone's", "new password", "sign out"])
def test_what_ends_a_session_ends_one_that_is_only_signed(site: WholeSite, room: Room, what: str) -> None:
    alice, uid, store = site.signed_in("learner"), site.cast.alice.uid, site.clockstart.store
    assert alice.get("/account").status_code == 200
    if what == "sign out":
        copy = site.visitor()
        copy.client.set_cookie("clockstart_session", cookie_of(alice.client))
        assert post(alice.client, "/logout").status_code == 303
        assert alice.get("/account").status_code == 302
        assert copy.get("/account").status_code == 302
        alice = copy
    room.give()
    if what == "end all":
        store.sessions.end_all(uid)
    elif what == "deactivate":
        store.people.deactivate(uid)
        store.people.activate(uid)
    elif what == "end everyone's":
        store.sessions.end_everyones([uid])
    elif what == "new password":
        store.people.put_password_hash(uid, "another")
    assert alice.get("/account").status_code == 302
    site.signed_in("manager")
    assert alice.get("/account").status_code == 302
    assert store.sessions.list(uid, now=NOW) == []


def test_somebody_deactivated_does_not_get_in(site: WholeSite, room: Room) -> None:
    alice = site.signed_in("learner")
    room.give()
    site.clockstart.store.people.deactivate(site.cast.alice.uid)
    room.take()
    assert alice.get("/account").status_code == 302
    with pytest.raises(AssertionError, match="not right"):
        site.signed_in("learner")


def test_a_signed_session_cannot_be_made_up(site: WholeSite) -> None:
    alice = site.signed_in("learner")
    with alice.client.session_transaction() as session:
        uid, _, text = session["_user_id"].partition(".")
    with site.app.server.test_request_context():
        assert find_user(f"{uid}.{text}") is not None
        assert find_user(f"{site.cast.bob.uid}.{text}") is None
        assert find_user(f"{uid}.{text[:-2]}") is None
        assert find_user(f"{uid}.x.y") is None


def test_who_was_signed_in_signs_out_and_stays_out(site: WholeSite, room: Room) -> None:
    room.give()
    alice, copy = site.signed_in("learner"), site.visitor()
    copy.client.set_cookie("clockstart_session", cookie_of(alice.client))
    room.take()
    assert post(alice.client, "/logout").status_code == 303
    assert (alice.get("/account").status_code, copy.get("/account").status_code) == (302, 302)
    room.give()
    site.signed_in("manager")
    assert copy.get("/account").status_code == 302
    assert "sign_out" in acts_of(site, site.cast.alice.uid)


def test_who_asks_to_stay_stays(site: WholeSite, room: Room) -> None:
    room.give()
    alice = site.signed_in("learner")
    room.take()
    for _ in range(2):
        answer = alice.client.post("/session/extend", headers={"X-CSRFToken": alice.token})
        assert (answer.status_code, answer.get_json()["uid"]) == (200, site.cast.alice.uid)
    room.give()
    assert alice.get("/account").status_code == 200
    assert len(site.clockstart.store.sessions.list(site.cast.alice.uid, now=NOW)) == 1


def test_guesses_stay_limited(site: WholeSite, room: Room) -> None:
    def guess(password: str) -> int:
        visitor = site.visitor().client
        token = visitor.get("/login", headers={"Accept": "application/json"}).get_json()["csrf_token"]
        told = {"email": "alice@example.com", "password": password}
        return visitor.post("/login", json=told, headers={"X-CSRFToken": token}).status_code

    assert [guess("wrong") for _ in range(7)] == [401] * 5 + [429] * 2
    assert guess(PASSWORD) == 429
    room.give()
    assert guess(PASSWORD) == 429, "what was counted meanwhile counts on"


def give_factor(site: WholeSite, room: Room, codes: list[str]) -> None:
    from auth.factors import digest_code

    room.give()
    alice = site.cast.alice.uid
    site.clockstart.store.factors.confirm(alice, SECRET, 1, map(digest_code, codes), now=NOW)
    room.take()


def give_code(site: WholeSite, code: str) -> TestResponse:
    visitor = site.visitor().client
    assert post(visitor, "/login", email="alice@example.com", password=PASSWORD).status_code == 303
    return post(visitor, "/login/code", code=code)


def test_the_second_factor_is_asked_for_and_a_code_works_once(site: WholeSite, room: Room) -> None:
    give_factor(site, room, [])
    assert give_code(site, "000000").status_code == 401
    code = pyotp.TOTP(SECRET).at(NOW)
    assert give_code(site, code).status_code == 303
    assert give_code(site, code).status_code == 401
    room.give()
    assert give_code(site, code).status_code == 401


def test_guesses_of_a_code_stay_limited(site: WholeSite, room: Room) -> None:
    give_factor(site, room, [])
    assert [give_code(site, f"{number:06}").status_code for number in range(7)] == [401] * 5 + [429] * 2


def test_a_recovery_code_is_used_up_or_refused(site: WholeSite, room: Room) -> None:
    """Without memory the store still takes codes away; where it changes nothing at all, none is accepted."""
    give_factor(site, room, ["aaaa-bbbb-cccc-dddd"])
    answer = give_code(site, "aaaa-bbbb-cccc-dddd")
    if room.setting == "maxmemory":
        assert answer.status_code == 303
    else:
        assert (answer.status_code, "cannot be marked as used" in text_of(answer)) == (401, True)
        room.give()
        assert give_code(site, "aaaa-bbbb-cccc-dddd").status_code == 303
    assert give_code(site, "aaaa-bbbb-cccc-dddd").status_code == 401


def test_the_store_says_that_it_is_full(site: WholeSite, room: Room) -> None:
    assert "no room" in check_ready(room.client).reason
    ready = site.visitor().get("/readyz")
    assert (ready.status_code, "no room" in ready.get_json()["reason"]) == (503, True)
    room.give()
    assert check_ready(room.client).ok
