"""Alice questions a mark; Bob, who looks after her, rules on it; Charlie and learners have nothing to do with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from auth.actor import as_actor
from dashapp.services.practice import answering, assignments, attempts, questions, standing
from dashapp.services.practice.attempts import Attempt
from dashapp.services.practice.kinds import SESSIONS
from practice.decisions import list_decisions
from practice.keys import find_key
from practice.options import find_right
from storage.errors import NotFound, Refused
from storage.people import Person
from storage.record import Trace
from tests.cast import sign_in
from tests.http.staff import acts_of, follow, post, read
from tests.http.test_assignments import ID, assign, begin
from tests.whole_site import Visitor, WholeSite

SESSION = f"assigned-{ID}-1"
PLACE = f"{SESSIONS.slug}/{SESSION}"
HERE = "/assignments/questions"
SENTENCE = "The letter says that she was told."


@pytest.fixture
def site(whole_site: WholeSite, monkeypatch: pytest.MonkeyPatch) -> Iterator[WholeSite]:
    """With the same cases each time, of which the first is scored."""
    monkeypatch.setattr(assignments, "token_hex", lambda size: "5" * 2 * size)
    yield whole_site
    whole_site.empty()


def get(site: WholeSite, person: Person) -> Attempt:
    return attempts.get(site.clockstart, as_actor(person), SESSION)


def work(site: WholeSite, person: Person, *, wrong: bool, hand_in: bool = True) -> None:
    """Everything right or, of the first case, another decision."""
    begin(site.clockstart, person)
    attempt, trace = get(site, person), Trace(person.uid)
    for number in attempt.numbers:
        case = attempt.cases[number - 1]
        right = {**find_right(find_key(case)), "reason": find_key(case).first("reason")}
        told = {name: str(value) for name, value in right.items() if value}
        if wrong and number == 1:
            other = next(one for one in list_decisions(case) if one != right["decision"])
            told = {"decision": other, "reason": told["reason"]}
        answering.answer(
            site.clockstart, as_actor(person), SESSION, number, told, op=f"o{number}", seen_rev=0, trace=trace
        )
    if hand_in:
        answering.submit(site.clockstart, as_actor(person), SESSION, trace)


def make_class(site: WholeSite, many: int) -> list[Person]:
    people, cohort = site.clockstart.store.people, site.cast.cohort.id
    made = [
        people.create(f"l{n}@example.com", f"Learner {n}", "learner", now=site.clockstart.now, cohorts=[cohort])
        for n in range(many)
    ]
    return [people.get(one.uid) for one in made]


def ask(visitor: Visitor, number: int = 1, sentence: str = SENTENCE, place: str = PLACE) -> Any:
    return post(visitor, "/practice/question", place=place, number=str(number), sentence=sentence)


def find_id(site: WholeSite) -> str:
    (found,) = site.clockstart.store.questions.list()
    return found


def score(site: WholeSite, person: Person) -> tuple[Any, Any]:
    """Of the session's record, and of what those who assigned it see."""
    attempt = get(site, person)
    return attempt.session.data.get("score"), attempt.head["score"]


def regraded(site: WholeSite, person: Person) -> list[Any]:
    return [one.about for one in site.clockstart.store.audit.list_newest(person.uid) if one.act == "regraded"]


def test_accept_also_lists_seven_and_each_trail_has_it(site: WholeSite, alice: Visitor, bob: Visitor) -> None:
    assign(site, bob)
    seven, other = [site.cast.alice, *make_class(site, 6)], make_class_of_one(site)
    for person in seven:
        work(site, person, wrong=True)
    work(site, other, wrong=False)
    before, wrong = score(site, site.cast.alice), count_wrong(site, site.cast.alice)
    assert before[0] == before[1] < 100
    assert ask(alice).status_code == 303
    assert SENTENCE in read(bob, HERE)
    path = f"{HERE}/{find_id(site)}"
    assert SENTENCE in read(bob, path)
    shown = read(bob, f"{path}/accepted")
    assert "7 people would be marked again." in shown
    assert all(f"{person.name} {before[0]} % 100 % rises" in shown for person in seven)
    assert other.name not in shown
    assert score(site, site.cast.alice) == before
    assert "7 sessions marked again." in follow(bob, post(bob, path, state="accepted", reply="Both are right."))
    for person in seven:
        assert score(site, person) == (100, 100)
        (about,) = regraded(site, person)
        assert (about["was"], about["became"], about["case"]) == (f"{before[0]} %", "100 %", "1")
        assert ("regraded", site.cast.bob.uid) in acts_of(site, person)
    assert (score(site, other), regraded(site, other)) == ((100, 100), [])
    assert (wrong > 0, count_wrong(site, site.cast.alice)) == (True, 0)
    told = read(alice, f"/{PLACE}/work?case=1")
    assert "The answer is accepted too. Both are right." in told
    assert "100 %" in read(alice, f"/{PLACE}/result")
    assert "settled" in follow(bob, post(bob, path, state="void", lowers="yes"))


def count_wrong(site: WholeSite, person: Person) -> int:
    """How often what was entered for a person says that they were wrong, as their levels are worked out."""
    folded = standing.bring_up(site.clockstart, person.uid)
    return sum(not one.right for state in folded.states.values() for one in state.answers)


def make_class_of_one(site: WholeSite) -> Person:
    people = site.clockstart.store.people
    made = people.create(
        "olive@example.com", "Olive", "learner", now=site.clockstart.now, cohorts=[site.cast.cohort.id]
    )
    return people.get(made.uid)


def test_no_score_falls_unconfirmed(site: WholeSite, alice: Visitor, bob: Visitor) -> None:
    assign(site, bob)
    olive = make_class_of_one(site)
    work(site, site.cast.alice, wrong=True)
    work(site, olive, wrong=False)
    clockstart, attempt = site.clockstart, get(site, olive)
    ask(alice)
    path = f"{HERE}/{find_id(site)}"
    store = clockstart.store.attempts
    store.put(olive.uid, attempt.id, {**attempt.head, "score": 101})
    shown = read(bob, f"{path}/void")
    assert "Olive 101 % 100 % falls" in shown
    assert "Lower the score of Olive" in bob.open_page(f"{path}/void").get_data(as_text=True)
    before = score(site, site.cast.alice)
    assert questions.LOWERED in follow(bob, post(bob, path, state="void"))
    post(bob, path, state="void", reply="What was typed.")
    assert "What was typed." in bob.open_page(f"{path}/void").get_data(as_text=True)
    assert score(site, site.cast.alice) == before
    assert find_ruling(site) == {}
    named = f"{attempt.id}:100"
    assert f'"value": "{named}"' in bob.open_page(f"{path}/void").get_data(as_text=True).replace('":"', '": "')
    for other in ("yes", attempt.id, f"{attempt.id}:99"):
        assert "was not confirmed" in follow(bob, post(bob, path, state="void", lowers=other))
    assert (score(site, site.cast.alice), get_question(site).get("begun")) == (before, None)
    assert "2 sessions marked again." in follow(bob, post(bob, path, state="void", lowers=f"other:3 {named}"))
    assert score(site, site.cast.alice) == score(site, olive) == (100, 100)
    mark = site.clockstart.store.attempts.marks(site.cast.alice.uid, get(site, site.cast.alice).id)[0]
    assert (mark["percent"], mark["harm"], mark["mal_rule"]) == (None, "none", None)
    assert "The case counts for nothing" in read(alice, f"/{PLACE}/work?case=1")
    carl = make_class(site, 1)[0]
    work(site, carl, wrong=True)
    assert score(site, carl) == (100, 100)


def find_ruling(site: WholeSite) -> dict[str, Any]:
    return site.clockstart.store.questions.find_rulings([get_question(site)["item"]])


def get_question(site: WholeSite) -> dict[str, Any]:
    (said,) = site.clockstart.store.questions.list().values()
    return said


def test_what_was_cut_off_is_finished_by_the_same_act(
    site: WholeSite, alice: Visitor, bob: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    assign(site, bob)
    people = [site.cast.alice, *make_class(site, 2)]
    for person in people:
        work(site, person, wrong=True)
    ask(alice)
    whole = questions.regrade

    def cut(clockstart: Any, actor: Any, change: Any, question: str) -> None:
        if change.person.uid == people[1].uid:
            raise Refused("The store has gone.")
        whole(clockstart, actor, change, question)

    path = f"{HERE}/{find_id(site)}"
    with monkeypatch.context() as patched:
        patched.setattr(questions, "regrade", cut)
        assert "The store has gone." in follow(bob, post(bob, path, state="accepted"))
    assert get_question(site)["state"] == "open"
    for state in ("void", "upheld"):
        assert questions.BEGUN in follow(bob, post(bob, path, state=state, reply="No."))
    shown = read(bob, path)
    assert ("Accept this answer too" in shown, "Void this case" in shown, "Uphold" in shown) == (True, False, False)
    assert "2 sessions marked again." in follow(bob, post(bob, path, state="accepted"))
    assert [score(site, person) for person in people] == [(100, 100)] * 3
    assert [len(regraded(site, person)) for person in people] == [1, 1, 1]
    (ruling,) = find_ruling(site).values()
    assert (len(ruling["accept"]), ruling["version"]) == (1, 1)


@pytest.mark.parametrize("first", ["accepted", "void", "upheld"])
@pytest.mark.parametrize("second", ["accepted", "void", "upheld"])
def test_of_two_who_rule_at_once_one_is_told(
    site: WholeSite, alice: Visitor, bob: Visitor, first: str, second: str
) -> None:
    assign(site, bob)
    work(site, site.cast.alice, wrong=True)
    ask(alice)
    actor, clockstart = as_actor(site.cast.bob), site.clockstart
    both = [questions.get_for_tutor(clockstart, actor, find_id(site)) for _ in range(2)]
    with site.app.server.test_request_context():
        questions.settle(clockstart, actor, both[0], first, "The first.", lowers=())
        ruled, scored = find_ruling(site), score(site, site.cast.alice)
        with pytest.raises(Refused, match="meanwhile"):
            questions.settle(clockstart, actor, both[1], second, "The second.", lowers=())
    assert (get_question(site)["state"], get_question(site)["reply"]) == (first, "The first.")
    assert (find_ruling(site), score(site, site.cast.alice)) == (ruled, scored)


def test_nobody_rules_otherwise_while_marks_are_written(
    site: WholeSite, alice: Visitor, bob: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    assign(site, bob)
    work(site, site.cast.alice, wrong=True)
    ask(alice)
    path, whole = f"{HERE}/{find_id(site)}", questions.regrade
    known = questions.get_for_tutor(site.clockstart, as_actor(site.cast.ada), find_id(site))

    def meanwhile(*what: Any) -> None:
        with pytest.raises(Refused, match="meanwhile"):
            questions.settle(site.clockstart, as_actor(site.cast.ada), known, "upheld", "It stands.", lowers=())
        whole(*what)

    monkeypatch.setattr(questions, "regrade", meanwhile)
    assert "1 session marked again." in follow(bob, post(bob, path, state="accepted"))
    assert (get_question(site)["state"], get_question(site)["by"]) == ("accepted", site.cast.bob.uid)


def test_the_mark_stands_with_a_sentence(site: WholeSite, alice: Visitor, bob: Visitor) -> None:
    assign(site, bob)
    work(site, site.cast.alice, wrong=True, hand_in=False)
    assert "Question this mark" in read(alice, f"/{PLACE}/work?case=1")
    ask(alice)
    ask(alice, sentence="Again")
    assert get_question(site)["sentence"] == SENTENCE
    assert "Not looked at yet" in read(alice, f"/{PLACE}/work?case=1")
    path = f"{HERE}/{find_id(site)}"
    assert "Say why the mark stands" in follow(bob, post(bob, path, state="upheld", reply=" "))
    post(bob, path, state="upheld", reply="The letter was sent later.")
    assert "The letter was sent later." in read(alice, f"/{PLACE}/work?case=1")
    assert find_ruling(site) == {}


@pytest.mark.parametrize("sentence", ["  ", "x" * 501])
def test_a_bad_sentence_is_said_and_given_back(site: WholeSite, alice: Visitor, bob: Visitor, sentence: str) -> None:
    assign(site, bob)
    work(site, site.cast.alice, wrong=True)
    path, _, query = ask(alice, sentence=sentence).headers["Location"].partition("?")
    told = alice.open_page(path, f"?{query}").get_data(as_text=True)
    assert "in at most 500 letters" in told
    assert f'"{sentence}"' in told
    assert site.clockstart.store.questions.list() == {}


def test_only_what_was_told_and_is_ones_own_is_questioned(site: WholeSite, alice: Visitor, bob: Visitor) -> None:
    assign(site, bob)
    begin(site.clockstart, site.cast.alice)
    assert ask(alice).status_code == 303
    work(site, site.cast.alice, wrong=True)
    assert ask(visit_as_charlie(site)).status_code == 404
    assert ask(alice, number=9).status_code == 404
    for place in ("nowhere/x", "", f"{SESSIONS.slug}/"):
        assert ask(alice, place=place).status_code in (400, 404)
    assert site.clockstart.store.questions.list() == {}


def visit_as_charlie(site: WholeSite) -> Visitor:
    visitor = site.visitor()
    visitor.token = sign_in(visitor.client, site.cast.charlie)
    return visitor


def test_who_may_rule(site: WholeSite, alice: Visitor, bob: Visitor) -> None:
    assign(site, bob)
    work(site, site.cast.alice, wrong=True)
    ask(alice)
    path, people = f"{HERE}/{find_id(site)}", site.clockstart.store.people
    eve = people.create(
        "eve@example.com", "Eve", "manager", now=site.clockstart.now, cohorts=[site.cast.other_cohort.id]
    )
    outside = as_actor(people.get(eve.uid))
    assert questions.list_for_tutor(site.clockstart, outside) == []
    with pytest.raises(NotFound):
        questions.get_for_tutor(site.clockstart, outside, find_id(site))
    for visitor in (alice, visit_as_charlie(site)):
        for page in (HERE, path, f"{path}/accepted"):
            assert visitor.open_page(page).status_code == 403
        assert post(visitor, path, state="accepted").status_code == 403
    assert bob.open_page(f"{HERE}/none").status_code == 404
    assert bob.open_page(f"{path}/nonsense").status_code == 404
    assert "not a way to settle it" in follow(bob, post(bob, path, state="nonsense"))
    assert SENTENCE in read(site.signed_in("admin"), HERE)
    # Charlie works the same case: Bob does not look after him, so he does not rule on it.
    people.assign(site.cast.charlie.uid, site.cast.cohort.id)
    charlie = people.get(site.cast.charlie.uid)
    work(site, charlie, wrong=True)
    people.unassign(charlie.uid, site.cast.cohort.id)
    shown = read(bob, f"{path}/accepted")
    assert questions.OUT_OF_REACH in shown
    assert charlie.name not in shown
    assert questions.OUT_OF_REACH in follow(bob, post(bob, path, state="accepted"))
    assert find_ruling(site) == {}
    ada = site.signed_in("admin")
    assert "2 sessions" in follow(ada, post(ada, path, state="accepted"))


def test_what_is_made_void_meanwhile_stays_void(site: WholeSite, alice: Visitor, bob: Visitor) -> None:
    assign(site, bob)
    work(site, site.cast.alice, wrong=True)
    ask(alice)
    clockstart, actor = site.clockstart, as_actor(site.cast.bob)
    question = questions.get_for_tutor(clockstart, actor, find_id(site))
    (change,) = questions.list_changes(clockstart, question, questions.make_ruling(question, "accepted"))
    post(bob, f"/assignments/{ID}/people/{site.cast.alice.uid}/void", session=SESSION, reason="Somebody else sat it.")
    questions.regrade(clockstart, actor, change, question.id)
    attempt = get(site, site.cast.alice)
    assert (attempt.head["state"], attempt.session.data["state"]) == ("void", "void")
    assert regraded(site, site.cast.alice) == []
