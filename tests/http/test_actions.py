"""To do: one's own, narrowed by the address; a manager's people's; never a stranger's."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from auth.actor import Actor, as_actor
from dashapp.context import Clockstart, PracticeClock
from dashapp.declare.meaning import MATTERS
from dashapp.declare.module import Patient
from dashapp.services.records import records
from dashapp.services.work import actions, learner_day, team_day
from dashapp.services.work.team_day import TeamDay
from dashapp.ui import ids
from pages import dna_management, funding_ifr
from storage.record import Trace
from tests.cast import STARTED
from tests.http.forms import list_words
from tests.whole_site import Visitor, WholeSite
from words.phrases import plural

MODULES = (dna_management.MODULE, funding_ifr.MODULE)
EACH = 12


@pytest.fixture
def site(whole_site: WholeSite) -> WholeSite:
    """Alice keeps plausible records of two modules, under a name that only hers have."""
    random, alice = Random(3), whole_site.cast.alice
    patient = Patient("Nora Field", "9990000018", STARTED.date())
    for module in MODULES:
        assert module.example is not None
        for _ in range(EACH):
            data = module.example(random, patient, whole_site.clockstart.today)
            new = records.new_id()
            whole_site.clockstart.store.records.append(
                alice.uid, module.store_key, new, data, op=new, trace=Trace(alice.uid), now=STARTED
            )
    return whole_site


def read_page(visitor: Visitor, query: str = "") -> str:
    told = visitor.open_page("/actions", query).get_json()
    return " ".join(list_words(told["response"][ids.PAGE]["children"]))


def test_everything_due_is_there_and_the_parts_add_up(site: WholeSite) -> None:
    everything = actions.list_actions(site.clockstart, as_actor(site.cast.alice))
    assert {action.module.slug for action in everything} == {module.slug for module in MODULES}
    alice, today = site.signed_in("learner"), site.clockstart.today
    assert f" {len(everything)} things to do, the longest" in read_page(alice)
    many = {key: sum(test(one, today) for one in everything) for key, (_, _, test) in actions.PARTS.items()}
    assert sum(many.values()) == len(everything)
    assert f"{many['overdue']} of {len(everything)} things" in read_page(alice, "?when=overdue")
    for module in MODULES:
        of_module = sum(action.module is module for action in everything)
        assert f"{of_module} of {len(everything)} things" in read_page(alice, f"?in={module.slug}")


def test_things_are_grouped_by_what_they_are_about(site: WholeSite) -> None:
    everything = actions.list_actions(site.clockstart, as_actor(site.cast.alice))
    many = Counter(one.matter for one in everything)
    assert len(many) >= 3
    page = read_page(site.signed_in("learner"))
    for matter, count in many.items():
        assert plural(count, *MATTERS[matter]) in page


def test_nothing_that_is_none_is_counted(site: WholeSite) -> None:
    everything, today = actions.list_actions(site.clockstart, as_actor(site.cast.alice)), site.clockstart.today
    page = read_page(site.signed_in("learner"))
    for words, _, test in actions.PARTS.values():
        assert (words in page) == any(test(one, today) for one in everything)


def test_what_was_worked_out_before_there_were_matters_is_a_next_step(site: WholeSite) -> None:
    row = {"id": "one", "due": [["2026-01-05", "Ring the patient", "watch"]], "patient_name": "Nora Field"}
    assert learner_day.count_owed([row], date(2026, 1, 6)) == {"step": 1}


def test_home_shows_the_first_and_leads_to_the_rest(site: WholeSite) -> None:
    everything = actions.list_actions(site.clockstart, as_actor(site.cast.alice))
    assert f"All {len(everything)} in To do" in site.signed_in("learner").open_page("/").text


def test_a_manager_reads_their_people_and_nobody_else(site: WholeSite) -> None:
    bob = site.signed_in("manager")
    assert "Nora Field" in read_page(bob)
    assert "Alice Adams" in read_page(bob)
    assert "Nothing is due" in read_page(bob, "?whose=mine")
    stranger = site.cast.charlie
    assert actions.list_actions(site.clockstart, as_actor(stranger)) == []


def test_what_the_address_says_wrongly_narrows_nothing_or_says_so(site: WholeSite) -> None:
    alice = site.signed_in("learner")
    everything = actions.list_actions(site.clockstart, as_actor(site.cast.alice))
    assert f" {len(everything)} things to do" in read_page(alice, "?when=never&page=0")
    assert "Nothing fits" in read_page(alice, "?in=no-such-module")


# --- a team, looked through by the worker -----------------------------------------------------------------------------


class Silent:
    """A queue whose worker never comes."""

    def enqueue(self, kind: str, uid: str, job_id: str, arguments: tuple[object, ...]) -> None:
        return None


def look_now(site: WholeSite, actor: Actor) -> TeamDay:
    """What is known of the actor's people once the worker has been."""
    with site.app.server.app_context():
        known, job = team_day.look(site.clockstart, actor)
    assert known is not None
    assert job is None
    return known


def later(site: WholeSite, minutes: int) -> Clockstart:
    """The same installation some minutes on, with nobody at the queue."""
    clock = site.clockstart.clock
    return replace(
        site.clockstart,
        runner=Silent(),
        clock=PracticeClock(clock.fixed_today, lambda: clock.now() + timedelta(minutes=minutes)),
    )


def test_until_a_team_is_looked_through_the_page_says_so(site: WholeSite) -> None:
    bob = as_actor(site.cast.bob)
    known, job = team_day.look(later(site, 0), bob)
    assert known is None
    assert job is not None
    assert job.state == "waiting"
    assert team_day.look(later(site, 0), bob)[1] == job, "one job is enough"


def test_what_was_found_is_shown_while_it_is_looked_through_again(site: WholeSite) -> None:
    bob = as_actor(site.cast.bob)
    first = look_now(site, bob)
    assert [one.person for one in first.actions] == ["Alice Adams"] * first.count
    assert team_day.look(later(site, 9), bob) == (first, None)
    again, job = team_day.look(later(site, 11), bob)
    assert again == first
    assert job is not None


def test_who_has_left_the_team_is_not_told_of_any_more(site: WholeSite) -> None:
    assert look_now(site, as_actor(site.cast.bob)).actions
    without = replace(as_actor(site.cast.bob), manages=(site.cast.other_cohort.id,))
    known = team_day.find(site.clockstart, without)
    assert known is not None
    assert (known.actions, known.waits) == ([], [])
