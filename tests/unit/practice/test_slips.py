from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from practice.dials import LEVELS
from practice.families import FAMILIES
from practice.making import make_whole
from practice.records import Edit, Record, apply, list_failures, list_rows, undo
from practice.slips import SLIPS, has_effect
from rules.events import Event

TODAY = date(2026, 6, 15)
RUNNING = Record(
    (
        Event(date(2026, 3, 2), "referral_received", {"by": "gp"}),
        Event(date(2026, 4, 13), "appointment_attended", {"first": True, "rtt_code": "10"}),
        Event(date(2026, 4, 13), "decision_to_admit"),
    ),
    {"pathway": "P1", "patient": "9990132100", "nhs_number": "9990132100", "tfc": "C_110", "ppid": "P1"},
)
TREATED = Record(
    (*RUNNING.events, Event(date(2026, 5, 11), "admission", {"for": "first_definitive_treatment", "rtt_code": "30"})),
    RUNNING.about,
)
MISSED = Record(
    (
        RUNNING.events[0],
        Event(date(2026, 4, 13), "dna", {"first": True, "clearly_communicated": True, "rtt_code": "33"}),
        Event(date(2026, 4, 15), "patient_contacts_to_rebook"),
    ),
    RUNNING.about,
)
DIED = Record((*RUNNING.events, Event(date(2026, 5, 11), "death", {"rtt_code": "36"})), RUNNING.about)
SEEN = Record(RUNNING.events[:2], RUNNING.about)
MONITORED = Record(
    (
        *SEEN.events,
        Event(
            date(2026, 5, 11),
            "active_monitoring_start",
            {
                "initiated_by": "patient",
                "reason": "see_how_they_cope",
                "review_due": date(2026, 9, 1),
                "rtt_code": "31",
            },
        ),
    ),
    RUNNING.about,
)
RECORDS = {
    "missing_stop": TREATED,
    "wrong_stop_date": TREATED,
    "still_open": TREATED,
    "dna_not_33": MISSED,
    "missing_new_start": MISSED,
    "died_open": DIED,
    "nothing_next": SEEN,
    "missing_review": MONITORED,
}


@pytest.mark.parametrize("record", [RUNNING, TREATED, MISSED, DIED, SEEN, MONITORED])
def test_a_record_without_slips_is_clean(record):
    assert [failure.code for failure in list_failures(record, TODAY)] == []


@pytest.mark.parametrize("name", SLIPS)
def test_every_slip_has_its_effect_and_can_be_undone(name):
    clean = RECORDS.get(name, RUNNING)
    edits = SLIPS[name].find(clean, Random(1), TODAY)
    assert edits
    assert has_effect(SLIPS[name], clean, edits, TODAY)
    assert undo(apply(clean, edits), edits) == clean


def test_a_slip_does_not_apply_to_a_record_that_cannot_have_it():
    assert SLIPS["missing_stop"].find(RUNNING, Random(1), TODAY) == []
    assert SLIPS["missing_start"].find(TREATED, Random(1), TODAY) == []
    assert SLIPS["dna_not_33"].find(RUNNING, Random(1), TODAY) == []
    assert SLIPS["missing_new_start"].find(TREATED, Random(1), TODAY) == []
    assert SLIPS["wrong_start"].find(MISSED, Random(1), TODAY) == []


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(FAMILIES)),
    st.sampled_from(sorted(SLIPS)),
    st.integers(0, 10**6),
    st.sampled_from(sorted(LEVELS)),
)
def test_undoing_a_slip_restores_any_record(family, slip, seed, level):
    clean = make_whole(family, str(seed), LEVELS[level], TODAY).clean
    edits = SLIPS[slip].find(clean, Random(seed), TODAY)
    assert undo(apply(clean, edits), edits) == clean


def test_a_copy_is_the_row_with_what_differs():
    twice = apply(RUNNING, [Edit("copies", 0, None, {"pathway": "P1-2"})])
    first, second = list_rows(twice, TODAY)
    assert (first.pathway, second.pathway) == ("P1", "P1-2")
    assert first.clock_start == second.clock_start == date(2026, 3, 2)


def test_a_value_over_the_row_may_be_nothing():
    assert list_rows(apply(RUNNING, [Edit("about", "tfc", ("C_110",), (None,))]), TODAY)[0].tfc is None
