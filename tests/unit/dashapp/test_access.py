"""Somebody who looks at a learner's pages changes nothing, whichever service is asked: the door is only one lock."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

import dashapp.services as services
from auth.actor import Actor, as_actor
from auth.errors import Forbidden
from dashapp.context import Clockstart
from dashapp.services.access import access, scopes
from dashapp.services.derived import rule_changes
from dashapp.services.feedback import reviews
from dashapp.services.files import taking_back
from dashapp.services.practice import answering, attempts, calendars, certificates, papers, questions
from dashapp.services.practice.kinds import SESSIONS
from dashapp.services.records import drafts, examples, predictions, records
from dashapp.services.work import first_steps, saved_views
from pages.commissioner_reporting.service import kept
from pages.commissioner_reporting.service.report_query import ReportAsked
from pages.my_portfolio.service import snapshots
from pages.waiting_list_validator.service import validation, waiting_lists
from rules.returns.pathways import month_of
from rules.rtt import ask_effect, read_pathway
from storage.record import Trace
from tests.architecture.repository import ROOT
from tests.cast import Cast
from tests.http.forms import DNA
from tests.unit.dashapp.conftest import NOW
from words.certificate_number import write_number

SLUG, KEY = "dna-management", "dna_cases"
WHO = Trace("BOB")
Write = Callable[[Clockstart, Actor], object]

NOTHING = read_pathway((), date(2026, 5, 1))
ASKED = predictions.Prediction("p1", {}, None, (), NOTHING, (), ask_effect(NOTHING, NOTHING, ()))

NUMBER = write_number(2026, 1)
CERTIFICATE = {"attempt": "a", "profile": "validator", "name": "Alice", "score": 90, "rules_version": "1"}
CERTIFICATE |= {"issued_on": "2026-06-15", "expires_on": "2027-06-15"}
WRITES: Mapping[str, Write] = {
    "records.submit": lambda site, actor: records.submit(site, actor, SLUG, "r2", "o2", DNA, 0),
    "records.remove": lambda site, actor: records.remove(site, actor, SLUG, "r1", "o3", 1, WHO),
    "records.restore": lambda site, actor: records.restore(site, actor, SLUG, "gone", "o4", WHO),
    "drafts.keep": lambda site, actor: drafts.keep(site, actor, SLUG, "r3", {"specialty": "C_110"}, 0),
    "drafts.forget": lambda site, actor: drafts.forget(site, actor, SLUG, "r1"),
    "examples.bring_in": lambda site, actor: examples.bring_in(site, actor, SLUG, WHO),
    "first_steps.make": lambda site, actor: first_steps.make(site, actor, WHO),
    "predictions.answer": lambda site, actor: predictions.answer(site, actor, ASKED, ("", "")),
    "saved_views.save": lambda site, actor: saved_views.save(site, actor, SLUG, "Urgent", {"find": ["urgent"]}),
    "saved_views.remove": lambda site, actor: saved_views.remove(site, actor, SLUG, "v1"),
    "reviews.hand_in": lambda site, actor: reviews.hand_in(site, actor, SLUG, "o5", WHO),
    "reviews.take_back": lambda site, actor: reviews.take_back(site, actor, SLUG, "o6", WHO),
    "rule_changes.put_away": lambda site, actor: rule_changes.put_away(site, actor, WHO),
    "taking_back.start": lambda site, actor: taking_back.start(site, actor, "job1"),
    "validation.start": lambda site, actor: validation.start_own(site, actor),
    "waiting_lists.remove": lambda site, actor: waiting_lists.remove(site, actor, "list1", WHO),
    "answering.begin": lambda site, actor: answering.begin(site, actor, "s0", WHO),
    "answering.answer": lambda site, actor: answering.answer(site, actor, "s1", 1, {}, op="o7", seen_rev=0, trace=WHO),
    "answering.submit": lambda site, actor: answering.submit(site, actor, "s1", WHO),
    "calendars.make_link": calendars.make_link,
    "calendars.take_back": calendars.take_back,
    "papers.begin": lambda site, actor: papers.begin(site, actor, "validator", "rehearsal", "e1", WHO),
    "certificates.show_name": lambda site, actor: certificates.show_name(site, actor, NUMBER, shows=True),
    "answering.check_answering": lambda site, actor: answering.take_hint(
        site, actor, attempts.get(site, actor, "s1"), 1
    ),
    "answering.read_records": lambda site, actor: answering.read_records(site, actor, "s1", 1, WHO),
    "questions.ask": lambda site, actor: questions.ask(site, actor, "practice-sessions/s1", 1, "Another answer."),
    "answering.show": lambda site, actor: answering.show(site, actor, "s1", 1, WHO),
    "snapshots.get_own": lambda site, actor: snapshots.submit(site, actor, "f1", "o9", WHO),
    "kept.keep": lambda site, actor: kept.keep(
        site, actor, ReportAsked(scopes.find_scope(site, actor, "own"), month_of(date(2026, 5, 1))), "", WHO
    ),
}
NOT_ALONE = frozenset(
    {"rule_changes.put_away", "taking_back.start", "validation.start", "calendars.make_link", "calendars.take_back"}
    | {"answering.read_records", "questions.ask", "certificates.show_name"}
)


@pytest.fixture
def worked(clockstart: Clockstart, cast: Cast) -> Clockstart:
    """Alice has a record with a draft, one she removed, work handed in, a view, an import, a checked list, news."""
    alice, store, uid = as_actor(cast.alice), clockstart.store, cast.alice.uid
    records.submit(clockstart, alice, SLUG, "r1", "o-r1", DNA, 0)
    records.submit(clockstart, alice, SLUG, "gone", "o-gone", DNA, 0)
    records.remove(clockstart, alice, SLUG, "gone", "o-removed", 1, WHO)
    drafts.keep(clockstart, alice, SLUG, "r1", {"specialty": "C_120"}, 1)
    reviews.hand_in(clockstart, alice, SLUG, "o-handed", WHO)
    session = {"title": "A", "set": "mix", "cases": "5", "level": "1", "feedback": "at_end", "where": "modules"}
    for one in ("s0", "s1"):
        store.records.put(uid, SESSIONS.store_key, one, session, op=f"o-{one}", seen_rev=0, trace=WHO, now=NOW)
    answering.begin(clockstart, alice, "s1", WHO)
    outside = {"kind": "outside", "outside": "Notes", "competency": "start", "why": "They say when a clock starts."}
    store.records.put(
        uid, snapshots.PORTFOLIOS, "f1", {"evidence": [outside]}, op="o-f1", seen_rev=0, trace=WHO, now=NOW
    )
    store.views.put(uid, f"list/{SLUG}/v1", {"name": "Late", "query": {"find": ["late"]}})
    store.certificates.claim(uid, NUMBER)
    store.certificates.put(uid, NUMBER, CERTIFICATE)
    store.jobs.create(uid, "job1", "import", now=NOW)
    store.jobs.report(uid, "job1", now=NOW, state="done", result={"slug": SLUG, "new": 1})
    store.lists.announce(uid, "list1", {"state": "ready", "name": "May", "at": NOW.isoformat()})
    return clockstart


def test_every_service_that_asks_is_asked_here() -> None:
    asks = set()
    folders = [Path(services.__path__[0]), *ROOT.glob("pages/*/service")]
    for path in (path for folder in folders for path in folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and "access.check_can_write" in map(ast.unparse, called(node)):
                asks.add(f"{path.stem}.{node.name}")
    assert asks == set(WRITES)


def called(function: ast.FunctionDef) -> list[ast.expr]:
    return [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]


@pytest.mark.parametrize("name", WRITES)
def test_who_only_looks_is_refused_and_nothing_changes(name: str, worked: Clockstart, cast: Cast) -> None:
    looking = as_actor(cast.alice, viewer=cast.bob)
    before = dump(worked)
    with pytest.raises(Forbidden):
        WRITES[name](worked, looking)
    assert dump(worked) == before


@pytest.mark.parametrize(
    "name",
    sorted(WRITES.keys() - NOT_ALONE),
)
def test_whose_pages_they_are_is_not(name: str, worked: Clockstart, cast: Cast) -> None:
    """So it is the looking that was refused. There is no news of rules here to put away, no worker for jobs, no
    request that a calendar is asked for in, no case worked by its record and none that was marked."""
    before = dump(worked)
    WRITES[name](worked, as_actor(cast.alice))
    assert dump(worked) != before


def test_their_own_records_are_theirs_alone(clockstart: Clockstart, cast: Cast) -> None:
    access.check_can_write(clockstart, as_actor(cast.alice), cast.alice.uid)
    access.check_can_write(clockstart, as_actor(cast.ada), cast.alice.uid)
    for actor in (as_actor(cast.bob), as_actor(cast.alice, viewer=cast.ada)):
        with pytest.raises(Forbidden):
            access.check_can_write(clockstart, actor, cast.alice.uid)


def dump(clockstart: Clockstart) -> dict[str, bytes]:
    client = clockstart.store.client
    return {name: client.dump(name) for name in client.keys("*")}
