"""A plan is made, a review and five cases are begun with one press, levels follow, and nobody else gets in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from dashapp.context import Clockstart, PracticeClock
from dashapp.panels.training import START
from dashapp.services.access import access
from dashapp.services.practice import answering, attempts, training
from dashapp.services.practice.attempts import Attempt
from dashapp.services.practice.kinds import LEARNING, SESSIONS, get_kind
from dashapp.services.practice.plans import PLAN_ID, PLANS
from dashapp.services.practice.training import NEXT, QUICK, REVIEW, get_rule, list_remarks, read_training
from dashapp.ui import ids
from practice.about import is_about
from practice.competencies import COMPETENCIES, PROFILES
from practice.entries import Entry, describe_entry, edition_of, sum_up_tables
from practice.families import FAMILIES
from rules.catalogue import find_book
from storage.record import Trace
from storage.user_data import acting_as, save_user_data, using_store
from tests.cast import sign_in
from tests.http.forms import RecordForm, list_words, press
from tests.http.test_practice_sessions import right_answer
from tests.whole_site import Visitor, WholeSite

PLAN = {"goal": "Validate alone", "role_profile": "validator", "hours_per_week": 1}


@pytest.fixture
def site(whole_site: WholeSite) -> Iterator[WholeSite]:
    yield whole_site
    whole_site.empty()


def put_plan(site: WholeSite, **more: Any) -> None:
    uid, records = site.cast.alice.uid, site.clockstart.store.records
    told = {**PLAN, **more}
    records.put(uid, PLANS, PLAN_ID, told, op="plan", seen_rev=0, trace=Trace(uid), now=site.clockstart.now)


def meet(site: WholeSite, rule: str, days_ago: int, times: int = 1, *, right: bool = True) -> None:
    """Answers to cases of a rule, each on a day of its own."""
    on = site.clockstart.today - timedelta(days=days_ago)
    entries = [
        Entry(rule, right, "practice", on + timedelta(days=at), f"t-{at % 2}@1", f"{rule}/{at}", rating="good")
        for at in range(times)
    ]
    site.clockstart.store.evidence.add(site.cast.alice.uid, map(describe_entry, entries))


def begin(visitor: Visitor, what: str, session: str = "one") -> Any:
    form = {"what": what, "session": session, "csrf_token": visitor.token}
    return visitor.client.post(START, data=form, headers={"X-CSRFToken": visitor.token})


def read(visitor: Visitor, path: str = "/my-training") -> str:
    return " ".join(list_words(visitor.open_page(path).get_json()["response"][ids.PAGE]["children"]))


def get_attempt(site: WholeSite, address: str) -> Attempt:
    _, slug, session, _ = address.split("?")[0].split("/")
    actor = access.get_actor(site.clockstart, site.cast.alice.uid)
    return attempts.get(site.clockstart, actor, session, get_kind(slug))


def hand_in_right(site: WholeSite, address: str) -> None:
    attempt, trace = get_attempt(site, address), Trace(site.cast.alice.uid)
    actor, session = access.get_actor(site.clockstart, site.cast.alice.uid), attempt.session.id
    for number in attempt.numbers:
        told = right_answer(attempt, number)
        answering.answer(
            site.clockstart, actor, session, number, told, op=f"o{number}", seen_rev=0, trace=trace, kind=attempt.kind
        )
    answering.submit(site.clockstart, actor, session, trace, attempt.kind)


def test_without_a_plan_it_offers_a_job_and_five_cases(site: WholeSite, alice: Visitor) -> None:
    told = read(alice)
    assert "Choose the job you train for" in told
    assert "Begin with five cases" in told
    assert "Levels" not in told


def test_five_first_cases_give_levels_and_a_review(site: WholeSite, alice: Visitor) -> None:
    address = begin(alice, NEXT).location
    assert begin(alice, NEXT).location == address
    assert len(get_attempt(site, address).cases) == 5
    hand_in_right(site, address)
    found = read_training(site.clockstart, site.cast.alice.uid)
    assert set(found.standing.levels.values()) <= {"attempted", "familiar"}
    assert "familiar" in found.standing.levels.values()
    told = read(alice)
    assert "Nothing is due. Next: " in told
    assert "Next review: " in read(alice, "/")
    assert begin(alice, NEXT, "two").location != address


def test_the_next_step_is_the_weakest_rule_of_the_job(site: WholeSite) -> None:
    put_plan(site, role_profile="cancer_tracker")
    uid = site.cast.alice.uid
    assert (step := read_training(site.clockstart, uid).next_step)
    assert step.rule.ident == training.list_rules("start")[0]
    meet(site, "CWT-62", 1, right=False)
    assert (step := read_training(site.clockstart, uid).next_step)
    assert (step.rule.ident, step.hardness) == ("CWT-62", 1)


def test_the_review_draws_a_case_for_each_rule_that_is_due(site: WholeSite, alice: Visitor) -> None:
    put_plan(site, review_per_day="5")
    for rule in ("ST4", "SP4", "SP13", "CHO-2", "TRA-1", "CWT-62"):
        meet(site, rule, 40)
    meet(site, "ST7", 40, 6)
    told = read(alice)
    assert "Welcome back. Today's review: 5 rules" in told
    assert "Today's review: 5 rules" in read(alice, "/")
    attempt = get_attempt(site, begin(alice, REVIEW).location)
    assert attempt.kind is LEARNING
    assert len(attempt.cases) == 5
    assert attempt.tells_at_once
    assert attempt.setting == "mixed"


@pytest.mark.parametrize("rule", ["SP13", "NX6", "CWT-FDS-CODES", "CHO-2", "SP8"])
def test_a_rule_that_is_due_is_answered_and_comes_back_later(site: WholeSite, alice: Visitor, rule: str) -> None:
    meet(site, rule, 40)
    uid = site.cast.alice.uid
    assert read_training(site.clockstart, uid).standing.due == [rule]
    address = begin(alice, REVIEW).location
    assert [is_about(case, rule) for case in get_attempt(site, address).cases] == [True]
    hand_in_right(site, address)
    standing = read_training(site.clockstart, uid).standing
    assert (standing.due, standing.cards[rule].last) == ([], site.clockstart.today)
    assert standing.cards[rule].due > site.clockstart.today


def test_the_next_step_is_cases_of_its_rule(site: WholeSite, alice: Visitor) -> None:
    put_plan(site, role_profile="cancer_tracker")
    meet(site, "CWT-FDS-CODES", 1, right=False)
    cases = get_attempt(site, begin(alice, NEXT).location).cases
    assert [is_about(case, "CWT-FDS-CODES") for case in cases] == [True] * 5
    assert len({case.seed for case in cases}) == 5


def test_the_limit_of_reviews_is_of_a_day(site: WholeSite, alice: Visitor) -> None:
    put_plan(site, review_per_day="5")
    uid = site.cast.alice.uid
    for rule in ("ST4", "SP4", "SP13", "CHO-2", "TRA-1", "CWT-62", "ST7"):
        meet(site, rule, 40)
    address = begin(alice, REVIEW).location
    assert begin(alice, REVIEW, "two").location == address
    hand_in_right(site, address)
    told = read(alice)
    assert "That was all for today. Next: 16 June 2026." in told
    assert "Today's review" not in told
    assert "That was all for today." in begin_refused(alice, REVIEW)
    records = site.clockstart.store.records
    own = {"session_kind": "daily_review", "count": "20"}
    records.put(uid, LEARNING.store_key, "r2", own, op="r2", seen_rev=0, trace=Trace(uid), now=site.clockstart.now)
    reply = press(alice, {"act": "practice-begin", "practice": f"{LEARNING.slug}/r2"})
    assert "That was all for today." in reply.text
    tomorrow = replace(site.clockstart, clock=replace(site.clockstart.clock, fixed_today=date(2026, 6, 16)))
    assert len(read_training(tomorrow, uid).standing.due) == 2


def test_a_rule_that_changed_is_due_by_its_text_or_a_table(site: WholeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    uid, on, (rule, other) = site.cast.alice.uid, site.clockstart.today, map(get_rule, ("SP13", "CHO-2"))
    told = [
        Entry(one.ident, True, "practice", on, "t@1", one.ident, rating="good", edition=edition_of(one))
        for one in (rule, other)
    ]
    site.clockstart.store.evidence.add(uid, map(describe_entry, told))
    assert read_training(site.clockstart, uid).standing.due == []
    book = find_book(rule.book)
    assert book is not None
    for table in book.tables:
        changed = table._replace(rows=(("x",) * len(table.columns), *table.rows[1:]))
        with monkeypatch.context() as now:
            now.setitem(book._tables, table.ident, changed)
            sum_up_tables.cache_clear()
            training = read_training(site.clockstart, uid)
            assert training.standing.due == [rule.ident]
            assert "1 rule changed since you practised: it is due today." in [
                one.text for one in list_remarks(training)
            ]
        sum_up_tables.cache_clear()


def test_a_rule_missed_five_times_rests_and_its_tutor_sees_it(site: WholeSite, alice: Visitor, bob: Visitor) -> None:
    uid, on = site.cast.alice.uid, site.clockstart.today
    told = [
        Entry("SP13", False, "practice", on - timedelta(days=9 - at), "t@1", str(at), rating="again") for at in range(6)
    ]
    assert " rests" not in read(alice)
    site.clockstart.store.evidence.add(uid, map(describe_entry, told))
    title = get_rule("SP13").title
    assert f"“{title}” rests: it was missed 5 times." in read(alice)
    told_bob = read(bob, f"/student-progress-monitor/{uid}")
    assert "Rules that rest Missed 5 times in reviews" in told_bob
    assert title in told_bob
    right = Entry("SP13", True, "practice", on, "t@1", "9", rating="good")
    site.clockstart.store.evidence.add(uid, [describe_entry(right)])
    assert " rests" not in read(alice)


def test_slow_is_hard_and_in_no_time_is_guessed(site: WholeSite, alice: Visitor) -> None:
    times, template = site.clockstart.store.item_times, FAMILIES["dna-first"].template
    times.add({template: [20] * 9})
    assert ratings(site, "few", 300) == {"good"}
    times.add({template: [20] * 90})
    assert ratings(site, "slow", 41) == {"hard"}
    assert ratings(site, "usual", 40) == {"good"}
    assert ratings(site, "quick", 2) == {"good"}
    assert site.clockstart.store.records.get(site.cast.alice.uid, SESSIONS.store_key, "quick").data["seconds"] == 2
    assert "Half of the answers took at most 2 seconds" in read(alice, f"/{SESSIONS.slug}/quick")


def at(site: WholeSite, moment: datetime) -> Clockstart:
    """The same app at a moment of the day."""
    return replace(site.clockstart, clock=PracticeClock(site.clockstart.today, lambda: moment))


def ratings(site: WholeSite, session: str, seconds: int) -> set[str]:
    """How a session of one kind of case is rated that is answered right, with so many seconds a case."""
    uid, then = site.cast.alice.uid, site.clockstart.now
    told = {"title": session, "set": "picked", "families": ["dna-first"], "cases": "5", "level": "1", "seed": session}
    site.clockstart.store.records.put(
        uid,
        SESSIONS.store_key,
        session,
        {**told, "feedback": "at_end"},
        op=session,
        seen_rev=0,
        trace=Trace(uid),
        now=then,
    )
    early, later = (at(site, moment) for moment in (then, then + timedelta(seconds=seconds)))
    actor, trace = access.get_actor(site.clockstart, uid), Trace(uid)
    attempt = answering.begin(early, actor, session, trace)
    for number in attempt.numbers:
        answering.open_case(early, actor, attempts.get(early, actor, session), number)
        given = right_answer(attempt, number)
        answering.answer(later, actor, session, number, given, op=f"{session}{number}", seen_rev=0, trace=trace)
    answering.submit(later, actor, session, trace)
    entries = [entry for _, entry in site.clockstart.store.evidence.walk(uid)]
    return {entry["rating"] for entry in entries if entry["source"].startswith(attempt.id)}


def test_what_nobody_can_practise_never_blocks(site: WholeSite, alice: Visitor) -> None:
    meet(site, "A1", 40)
    assert read_training(site.clockstart, site.cast.alice.uid).standing.due == []
    assert "Nothing is due." in begin_refused(alice, REVIEW)


def begin_refused(visitor: Visitor, what: str) -> str:
    reply = begin(visitor, what)
    assert (reply.status_code, reply.location) == (303, "/my-training")
    return read(visitor)


def test_quick_five_and_a_mix_once_everything_is_known(site: WholeSite, alice: Visitor) -> None:
    assert len(get_attempt(site, begin(alice, QUICK).location).cases) == 5
    put_plan(site, role_profile="mdt_coordinator")
    levels = read_training(site.clockstart, site.cast.alice.uid).levels
    for rule in {rule for rules in levels.values() for rule in rules}:
        meet(site, rule, 20, 6)
    assert read_training(site.clockstart, site.cast.alice.uid).next_step is None
    assert len(get_attempt(site, begin(alice, NEXT, "mix").location).cases) == 10


@pytest.mark.parametrize(
    ("odd", "words"),
    [
        ({"hours_per_week": 0.5}, "Hours a week must be a whole number. Change it."),
        ({"hours_per_week": {"a": 1}}, "number"),
        ({"target_date": "soon"}, "date"),
        ({"role_profile": ["validator"]}, "Your plan cannot be read"),
        ({"practice_days": 5}, "Your plan cannot be read"),
        ({"review_per_day": 7}, "Your plan cannot be read"),
        ({"goal": None, "show_weeks": 3}, "Your plan cannot be read"),
    ],
)
def test_a_plan_written_past_the_form_is_said_to_be_odd(
    site: WholeSite, alice: Visitor, odd: dict[str, Any], words: str
) -> None:
    with using_store(site.clockstart.store), acting_as(site.cast.alice.email):
        save_user_data(PLANS, [{"id": PLAN_ID, **PLAN, **odd}])
    told = read(alice)
    assert words in told
    assert f"my-training/{PLAN_ID}/edit" in alice.open_page("/my-training").text.replace("\\u002f", "/")
    assert begin(alice, QUICK).status_code == 303


@pytest.mark.parametrize("families", [5, {"a": 1}, [["x"]], "dna-first"])
def test_sessions_written_past_the_form_do_no_harm(site: WholeSite, alice: Visitor, families: Any) -> None:
    odd = {"title": ["x"], "families": families, "count": "soon", "cases": {}, "set": 7, "session_kind": [1]}
    with using_store(site.clockstart.store), acting_as(site.cast.alice.email):
        for kind in (SESSIONS, LEARNING):
            save_user_data(kind.store_key, [{"id": "odd", **odd}])
    assert "Today" in read(alice, "/")
    assert read(alice)
    for slug in (SESSIONS.slug, LEARNING.slug):
        assert read(alice, f"/{slug}")
        assert read(alice, f"/{slug}/odd")
        assert "not complete" in read(alice, f"/{slug}/odd/work")
    begin(alice, NEXT)
    assert read(alice)


@pytest.mark.parametrize(
    "form", [{"what": "exam", "session": "x"}, {"what": "", "session": "x"}, {"session": "../x"}, {}]
)
def test_odd_presses_are_refused(site: WholeSite, alice: Visitor, form: dict[str, str]) -> None:
    reply = alice.client.post(START, data=form, headers={"X-CSRFToken": alice.token})
    assert (reply.status_code, reply.location) == (303, "/my-training")
    for kind in (SESSIONS, LEARNING):
        assert site.clockstart.store.records.list(site.cast.alice.uid, kind.store_key) == []


def test_a_target_too_near_is_said_with_its_sum(site: WholeSite, alice: Visitor) -> None:
    put_plan(site, target_date="2026-06-22")
    left = read_training(site.clockstart, site.cast.alice.uid).left
    assert f"{left} rules to go at about 10 minutes each are {left / 6:.1f} hours" in read(alice)
    put_plan_again(site, target_date="2027-06-22")
    assert "to go at about" not in read(alice)


def put_plan_again(site: WholeSite, **more: Any) -> None:
    uid, records = site.cast.alice.uid, site.clockstart.store.records
    told, rev = {**PLAN, **more}, records.get(uid, PLANS, PLAN_ID).rev
    records.put(uid, PLANS, PLAN_ID, told, op="again", seen_rev=rev, trace=Trace(uid), now=site.clockstart.now)


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ({"target_date.day": "14", "target_date.month": "6", "target_date.year": "2026"}, "target_date"),
        ({"hours_per_week": "0"}, "hours_per_week"),
        ({"hours_per_week": "11"}, "hours_per_week"),
        ({"role_profile": "surgeon"}, "role_profile"),
    ],
)
def test_bad_input_is_said_and_nothing_is_stored(
    site: WholeSite, alice: Visitor, typed: dict[str, str], question: str
) -> None:
    form = RecordForm(alice, "my-training", PLAN_ID, answers=PLAN, typed=typed)
    assert question in form.save().problems
    assert site.clockstart.store.records.list(site.cast.alice.uid, PLANS) == []
    form.typed = {"target_date.day": "15", "target_date.month": "6", "target_date.year": "2026"}
    assert "Saved " in form.save().told


def test_there_is_one_plan(site: WholeSite, alice: Visitor) -> None:
    assert f'"record_id":"{PLAN_ID}"' in alice.open_page("/my-training/new").text.replace(" ", "")
    put_plan(site)
    assert "Validate alone" in alice.open_page("/my-training/new").text


def test_a_manager_reads_the_plan_and_others_do_not(site: WholeSite, alice: Visitor, bob: Visitor) -> None:
    charlie = site.visitor()
    charlie.token = sign_in(charlie.client, site.cast.charlie)
    put_plan(site)
    uid = site.cast.alice.uid
    for path in (f"/people/{uid}/my-training", f"/people/{uid}/my-training/{PLAN_ID}"):
        assert "Validate alone" in bob.open_page(path).text
        assert charlie.open_page(path).status_code == 404
    address = begin(alice, QUICK).location
    for other in (bob, charlie):
        assert other.get(address).status_code == 404


def test_weeks_are_shown_to_whoever_wants_them(site: WholeSite, alice: Visitor) -> None:
    put_plan(site, show_weeks="yes")
    hand_in_right(site, begin(alice, QUICK).location)
    assert "Practised in 1 of the last 8 weeks." in read(alice)
    put_plan_again(site, show_weeks="no")
    assert "of the last 8 weeks" not in read(alice)


def test_competencies_and_jobs_fit() -> None:
    for profile in PROFILES.values():
        assert set(profile.competencies) <= COMPETENCIES.keys()
    assert {slug for one in PROFILES.values() for slug in one.competencies} == COMPETENCIES.keys()


def test_weeks_count_back_from_this_one(site: WholeSite) -> None:
    found = read_training(site.clockstart, site.cast.alice.uid)
    for ago, place in ((0, 7), (1, 6), (7, 0)):
        day = date(2026, 6, 15) - timedelta(weeks=ago)
        record = site.clockstart.store.records.append(
            site.cast.alice.uid,
            LEARNING.store_key,
            f"w{ago}",
            {"session_kind": "quick_five", "state": "submitted", "handed_in_on": day.isoformat()},
            op=f"w{ago}",
            trace=Trace(site.cast.alice.uid),
            now=site.clockstart.now,
        )
        assert record
        found = read_training(site.clockstart, site.cast.alice.uid)
        assert found.list_weeks()[place]
    assert sum(found.list_weeks()) == 3


def test_a_review_from_the_form_says_that_nothing_is_due(site: WholeSite, alice: Visitor) -> None:
    uid, records = site.cast.alice.uid, site.clockstart.store.records
    told = {"session_kind": "daily_review", "count": "5"}
    records.put(uid, LEARNING.store_key, "r1", told, op="r1", seen_rev=0, trace=Trace(uid), now=site.clockstart.now)
    reply = press(alice, {"act": "practice-begin", "practice": f"{LEARNING.slug}/r1"})
    assert "Nothing is due." in reply.text
    assert reply.status_code < 500
    assert "Begin" in read(alice, f"/{LEARNING.slug}/r1/work")


def test_an_empty_list_offers_what_to_begin_with(site: WholeSite, alice: Visitor) -> None:
    assert "Begin with five first cases" in read(alice, "/practice-sessions")
    words = read(alice, "/learning-centre")
    assert "Nothing is due." in words
    assert "Quick five" in words
    name = COMPETENCIES["start"].title
    assert name in read(alice, "/practice-sessions")
    attempt = get_attempt(site, begin(alice, "start").headers["Location"])
    assert (len(attempt.cases), attempt.session.data["title"]) == (5, name)
