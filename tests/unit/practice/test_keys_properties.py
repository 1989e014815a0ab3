"""What holds for every case: a key's own answer is right, a misconception's is wrong and named."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from practice.case import Case, Truth
from practice.keys import find_key
from practice.malrules import MAL_RULES
from practice.marking import mark
from rules.events import Event

START = date(2026, 1, 5)
AS_OF = date(2026, 9, 30)
KINDS: Sequence[tuple[str, dict[str, Any]]] = [
    ("appointment_attended", {"first": True}),
    ("appointment_attended", {"treatment": True}),
    ("appointment_attended", {"decision": "referred_for_therapy"}),
    ("dna", {"first": True, "clearly_communicated": True}),
    ("dna", {"first": False}),
    ("patient_contacts_to_rebook", {}),
    ("patient_cancels", {"notice_hours": 2}),
    ("provider_cancels", {"reason": "no_bed"}),
    ("decision_to_admit", {}),
    ("tci_offered", {"declined": True}),
    ("patient_unavailable", {}),
    ("patient_unfit", {"weeks": 4}),
    ("thinking_time_agreed", {"days": 7}),
    ("active_monitoring_start", {"initiated_by": "patient"}),
    ("active_monitoring_start", {"initiated_by": "care_professional", "reason": "patient_delay"}),
    ("patient_wishes_to_proceed", {}),
    ("discharge_to_gp", {"clinician_reviewed": True}),
    ("decision_not_to_treat", {}),
    ("admission", {"for": "first_definitive_treatment"}),
    ("admission", {"for": "diagnostic_only"}),
    ("treatment_not_carried_out", {"reason": "no_bed"}),
    ("planned_list_added", {}),
    ("transfer_in", {"provider": "B"}),
    ("registered_on_pas", {}),
]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A referral, up to five events with days between them, and the last as what is asked."""
    day, events = START, [Event(START, "referral_received")]
    for name, details in draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=5)):
        day += timedelta(days=draw(st.integers(1, 40)))
        told = dict(details)
        if name == "tci_offered":
            told["tci"] = day + timedelta(days=draw(st.integers(18, 30)))
        if name == "patient_unavailable":
            told |= {"from": day, "to": day + timedelta(days=draw(st.integers(5, 30)))}
        events.append(Event(day, name, told))
    asked = events.pop()
    described = {"date": asked.date.isoformat(), "event": asked.name, **asked.details}
    return Case("family", "effect", AS_OF, Truth(tuple(events), {}), described)


@given(cases())
def test_the_answer_of_a_key_is_all_right(case: Case) -> None:
    key = find_key(case)
    marked = mark(case, {name: values[0] for name, values in key.facets.items()}, adopted=True)
    assert (marked.percent, marked.mal_rules, marked.harm) == (100, (), "none")


@given(cases())
def test_the_answer_of_a_misconception_is_wrong_and_named(case: Case) -> None:
    key = find_key(case)
    right = {facet: values[0] for facet, values in key.facets.items()}
    for name, one in MAL_RULES.items():
        if (wrong := one.answer(case, key)) is not None:
            marked = mark(case, right | dict(wrong), adopted=True)
            assert marked.percent != 100, name
            assert name in [one.name for one in marked.mal_rules]


@given(cases())
def test_a_code_that_is_asked_is_of_the_table_and_a_date_is_on_the_pathway(case: Case) -> None:
    key = find_key(case)
    assert set(key.facets.get("code", ())) <= {f"{code}" for code in (*range(10, 13), 20, 21, *range(30, 37), 90, 91)}
    days = {START, *(event.date for event in case.truth.events), date.fromisoformat(str(case.asked["date"]))}
    assert set(key.facets.get("date", ())) <= days
