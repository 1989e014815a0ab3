"""Letters, messages and calls: worked cases of J and MODULES, and properties."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.events import Event
from rules.letters.checks import find_clinical_words, list_findings
from rules.letters.pathway import list_missed_letters, list_owed
from rules.letters.record import Communication
from tests.unit.rules.junk import any_record, days

TODAY = date(2025, 6, 30)
SENT = date(2025, 6, 2)
STOP = date(2025, 6, 10)

CLINIC = Communication.of(type="clinic_letter", channel="letter", event_date=date(2025, 5, 26), date_sent=SENT)
OFFER = Communication.of(
    type="appointment", channel="letter", date_sent=SENT, date_offered=date(2025, 6, 23), time_offered=time(14, 30)
)
SUMMARY = Communication.of(type="discharge_summary", channel="email", event_date=SENT, date_sent=SENT, sent_to_gp="yes")
DNA = Communication.of(type="dna", channel="letter", date_sent=date(2025, 6, 12))
LETTER = Event(date(2025, 6, 12), "letter_sent", {"letter": "discharge_to_gp", "channel": "letter", "sent_to_gp": True})


def letter_of(day: date = LETTER.date, **details: object) -> Event:
    return Event(day, "letter_sent", {**LETTER.details, **details})


def owed(stop: Event, *letters: Event) -> list[str]:
    return [finding.code for finding in list_owed([stop], letters)]


def codes(case: Communication, today: date = TODAY) -> set[str]:
    return {finding.code for finding in list_findings(case, today)}


@pytest.mark.parametrize("case", [CLINIC, OFFER, SUMMARY, DNA, Communication.of()])
def test_a_letter_in_time_needs_no_remark(case):
    assert codes(case) == set()


def test_a_letter_that_was_not_sent_is_overdue_the_day_after_its_last():
    letter, summary = CLINIC.but(date_sent=None), SUMMARY.but(date_sent=None)
    assert (CLINIC.send_by, SUMMARY.send_by) == (SENT, SENT + timedelta(days=1))
    assert codes(letter, SENT) == set()
    assert codes(letter, SENT + timedelta(days=1)) == {"letters-clinic-letter-overdue"}
    assert codes(summary, SENT + timedelta(days=1)) == set()
    assert codes(summary, SENT + timedelta(days=2)) == {"letters-summary-overdue"}


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
    case = Communication.of(type="reminder", channel="sms", date_sent=SENT, message_text=text)
    assert codes(case) == ({"letters-clinical-detail-in-message"} if found else set())
    assert codes(case.but(channel="letter")) == set(), "a letter may say what it is about"


@pytest.mark.parametrize(
    ("case", "found"),
    [
        (OFFER.but(states_how_to_change="no"), {"letters-offer-incomplete"}),
        (OFFER.but(states_how_to_change="no", type="reminder"), set()),
        (Communication.of(type="reminder", channel="sms", safe_to_leave_message="no"), {"letters-message-not-agreed"}),
        (Communication.of(type="active_monitoring", date_sent=SENT, sent_to_gp="no"), {"letters-stop-gp-not-told"}),
        (OFFER.but(accessibility_needs="large_print"), {"letters-format-not-used"}),
        (OFFER.but(outcome="no_answer"), {"letters-not-delivered"}),
        (OFFER.but(outcome="returned", followed_up_on=SENT), set()),
        (OFFER.but(type="reminder", date_offered=date(2025, 6, 1)), {"letters-offer-already-past"}),
        (OFFER.but(outcome="declined", date_offered=date(2025, 6, 22), cancer_pathway="yes"), set()),
        (Communication.of(type="cancellation", by_hospital="no", states_why="no"), set()),
    ],
)
def test_what_is_found_of_one(case, found):
    """More are worked with the page of the tracker, as people enter them."""
    assert codes(case) == found


def test_every_missed_appointment_has_its_own_letter():
    first, later = (Event(date(2025, 6, 10 + n), "dna", {"first": n == 0}) for n in (0, 1))
    about = letter_of(letter="dna")
    assert list_missed_letters([first], [about]) == []
    (told,) = list_missed_letters([later, first], [about])
    assert (told.code, told.values["day"]) == ("letters-dna-letter-missing", later.date)
    assert "review" in told.fix
    (early,) = list_missed_letters([first], [about._replace(date=date(2025, 6, 9))])
    assert "how to rebook" in early.fix
    assert owed(first, letter_of(letter="dna", outcome="returned")) == ["letters-dna-letter-missing"]


@pytest.mark.parametrize(
    ("letters", "found"),
    [
        ([letter_of(STOP)], []),
        ([], ["letters-stop-patient-not-told"]),
        ([letter_of(STOP - timedelta(days=1))], ["letters-stop-patient-not-told"]),
        ([letter_of(outcome="returned")], ["letters-stop-patient-not-told"]),
        ([letter_of(sent_to_gp=None)], ["letters-stop-gp-not-told"]),
        ([letter_of(letter="reminder")], ["letters-stop-patient-not-told"]),
        ([letter_of(letter="tci")], ["letters-stop-patient-not-told"]),
        ([letter_of(channel="sms")], ["letters-stop-patient-not-told"]),
    ],
)
def test_a_stop_is_told_to_the_patient_and_then_the_gp(letters, found):
    assert owed(Event(STOP, "discharge_to_gp"), *letters) == found


@pytest.mark.parametrize(
    ("name", "details", "is_owed"),
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
def test_every_stop_without_treatment_is_told(name, details, is_owed):
    stop = Event(date(2025, 6, 10), name, details)
    letter = Event(date(2025, 6, 11), "letter_sent", {"letter": "clinic_letter", "sent_to_gp": True})
    assert bool(list_owed([stop])) is is_owed
    assert list_owed([stop], [letter]) == []
    assert list_owed([stop, letter]) == []


def test_a_fact_that_two_modules_report_is_owed_one_letter():
    missed = Event(date(2025, 6, 10), "dna", {"first": True})
    letter = Event(date(2025, 6, 11), "letter_sent", {"letter": "dna"})
    same_day = letter._replace(details={"letter": "waiting_update"})
    assert len(list_owed([missed, missed._replace(origin="dna_cases/1")])) == 1
    assert list_owed([missed, missed._replace(origin="dna_cases/1"), same_day, letter, same_day]) == []


@given(any_record(Communication), days)
def test_any_answers_give_sentences(case, today):
    for finding in list_findings(case, today):
        assert "{" not in finding.text + finding.fix
        assert finding.field in Communication.model_fields


@given(st.lists(days, max_size=5), st.lists(days, max_size=5))
def test_a_letter_more_never_leaves_more_letters_owed(missed, sent):
    appointments = [Event(day, "dna") for day in missed]
    letters = [letter_of(day, letter="dna") for day in sent]
    owed = len(list_missed_letters(appointments, letters))
    assert len(missed) - len(sent) <= owed <= len(missed)
    assert len(list_missed_letters(appointments, [*letters, letter_of(letter="dna")])) <= owed
