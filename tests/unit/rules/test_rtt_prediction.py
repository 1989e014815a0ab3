"""What an entry did to the clock, and the question about it: the right answer is among those to choose from."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from rules.events import Event
from rules.rtt import Effect, Question, ask_effect, read_pathway
from rules.rtt.prediction import SAYS

TODAY = date(2026, 6, 15)


def on(day: str, name: str, **details: Any) -> Event:
    return Event(date.fromisoformat(day), name, details)


REFERRED = on("2026-02-02", "referral_received")
REGISTERED = on("2026-02-04", "registered_on_pas")
MISSED = on("2026-04-20", "dna", first=True, clearly_communicated=True)
SEEN = on("2026-04-20", "appointment_attended", first=True)
REBOOKED = on("2026-04-27", "patient_contacts_to_rebook")
TREATED = on("2026-05-11", "treatment_started")
GP_TEST = on("2026-02-02", "emergency_attendance")
FIRST, SECOND = date(2026, 6, 9), date(2026, 9, 1)


def ask(before: Sequence[Event], *new: Event) -> Question:
    return ask_effect(read_pathway(before, TODAY), read_pathway([*before, *new], TODAY), new)


@pytest.mark.parametrize(
    ("before", "new", "right"),
    [
        ([], [REFERRED], Effect("clock_starts", REFERRED.date, FIRST)),
        ([], [GP_TEST], Effect("outside_rtt")),
        ([], [REGISTERED], Effect("no_change")),
        ([REFERRED], [SEEN], Effect("clock_runs", REFERRED.date, FIRST)),
        ([REFERRED], [MISSED], Effect("clock_nullified", MISSED.date)),
        ([REFERRED], [TREATED], Effect("clock_stops", TREATED.date)),
        ([REFERRED, MISSED], [REBOOKED], Effect("new_clock", REBOOKED.date, SECOND)),
        ([REFERRED, MISSED], [REGISTERED], Effect("no_change", MISSED.date)),
        ([REFERRED], [MISSED, REBOOKED], Effect("new_clock", REBOOKED.date, SECOND)),
    ],
)
def test_what_an_entry_did_is_among_the_answers(before: list[Event], new: list[Event], right: Effect) -> None:
    question = ask(before, *new)
    assert question.right == right
    assert right.decision in question.decisions
    assert right.breach in question.breaches
    assert 3 <= len(set(question.decisions)) == len(question.decisions) <= 4
    assert 2 <= len(set(question.breaches)) == len(question.breaches) <= 4
    assert question.breaches[-1] is None
    assert set(question.decisions) <= set(SAYS)


def test_the_answers_to_choose_from_do_not_give_the_right_one_away() -> None:
    missed, seen, treated = (ask([REFERRED], new) for new in (MISSED, SEEN, TREATED._replace(date=SEEN.date)))
    for one in (seen, treated):
        assert (one.decisions, one.breaches, one.day) == (missed.decisions, missed.breaches, missed.day)


def test_a_date_of_registration_is_offered_next_to_that_of_the_referral() -> None:
    question = ask([], REFERRED, REGISTERED)
    assert question.right.breach == FIRST
    assert date(2026, 6, 11) in question.breaches


def test_the_reason_is_the_engines_own() -> None:
    question = ask([REFERRED], MISSED)
    assert question.because[0].startswith("The clock is nullified on 20 April 2026")
    assert [step.rule.ident for step in question.steps]
    assert all(step.text in question.because for step in question.steps)


def test_taking_away_the_referral_leaves_no_clock() -> None:
    before, after = read_pathway([REFERRED], TODAY), read_pathway([], TODAY)
    question = ask_effect(before, after, ())
    assert question.right == Effect("no_clock")
    assert "no_clock" in question.decisions
