"""Letters, messages and calls: worked cases of J and MODULES, and properties."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.events import Event
from rules.letters.checks import (
    LetterFacts,
    Missed,
    find_clinical_words,
    find_due,
    list_findings,
    list_missed_letters,
    list_owed,
    list_stop_findings,
)
from tests.unit.rules.junk import any_of, days, pick

TODAY = date(2025, 6, 30)
SENT = date(2025, 6, 2)

CLINIC = LetterFacts(kind="clinic_letter", channel="letter", event_on=date(2025, 5, 26), sent_on=SENT)
OFFER = LetterFacts(kind="appointment", channel="letter", sent_on=SENT, offered_date=date(2025, 6, 23))
SUMMARY = LetterFacts(kind="discharge_summary", channel="email", event_on=SENT, sent_on=SENT, sent_to_gp=True)
DNA = LetterFacts(kind="dna", channel="letter", sent_on=date(2025, 6, 12))


def codes(facts: LetterFacts, today: date = TODAY) -> set[str]:
    return {finding.code for finding in list_findings(facts, today)}


@pytest.mark.parametrize("facts", [CLINIC, OFFER, SUMMARY, DNA, LetterFacts()])
def test_a_letter_in_time_needs_no_remark(facts):
    assert codes(facts) == set()


def test_clinic_letters_within_seven_days():
    assert find_due(CLINIC) == SENT
    assert codes(replace(CLINIC, sent_on=SENT + timedelta(days=1))) == {"letters-clinic-letter-late"}
    unsent = replace(CLINIC, sent_on=None)
    assert codes(unsent, SENT) == set()
    assert codes(unsent, SENT + timedelta(days=1)) == {"letters-clinic-letter-overdue"}


@pytest.mark.parametrize(
    ("sent_at", "code"),
    [
        (datetime(2025, 6, 3, 15, 0, tzinfo=UTC), None),
        (datetime(2025, 6, 3, 15, 1, tzinfo=UTC), "letters-summary-late"),
    ],
)
def test_discharge_summaries_within_24_hours(sent_at, code):
    facts = replace(SUMMARY, event_at=datetime(2025, 6, 2, 15, 0, tzinfo=UTC), sent_at=sent_at, sent_on=sent_at.date())
    assert codes(facts) == ({code} if code else set())


def test_the_day_after_without_times_cannot_be_said():
    assert codes(replace(SUMMARY, sent_on=SENT + timedelta(days=1))) == {"letters-summary-hours-unknown"}
    assert codes(replace(SUMMARY, sent_on=SENT + timedelta(days=2))) == {"letters-summary-late"}
    unsent = replace(SUMMARY, sent_on=None)
    assert codes(unsent, SENT + timedelta(days=1)) == set()
    assert codes(unsent, SENT + timedelta(days=2)) == {"letters-summary-overdue"}


def test_three_weeks_notice_but_not_for_cancer():
    short = replace(OFFER, offered_date=date(2025, 6, 22))
    assert codes(short) == {"letters-short-notice"}
    assert codes(replace(short, cancer_pathway=True)) == set()
    assert codes(replace(OFFER, offered_date=SENT - timedelta(days=1))) == {"letters-offer-already-past"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Your appointment is on 3 July at 9:00, level 2. Ring 0300 000 0000.", ""),
        ("Your biopsy results are ready", "biopsy"),
        ("Colonoscopy on 3 July", "Colonoscopy"),
        ("HIV test positive", "HIV"),
        ("Your outpatient appointment was cancelled", ""),
        (None, ""),
    ],
)
def test_no_clinical_detail_in_a_text_message(text, found):
    assert find_clinical_words(text) == found
    facts = LetterFacts(kind="reminder", channel="sms", sent_on=SENT, text=text)
    assert codes(facts) == ({"letters-clinical-detail-in-message"} if found else set())
    assert codes(replace(facts, channel="letter")) == set(), "a letter may say what it is about"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (replace(OFFER, states_how_to_change=False), "letters-offer-incomplete"),
        (replace(OFFER, states_if_missed=False), "letters-offer-incomplete"),
        (replace(CLINIC, sent_on=date(2025, 5, 25)), "letters-sent-before-event"),
        (replace(DNA, sent_on=TODAY + timedelta(days=1)), "letters-sent-in-future"),
        (LetterFacts(kind="reminder", channel="phone", message_left=True), "letters-message-not-agreed"),
        (LetterFacts(kind="reminder", channel="sms", safe_to_leave_message=False), "letters-message-not-agreed"),
        (LetterFacts(kind="discharge_to_gp", sent_on=SENT), "letters-stop-gp-not-told"),
        (LetterFacts(kind="active_monitoring", sent_on=SENT, sent_to_gp=False), "letters-stop-gp-not-told"),
        (replace(OFFER, accessibility_need="large print"), "letters-format-not-used"),
        (replace(OFFER, accessibility_need="large print", format_used="standard"), "letters-format-not-used"),
        (replace(OFFER, outcome="returned"), "letters-not-delivered"),
        (replace(OFFER, outcome="no_answer"), "letters-not-delivered"),
        (replace(OFFER, follow_up_due=TODAY - timedelta(days=1)), "letters-follow-up-overdue"),
        (LetterFacts(kind="planned_list", review_date_given=False), "letters-planned-without-review-date"),
        (LetterFacts(kind="cancellation", by_hospital=True), "letters-cancellation-without-date"),
        (replace(CLINIC, event_on=None), "letters-turnaround-unknown"),
        (replace(SUMMARY, sent_to_gp=None), "letters-summary-not-to-gp"),
        (replace(OFFER, has_time=False), "letters-offer-without-time"),
        (replace(OFFER, states_travel=False), "letters-offer-incomplete"),
        (replace(OFFER, kind="cancellation", by_hospital=True, offered_date=date(2025, 6, 22)), "letters-short-notice"),
        (replace(OFFER, kind="reminder", offered_date=date(2025, 6, 3)), "letters-reminder-late"),
        (replace(OFFER, kind="reminder", offered_date=date(2025, 6, 1)), "letters-offer-already-past"),
        (replace(OFFER, kind="cancellation", by_hospital=True, states_why=False), "letters-cancellation-incomplete"),
        (replace(OFFER, outcome="declined"), "letters-offer-declined"),
        (replace(OFFER, outcome="declined", offered_date=date(2025, 6, 22)), "letters-short-notice-declined"),
        (
            LetterFacts(kind="validation_contact", sent_on=SENT, outcome="no_answer", followed_up_on=SENT),
            "letters-no-reply-is-no-stop",
        ),
        (
            LetterFacts(kind="active_monitoring", sent_on=SENT, sent_to_gp=True, review_date_given=False),
            "letters-monitoring-without-review-date",
        ),
    ],
)
def test_each_remark_alone(facts, code):
    assert codes(facts) == {code}


@pytest.mark.parametrize(
    "facts",
    [
        replace(OFFER, accessibility_need="Large print", format_used="large print"),
        replace(OFFER, outcome="returned", followed_up_on=SENT),
        LetterFacts(kind="discharge_to_gp", sent_on=SENT, sent_to_gp=True),
        LetterFacts(kind="cancellation", by_hospital=False),
        replace(OFFER, follow_up_due=TODAY),
        replace(OFFER, kind="reminder", offered_date=date(2025, 6, 4)),
        replace(OFFER, outcome="declined", offered_date=date(2025, 6, 22), cancer_pathway=True),
        LetterFacts(kind="cancellation", by_hospital=False, states_why=False),
    ],
)
def test_just_beside_each_edge(facts):
    assert codes(facts) == set()


def test_every_missed_appointment_has_its_own_letter():
    first, later = Missed(day=date(2025, 6, 10), first=True), Missed(day=date(2025, 6, 11), first=False)
    assert list_missed_letters([first], [DNA]) == []
    (told,) = list_missed_letters([later, first], [DNA])
    assert (told.code, told.values["day"]) == ("letters-dna-letter-missing", date(2025, 6, 11))
    assert "review" in told.fix
    (early,) = list_missed_letters([first], [replace(DNA, sent_on=date(2025, 6, 9))])
    assert "how to rebook" in early.fix
    assert len(list_missed_letters([first], [replace(DNA, outcome="returned")])) == 1, "what came back told nobody"


def test_a_stop_is_told_to_the_patient_and_then_the_gp():
    stop = date(2025, 6, 10)
    letter = LetterFacts(kind="discharge_to_gp", sent_on=stop, sent_to_gp=True)
    assert list_stop_findings(stop, [letter]) == []
    assert [f.code for f in list_stop_findings(stop, [])] == ["letters-stop-patient-not-told"]
    assert [f.code for f in list_stop_findings(stop, [replace(letter, outcome="returned")])] == [
        "letters-stop-patient-not-told"
    ]
    assert [f.code for f in list_stop_findings(stop, [replace(letter, sent_to_gp=None)])] == [
        "letters-stop-gp-not-told"
    ]


@pytest.mark.parametrize(("kind", "channel"), [("reminder", "letter"), ("tci", "letter"), ("discharge_to_gp", "sms")])
def test_what_cannot_tell_of_a_decision_tells_of_no_stop(kind, channel):
    stop = date(2025, 6, 10)
    letter = LetterFacts(kind=kind, channel=channel, sent_on=stop, sent_to_gp=True)
    assert [f.code for f in list_stop_findings(stop, [letter])] == ["letters-stop-patient-not-told"]


@pytest.mark.parametrize(
    ("name", "details", "owed"),
    [
        ("active_monitoring_start", {}, True),
        ("discharge_to_gp", {}, True),
        ("decision_not_to_treat", {}, True),
        ("patient_declines_treatment", {"all_treatment": True}, True),
        ("patient_declines_treatment", {"all_treatment": "no"}, False),
        ("transplant_listed", {}, True),
        ("treatment_started", {}, False),
        ("patient_unfit", {}, False),
    ],
)
def test_every_stop_without_treatment_is_told(name, details, owed):
    stop = Event(date(2025, 6, 10), name, details)
    letter = Event(date(2025, 6, 11), "letter_sent", {"letter": "clinic_letter", "sent_to_gp": True})
    assert bool(list_owed([stop])) is owed
    assert list_owed([stop], [letter]) == []
    assert list_owed([stop, letter]) == []


def test_a_fact_that_two_modules_report_is_owed_one_letter():
    missed = Event(date(2025, 6, 10), "dna", {"first": True})
    letter = Event(date(2025, 6, 11), "letter_sent", {"letter": "dna"})
    same_day = letter._replace(details={"letter": "waiting_update"})
    assert len(list_owed([missed, missed._replace(origin="dna_cases/1")])) == 1
    assert list_owed([missed, missed._replace(origin="dna_cases/1"), same_day, letter, same_day]) == []


any_facts = any_of(
    LetterFacts,
    kind=pick("clinic_letter", "discharge_summary", "appointment", "dna", "discharge_to_gp"),
    channel=pick("letter", "sms", "phone"),
    outcome=pick("delivered", "returned", "no_answer"),
    sent_at=st.none() | st.datetimes(timezones=st.none() | st.timezones()),
    event_at=st.none() | st.datetimes(timezones=st.none() | st.timezones()),
)


@given(any_facts, days)
def test_any_answers_give_sentences(facts, today):
    for finding in list_findings(facts, today):
        assert "{" not in finding.text + finding.fix
        assert finding.field in LetterFacts.__dataclass_fields__


@given(st.lists(st.builds(Missed, day=days, first=st.none() | st.booleans()), max_size=5), st.lists(days, max_size=5))
def test_a_letter_more_never_leaves_more_letters_owed(missed, sent):
    letters = [replace(DNA, sent_on=day) for day in sent]
    owed = len(list_missed_letters(missed, letters))
    assert len(missed) - len(sent) <= owed <= len(missed)
    assert len(list_missed_letters(missed, [*letters, DNA])) <= owed
