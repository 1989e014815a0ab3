"""A paper is begun, answered by the server's clock and handed in; a certificate is issued and checked by anybody."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import jwt
import pytest

from auth.actor import as_actor
from dashapp.context import EXTENSION, Clockstart
from dashapp.panels.practice.drawn import CHOSEN, TEXTS
from dashapp.services.practice import answering, attempts, badges, certificates, closing, exam_clock, papers
from dashapp.services.practice.attempts import Attempt
from dashapp.services.practice.blueprints import BLUEPRINTS
from dashapp.services.practice.kinds import EXAM
from practice.keys import find_key
from practice.marking import mark
from storage.backup import export_person, import_person
from storage.erasure import erase_user
from storage.errors import Closed, PaperOpen, Refused
from storage.people import Person
from storage.record import Trace
from tests.http.forms import find_by_input, press
from tests.http.staff import acts_of, follow, post, read
from tests.http.test_practice_sessions import right_answer as find_right_answer
from tests.whole_site import Visitor, WholeSite

PAPER = "p1"
OUTPUT = "practice-answer"


@pytest.fixture
def site(whole_site: WholeSite) -> Iterator[WholeSite]:
    yield whole_site
    whole_site.app.server.extensions[EXTENSION] = whole_site.clockstart
    whole_site.empty()


@pytest.fixture(autouse=True)
def _known() -> Iterator[None]:
    """Everybody is ready for the paper, but where a test is about that."""
    easy = {name: one.model_copy(update={"needs_familiar": 0}) for name, one in BLUEPRINTS.items()}
    with patch.dict(BLUEPRINTS, easy):
        yield


def at(site: WholeSite, days: int = 0, **passed: float) -> Clockstart:
    """The same app some time later, for requests as well."""
    clock, plain = site.clockstart.clock, site.clockstart
    today = (clock.fixed_today or date.today()) + timedelta(days=days)
    later = replace(clock, now=lambda: clock.now() + timedelta(**passed), fixed_today=today)
    here = replace(plain, clock=later)
    site.app.server.extensions[EXTENSION] = here
    return here


def begin(visitor: Visitor, session: str = PAPER, sort: str = "paper", profile: str = "validator") -> Any:
    return post(visitor, "/certification/begin", profile=profile, sort=sort, session=session)


def get_attempt(site: WholeSite, session: str = PAPER) -> Attempt:
    return attempts.get(site.clockstart, as_actor(site.cast.alice), session, EXAM)


def right_answer(attempt: Attempt, number: int) -> dict[str, str]:
    """As it is typed."""
    told = find_right_answer(attempt, number)
    return {name: str(value) for name, value in told.items() if value is not None}


def open_item(visitor: Visitor, number: int = 1, session: str = PAPER) -> str:
    reply = visitor.open_page(f"/certification/{session}/paper/{number}")
    assert reply.status_code == 200, reply.get_data(as_text=True)
    return json.dumps(reply.get_json(), ensure_ascii=False)


def answer(visitor: Visitor, number: int, told: dict[str, Any], place: str = f"{EXAM.slug}/{PAPER}") -> Any:
    shown = {"session": place, "number": number, "op": f"op-{number}", "rev": 0}
    given = {f"practice-{name}.value": told.get(name) for name in (*CHOSEN, *TEXTS)}
    return visitor.call(find_by_input(visitor, OUTPUT), {f"{OUTPUT}.n_clicks": 1, "practice-work.data": shown, **given})


def hand_in(visitor: Visitor, session: str = PAPER) -> Any:
    return press(visitor, {"act": "practice-hand-in-now", "practice": f"{EXAM.slug}/{session}"})


def work(here: Clockstart, person: Person, session: str = PAPER, wrong: int = 0) -> None:
    """Everything right but for so many items, in which a waiting patient is taken off the list."""
    actor, trace = as_actor(person), Trace(person.uid)
    attempt = attempts.get(here, actor, session, EXAM)
    left = wrong
    for number in (one for one in attempt.numbers if one not in attempt.answers):
        told: dict[str, str] = right_answer(attempt, number)
        losing = find_losing(attempt, number) if left else None
        left -= losing is not None
        told = losing or told
        answering.answer(
            here, actor, session, number, told, op=f"{session}-{number}", seen_rev=0, trace=trace, kind=EXAM
        )
    assert not left
    answering.submit(here, actor, session, trace, EXAM)


def find_losing(attempt: Attempt, number: int) -> dict[str, str] | None:
    case = attempt.cases[number - 1]
    for decision in ("clock_stops", "clock_nullified", "stop"):
        if mark(case, {"decision": decision}).harm == "lost_from_list":
            return {"decision": decision}
    return None


def record_of(site: WholeSite, session: str = PAPER) -> dict[str, Any]:
    return site.clockstart.store.records.get(site.cast.alice.uid, EXAM.store_key, session).data


def passed_number(site: WholeSite, visitor: Visitor) -> str:
    begin(visitor)
    work(site.clockstart, site.cast.alice)
    return str(record_of(site)["certificate"])


def test_from_begin_to_a_certificate_that_anybody_checks(site: WholeSite, alice: Visitor) -> None:
    reply = begin(alice)
    assert reply.headers["Location"] == "/certification/p1/paper/1"
    page = open_item(alice)
    assert "40 items, 60 minutes" in page
    assert "60 minutes left, until" in page
    for number in (1, 2):
        told = right_answer(get_attempt(site), number)
        assert (
            answer(alice, number, told)
            .get_json()["response"]["navigate"]["data"]["to"]
            .startswith(f"/certification/p1/paper/{number + 1}")
        )
    assert len(get_attempt(site).answers) == 2
    work(site.clockstart, site.cast.alice)
    told = record_of(site)
    assert (told["passed"], told["score"], told["why_not"]) == (True, 100, [])
    result = read(alice, "/certification/p1/result")
    assert "Passed: 100 % right. No patient is lost from the list." in result
    assert told["certificate"] in result
    visitor = site.visitor()
    page = visitor.get(f"/verify?number={told['certificate']}").get_data(as_text=True)
    assert "This certificate is valid." in page
    assert "Alice Adams" not in page
    assert acts_of(site, site.cast.alice)[1][0] == "certificate_issued" or "certificate_issued" in {
        act for act, _ in acts_of(site, site.cast.alice)
    }


def test_a_paper_has_no_template_twice_and_nothing_of_local_policy(site: WholeSite, alice: Visitor) -> None:
    for place, profile in enumerate(BLUEPRINTS):
        begin(alice, f"r{place}", "rehearsal", profile)
        cases = get_attempt(site, f"r{place}").cases
        assert len({case.template for case in cases}) == len(cases) == 10
    begin(alice)
    attempt = get_attempt(site)
    assert len({case.template for case in attempt.cases}) == len(attempt.cases) == 40
    for case in attempt.cases:
        assert not find_key(case).policy.intersection(case.asked["facets"])
    seeds = [papers.find_seed(site.clockstart, attempt.id, number) for number in attempt.numbers]
    assert [case.seed[:64] for case in attempt.cases] == seeds
    assert len(set(seeds)) == 40


def test_an_open_paper_tells_no_key_and_closes_everything_else(site: WholeSite, alice: Visitor) -> None:
    begin(alice, "r1", "rehearsal")
    begin(alice)
    attempt, head = get_attempt(site), get_attempt(site).head
    for number in (1, 20, 40):
        page, case = open_item(alice, number), attempt.cases[number - 1]
        assert case.seed not in page
        assert case.template not in page
        assert all(step.statement not in page for step in (rule.rule for rule in find_key(case).steps))
        told = answer(alice, number, right_answer(attempt, number)).get_data(as_text=True)
        assert "right" not in told.casefold()
    entries = [str(one) for one in site.clockstart.store.audit.list_newest(site.cast.alice.uid)]
    assert not any(case.seed in entry for case in attempt.cases for entry in entries)
    assert not any(case.seed in str(head) for case in attempt.cases)
    again = site.signed_in("learner")
    for visitor in (alice, again):
        for path in (
            "/",
            "/rtt-rules",
            "/practice-sessions",
            "/certification",
            "/export/practice-sessions.csv",
            "/verify",
        ):
            reply = visitor.get(path)
            assert reply.status_code == 409, path
            assert "You have an exam paper open until" in reply.get_data(as_text=True)
            assert "/certification/p1/paper/1" in reply.get_data(as_text=True)
            assert visitor.open_page(path).status_code == 409
        assert visitor.get("/certification/p1/paper/2").status_code == 200
        assert visitor.get("/healthz").status_code == 200
        assert visitor.get("/assets/theme.css").status_code == 200
        assert visitor.get("/login").status_code in {200, 302, 303}
    assert site.signed_in("manager").get("/practice-sessions").status_code == 200
    other = f"{EXAM.slug}/r1"
    assert answer(alice, 1, {"decision": "no_change"}, other).status_code == 409
    for output, callback in site.list_server_callbacks():
        if not getattr(callback, "in_papers", False):
            assert alice.call(output).status_code == 409, output
    press_hint = {"aid": "hint", "practice": f"{EXAM.slug}/{PAPER}", "number": "3"}
    assert "no hints" in press(alice, press_hint).get_data(as_text=True)
    hand_in(alice)
    assert alice.get("/practice-sessions").status_code == 200
    assert answer(alice, 3, {"decision": "no_change"}).status_code in {200, 409}
    assert len(get_attempt(site).answers) == 3


def test_anothers_paper_is_not_found(site: WholeSite, alice: Visitor, bob: Visitor) -> None:
    begin(alice)
    assert bob.open_page("/certification/p1/paper/1").status_code == 404
    assert bob.open_page("/certification/p1/result").status_code == 404
    assert answer(bob, 1, {"decision": "no_change"}).status_code == 404
    assert alice.open_page(f"/people/{site.cast.bob.uid}/certification/papers").status_code == 409


@pytest.mark.parametrize(("extra", "seconds"), [("0", 60), ("25", 75)])
def test_the_clock_is_the_servers(site: WholeSite, alice: Visitor, bob: Visitor, extra: str, seconds: int) -> None:
    short = BLUEPRINTS["validator"].model_copy(update={"minutes": 1})
    assert "Saved" in follow(bob, post(bob, f"/people/{site.cast.alice.uid}/certification/papers/extra", extra=extra))
    assert ("extra_time_given", site.cast.bob.uid) in acts_of(site, site.cast.alice)
    with patch.dict(BLUEPRINTS, {"validator": short}):
        begin(alice)
    at(site, seconds=seconds + 20)
    told = right_answer(get_attempt(site), 1)
    assert answer(alice, 1, told).status_code == 200
    here = at(site, seconds=seconds + 40)
    late = answer(alice, 2, right_answer(get_attempt(site), 2))
    assert late.status_code == 409
    end = exam_clock.say_time(site.clockstart.now + timedelta(seconds=seconds))
    assert late.get_json()["message"] == f"The paper closed at {end}; everything saved by then counts."
    assert closing.close_overdue(here) == 1
    assert (record_of(site)["state"], record_of(site)["answered"], record_of(site)["passed"]) == ("submitted", 1, False)
    assert f"The paper closed at {end}" in read(alice, "/certification/p1/result")
    assert alice.get("/practice-sessions").status_code == 200


def test_three_lost_patients_fail_a_paper_and_the_retake_waits(site: WholeSite, alice: Visitor) -> None:
    begin(alice)
    work(site.clockstart, site.cast.alice, wrong=3)
    told = record_of(site)
    assert (told["passed"], told["lost_patients"]) == (False, 3)
    assert told["score"] >= 80
    assert "3 patients would be lost from the list; at most 2 may be." in told["why_not"]
    assert "certificate" not in told
    assert "3 patients would be lost from the list; at most 2 may be." in read(alice, "/certification/p1/result")
    at(site, days=6)
    assert "You can try again from 22 June 2026" in follow(alice, begin(alice, "p2"))
    at(site, days=7)
    assert begin(alice, "p2").headers["Location"] == "/certification/p2/paper/1"


def test_two_lost_patients_are_borne(site: WholeSite, alice: Visitor) -> None:
    begin(alice)
    work(site.clockstart, site.cast.alice, wrong=2)
    assert (record_of(site)["passed"], record_of(site)["lost_patients"]) == (True, 2)


def test_tries_end_and_a_certificate_is_renewed_late(site: WholeSite, alice: Visitor) -> None:
    for place in range(3):
        at(site, days=7 * place)
        assert begin(alice, f"p{place}").status_code == 303
        hand_in(alice, f"p{place}")
    at(site, days=60)
    assert "You have used 3 tries of one year. The next is on 15 June 2027" in follow(alice, begin(alice, "p9"))
    at(site, days=365)
    begin(alice, "p4")
    work(at(site, days=365), site.cast.alice, "p4")
    at(site, days=375)
    assert "You hold a certificate until" in follow(alice, begin(alice, "p5"))
    at(site, days=365 + 310)
    assert begin(alice, "p5").headers["Location"] == "/certification/p5/paper/1"


def test_what_is_needed_and_one_paper_at_a_time(site: WholeSite, alice: Visitor) -> None:
    needs = BLUEPRINTS["validator"].model_copy(update={"needs_familiar": 3})
    with patch.dict(BLUEPRINTS, {"validator": needs}):
        assert "3 rules of it have to be familiar to you" in follow(alice, begin(alice))
    assert begin(alice, profile="nobody").status_code == 404
    assert begin(alice, sort="free").status_code == 404
    assert begin(alice).headers["Location"] == "/certification/p1/paper/1"
    actor = as_actor(site.cast.alice)
    with pytest.raises(Refused, match="You have a paper open"):
        papers.begin(site.clockstart, actor, "booking_clerk", "paper", "p2", Trace("x"))
    papers.begin(site.clockstart, actor, "validator", "paper", PAPER, Trace("x"))
    assert begin(alice, "p3").status_code == 409


def test_items_are_told_once_released(site: WholeSite, alice: Visitor, bob: Visitor) -> None:
    begin(alice)
    work(site.clockstart, site.cast.alice, wrong=3)
    uid, told = site.cast.alice.uid, read(alice, "/certification/p1/result")
    assert "is told from 22 June 2026" in told
    assert "Try one like it" not in open_item(alice, 1)
    assert "Evidence" not in open_item(alice, 1)
    assert not list(site.clockstart.store.evidence.walk(uid))
    assert f"/people/{uid}/certification/papers" in json.dumps(
        bob.open_page(f"/people/{uid}/certification/{PAPER}").get_json()
    )
    assert "Release the items" in read(bob, f"/people/{uid}/certification/papers")
    assert "released" in follow(bob, post(bob, f"/people/{uid}/certification/papers/release", session=PAPER))
    assert ("items_released", site.cast.bob.uid) in acts_of(site, site.cast.alice)
    assert "Evidence" in open_item(alice, 1)
    assert {entry["setting"] for _, entry in site.clockstart.store.evidence.walk(uid)} == {"exam"}
    assert "told already" in follow(bob, post(bob, f"/people/{uid}/certification/papers/release", session=PAPER))
    assert post(bob, f"/people/{site.cast.charlie.uid}/certification/papers/release", session=PAPER).status_code == 404
    assert post(alice, f"/people/{uid}/certification/papers/release", session=PAPER).status_code == 403


def test_items_are_told_by_themselves_on_the_day_of_the_retake(site: WholeSite, alice: Visitor) -> None:
    begin(alice)
    work(site.clockstart, site.cast.alice)
    closing.close_overdue(at(site, hours=2))
    assert not list(site.clockstart.store.evidence.walk(site.cast.alice.uid))
    closing.close_overdue(at(site, days=7, hours=4))
    assert list(site.clockstart.store.evidence.walk(site.cast.alice.uid))


def test_a_rehearsal_closes_nothing_and_tells_at_once(site: WholeSite, alice: Visitor) -> None:
    begin(alice, "r1", "rehearsal")
    assert alice.get("/practice-sessions").status_code == 200
    assert "10 items, 15 minutes" in open_item(alice, session="r1")
    work(site.clockstart, site.cast.alice, "r1")
    assert record_of(site, "r1")["score"] == 100
    assert "certificate" not in record_of(site, "r1")
    assert "This would be enough: 100 % right." in read(alice, "/certification/r1/result")
    assert "Evidence" in open_item(alice, session="r1")
    assert begin(alice).headers["Location"] == "/certification/p1/paper/1"


def test_verify_says_what_a_number_is(site: WholeSite, alice: Visitor, ada: Visitor, bob: Visitor) -> None:
    number, visitor = passed_number(site, alice), site.visitor()

    def state(typed: str) -> tuple[int, str]:
        reply = visitor.client.get("/verify", query_string={"number": typed}, headers={"Accept": "application/json"})
        return reply.status_code, reply.get_json()["state"]

    assert state(number) == (200, "valid")
    assert state(number.lower().replace("0", "o").replace("1", "l")) == (200, "valid")
    for place in range(8, len(number)):
        other = next(letter for letter in "0123456789ABC" if letter != number[place])
        assert state(number[:place] + other + number[place + 1 :]) == (404, "mistyped")
    assert state(number.replace("2026", "2025"))[0] == 404
    assert "Alice Adams" not in visitor.get(f"/verify?number={number}").get_data(as_text=True)
    assert "sees your name" in follow(alice, post(alice, f"/certificates/{number}/name", shows="yes"))
    assert "Alice Adams" in visitor.get(f"/verify?number={number}").get_data(as_text=True)
    assert post(bob, f"/certificates/{number}/name", shows="no").status_code == 404
    at(site, days=366)
    assert state(number) == (200, "expired")
    at(site)
    assert post(bob, f"/certificates/{number}/revoke", reason="x").status_code == 403
    assert "Say why" in follow(ada, post(ada, f"/certificates/{number}/revoke", reason=" "))
    assert "is revoked" in follow(ada, post(ada, f"/certificates/{number}/revoke", reason="Issued in error."))
    assert state(number) == (200, "revoked")
    assert acts_of(site, site.cast.alice)[0] == ("certificate_revoked", site.cast.ada.uid)
    assert visitor.get(f"/certificates/{number}.jwt").status_code == 404
    assert "Issued in error." not in visitor.get(f"/verify?number={number}").get_data(as_text=True)
    assert "Issued in error." in read(alice, "/certification/papers")


def test_a_badge_is_verified_with_the_published_keys_after_rotation_too(site: WholeSite, alice: Visitor) -> None:
    number, visitor = passed_number(site, alice), site.visitor()
    token = visitor.get(f"/certificates/{number}.jwt").get_data(as_text=True)
    first = jwt.get_unverified_header(token)
    badges.change_key(site.clockstart, Trace("test"))
    second = visitor.get(f"/certificates/{number}.jwt").get_data(as_text=True)
    published = jwt.PyJWKSet.from_dict(visitor.get("/issuer/keys.json").get_json())
    assert first["kid"] != jwt.get_unverified_header(second)["kid"]
    for one in (token, second):
        key = published[jwt.get_unverified_header(one)["kid"]]
        told = jwt.decode(one, key, algorithms=["EdDSA"], options={"verify_exp": False, "verify_nbf": False})
        assert told["credentialSubject"]["achievement"]["name"] == "Elective care: Validator"
        assert told["id"].endswith(f"/certificates/{number}.jwt")
        assert "Alice" not in str(told)
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(token, published[jwt.get_unverified_header(second)["kid"]], algorithms=["EdDSA"])
    assert visitor.get("/certificates/CS-2026-000000000.jwt").status_code == 404


def test_the_pdf_is_for_the_holder_and_who_looks_after_them(site: WholeSite, alice: Visitor, bob: Visitor) -> None:
    number = passed_number(site, alice)
    for visitor in (alice, bob):
        reply = visitor.get(f"/certificates/{number}.pdf")
        assert reply.status_code == 200
        assert reply.get_data().startswith(b"%PDF-")
    assert site.visitor().get(f"/certificates/{number}.pdf").status_code == 302


def test_handing_in_twice_issues_one_certificate(site: WholeSite, alice: Visitor) -> None:
    number = passed_number(site, alice)
    answering.submit(site.clockstart, as_actor(site.cast.alice), PAPER, Trace("x"), EXAM)
    (held,) = certificates.list_of(site.clockstart, site.cast.alice.uid)
    assert held.number == number
    assert (held.issued_on, held.expires_on) == (date(2026, 6, 15), date(2027, 6, 15))


def test_months_end_where_the_month_ends() -> None:
    assert certificates.add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert certificates.add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert certificates.add_months(date(2026, 12, 15), 12) == date(2027, 12, 15)


def test_the_problem_leads_to_the_paper(site: WholeSite, alice: Visitor) -> None:
    begin(alice)
    found = papers.find_open(site.clockstart, site.cast.alice.uid)
    assert found is not None
    with pytest.raises(PaperOpen, match="only the paper is open"):
        raise found.problem
    assert papers.find_open(at(site, minutes=61), site.cast.alice.uid) is None
    with pytest.raises(Closed):
        answering.answer(
            at(site, minutes=61),
            as_actor(site.cast.alice),
            PAPER,
            1,
            {"decision": "no_change"},
            op="late",
            seen_rev=0,
            trace=Trace("x"),
            kind=EXAM,
        )


def test_a_certificate_goes_along_and_is_erased(site: WholeSite, alice: Visitor, tmp_path: Path) -> None:
    number, uid = passed_number(site, alice), site.cast.alice.uid
    client, now = site.clockstart.store.client, site.clockstart.now
    path = export_person(client, uid, tmp_path / "alice.gz", now=now)
    held = certificates.list_of(site.clockstart, uid)
    erase_user(client, uid, trace=Trace("x"), now=now)
    assert site.visitor().get(f"/verify?number={number}").status_code == 404
    client.flushall()
    assert import_person(client, path) == uid
    assert certificates.list_of(site.clockstart, uid) == held
    assert "This certificate is valid." in site.visitor().get(f"/verify?number={number}").get_data(as_text=True)
