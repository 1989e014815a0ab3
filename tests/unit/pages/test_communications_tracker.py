"""Letters, messages and calls as people enter them: what is found, what is owed, what is drafted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashapp.declare.meaning import Letter
from dashapp.declare.module import Linked
from dashapp.ui.letter import render_letter
from pages.communications_tracker import MODULE
from pages.communications_tracker.templates import draft
from rules import rtt
from rules.events import Event
from rules.letters.record import LETTER_CHANNELS, LETTER_TYPES
from rules.letters.rules import BOOK
from tests.unit.pages.worked import TODAY, check, codes, derive, is_example_accepted, list_due, make_record, say, work

OFFER: dict[str, Any] = {
    "type": "appointment",
    "channel": "letter",
    "date_sent": "2026-11-02",
    "purpose": "Offer of an outpatient appointment",
    "date_offered": "2026-11-30",
    "time_offered": "14:30",
    "site": "Northfield, clinic 4",
    "clinician": "Miss Hughes",
    "outcome": "confirmed",
}
CLINIC = {"type": "clinic_letter", "channel": "letter", "purpose": "Result of the clinic", "sent_to_gp": "yes"}
BACK = {"type": "discharge_to_gp", "channel": "letter", "date_sent": "2026-11-02", "purpose": "Back to the GP"}
CALL = {"type": "reminder", "channel": "phone", "date_sent": "2026-11-20", "purpose": "Reminder"}


SUMMARY = CLINIC | {"type": "discharge_summary", "event_date": "2026-11-02", "event_time": "16:00"}
CANCELLED = OFFER | {"type": "cancellation", "by_hospital": "yes", "purpose": "We have to cancel"}
CASES: tuple[tuple[str, dict[str, Any], set[str]], ...] = (
    ("an offer with four weeks' notice", OFFER, set()),
    ("20 days are short notice", OFFER | {"date_offered": "2026-11-22"}, {"letters-short-notice"}),
    ("21 days are not", OFFER | {"date_offered": "2026-11-23"}, set()),
    ("nor is it applied to cancer", OFFER | {"date_offered": "2026-11-12", "cancer_pathway": "yes"}, set()),
    ("a new date after our cancellation is an offer too", CANCELLED | {"date_offered": "2026-11-12"},
     {"letters-short-notice"}),
    ("declining a short-notice date has no consequence", OFFER | {"date_offered": "2026-11-12", "outcome": "declined"},
     {"letters-short-notice-declined"}),
    ("declining a reasonable one leaves the clock running", OFFER | {"outcome": "declined"},
     {"letters-offer-declined"}),
    ("a date without a time is no reasonable offer", OFFER | {"time_offered": ""}, {"letters-offer-without-time"}),
    ("a date already past", OFFER | {"date_offered": "2026-11-01"}, {"letters-offer-already-past"}),
    ("a letter that does not say what happens if missed", OFFER | {"states_if_missed": "no"},
     {"letters-offer-incomplete"}),
    ("nor how to get there", OFFER | {"states_travel": "no"}, {"letters-offer-incomplete"}),
    ("a letter that came back", OFFER | {"outcome": "returned"}, {"letters-not-delivered"}),
    ("sent tomorrow", OFFER | {"date_sent": "2026-11-24", "date_offered": "2026-12-24"}, {"letters-sent-in-future"}),
    ("another format needed", OFFER | {"accessibility_needs": "large_print", "format_used": "standard"},
     {"letters-format-not-used"}),
    ("and used", OFFER | {"accessibility_needs": "large_print", "format_used": "large_print"}, set()),
    ("the standard format is no need", OFFER | {"accessibility_needs": "standard"}, set()),
    ("a follow-up overdue", OFFER | {"follow_up_due": "2026-11-20"}, {"letters-follow-up-overdue"}),
    ("a clinic letter on day 7", CLINIC | {"date_sent": "2026-11-09", "event_date": "2026-11-02"}, set()),
    ("on day 8", CLINIC | {"date_sent": "2026-11-10", "event_date": "2026-11-02"}, {"letters-clinic-letter-late"}),
    ("before its clinic", CLINIC | {"date_sent": "2026-11-01", "event_date": "2026-11-02"},
     {"letters-sent-before-event"}),
    ("of a clinic nobody dated", CLINIC | {"date_sent": "2026-11-01"}, {"letters-turnaround-unknown"}),
    ("a summary after 24 hours to the minute", SUMMARY | {"date_sent": "2026-11-03", "time_sent": "16:00"}, set()),
    ("a minute later", SUMMARY | {"date_sent": "2026-11-03", "time_sent": "16:01"}, {"letters-summary-late"}),
    ("the next day, hours not known", SUMMARY | {"date_sent": "2026-11-03"}, {"letters-summary-hours-unknown"}),
    ("two days later", SUMMARY | {"date_sent": "2026-11-04"}, {"letters-summary-late"}),
    ("a summary the GP has not", SUMMARY | {"date_sent": "2026-11-02", "sent_to_gp": "no"},
     {"letters-summary-not-to-gp"}),
    ("clinical detail in a text message", OFFER | {"channel": "sms", "message_text": "Your biopsy is due"},
     {"letters-clinical-detail-in-message"}),
    ("none", OFFER | {"channel": "sms", "message_text": "Your appointment is on Monday"}, set()),
    ("clinical detail left on a phone", CALL | {"message_left": "yes", "safe_to_leave_message": "yes",
     "message_text": "It is about your scan, an MRI"}, {"letters-clinical-detail-in-message"}),
    ("a message nobody agreed to", CALL | {"message_left": "yes", "safe_to_leave_message": "not_known"},
     {"letters-message-not-agreed"}),
    ("a reminder on the day before", CALL | {"date_offered": "2026-11-21"}, {"letters-reminder-late"}),
    ("back to the GP, who was not told", BACK, {"letters-stop-gp-not-told"}),
    ("and who was", BACK | {"sent_to_gp": "yes"}, set()),
    ("active monitoring without its review date", BACK | {"type": "active_monitoring", "sent_to_gp": "yes",
     "review_date_given": "no"}, {"letters-monitoring-without-review-date"}),
    ("a planned list without its review date", BACK | {"type": "planned_list", "review_date_given": "no"},
     {"letters-planned-without-review-date"}),
    ("our cancellation without a new date", CANCELLED | {"date_offered": "", "time_offered": ""},
     {"letters-cancellation-without-date"}),
    ("nor a reason", CANCELLED | {"states_why": "no"}, {"letters-cancellation-incomplete"}),
    ("no reply is no stop", BACK | {"type": "validation_contact", "outcome": "no_answer",
     "followed_up_on": "2026-11-20"}, {"letters-no-reply-is-no-stop"}),
)  # fmt: skip


@pytest.mark.parametrize(("answers", "found"), [one[1:] for one in CASES], ids=[one[0] for one in CASES])
def test_golden_cases(answers: dict[str, Any], found: set[str]) -> None:
    assert codes(work(MODULE, answers)) == found


def test_every_remark_has_its_case() -> None:
    """Those on a pathway and on letters never sent have theirs below and with the rule book: a record has a date."""
    of_pathways = {"letters-dna-letter-missing", "letters-stop-patient-not-told"}
    not_sent = {"letters-clinic-letter-overdue", "letters-summary-overdue"}
    declared = {check.code for check in BOOK.checks}
    assert set().union(*(found for _, _, found in CASES)) == declared - of_pathways - not_sent


MISSED = Event(date(2026, 10, 20), "dna", {"first": "yes"})


def test_a_missed_appointment_of_the_pathway_without_a_letter_is_found() -> None:
    case = work(MODULE, OFFER, Linked("p1", "Ivy", (MISSED,)))
    assert codes(case) == {"letters-dna-letter-missing"}
    assert "how to rebook" in case.findings[0].fix


def test_the_letter_about_it_settles_it_from_its_own_record_and_from_another() -> None:
    letter = {"type": "dna", "channel": "letter", "date_sent": "2026-10-22", "purpose": "Missed appointment"}
    own = work(MODULE, letter, Linked("p1", "Ivy", (MISSED,)))
    assert codes(own) == set()
    assert codes(work(MODULE, OFFER, Linked("p1", "Ivy", (MISSED, *own.events)))) == set()


def test_a_stop_that_nobody_was_written_to_about_is_found() -> None:
    stop = Event(date(2026, 11, 10), "discharge_to_gp")
    assert codes(work(MODULE, OFFER, Linked("p1", "Ivy", (stop,)))) == {"letters-stop-patient-not-told"}
    told = BACK | {"date_sent": "2026-11-11", "sent_to_gp": "yes"}
    assert codes(work(MODULE, told, Linked("p1", "Ivy", (stop,)))) == set()


def test_a_letter_on_the_timeline_leaves_the_clock_as_it_was() -> None:
    referral = Event(date(2026, 9, 1), "referral_received")
    case = work(MODULE, BACK, Linked("p1", "Ivy", (referral,)))
    assert [event.name for event in case.events] == ["letter_sent"]
    assert rtt.read_pathway(case.pathway_events, TODAY).status == "open"


def test_what_did_not_arrive_and_what_nobody_confirmed_are_things_to_do() -> None:
    assert list_due(work(MODULE, OFFER)) == []
    assert list_due(work(MODULE, OFFER | {"outcome": "delivered"})) == ["Ask whether the patient is coming"]
    returned = work(MODULE, OFFER | {"outcome": "returned", "returned_reason": "Moved away"})
    assert list_due(returned) == ["Try another way: it did not arrive"]
    assert derive(returned)["follow_up"] is True
    assert list_due(work(MODULE, BACK)) == ["Send the GP a copy"]
    assert list_due(work(MODULE, OFFER | {"outcome": "declined", "follow_up_due": "2026-11-30"})) == [
        "Offer another date"
    ]


def test_the_notice_is_said() -> None:
    assert say(work(MODULE, OFFER))["Notice"] == "28 days: at least three weeks"
    assert say(work(MODULE, OFFER | {"date_offered": "2026-11-12"}))["Notice"].startswith("10 days: not three weeks")


LISTED = make_record("p1", {"treatment_function": "C_120", "consultant": "Miss Hughes", "site": "Northfield"})


@pytest.mark.parametrize(
    ("answers", "events", "drafted"),
    [
        ({"type": "dna"}, (MISSED,), "sorry that we did not see you on 20 October 2026, at your first appointment"),
        ({"type": "discharge_to_gp"}, (Event(date(2026, 11, 10), "decision_not_to_treat"),), "On 10 November 2026 it"),
        ({"type": "transfer"}, (Event(date(2026, 11, 9), "transfer_out", {"to": "Westmere Hospital"}),),
         "passes to Westmere Hospital on 9 November 2026"),
        ({"type": "dna", "event_date": "2026-11-03", "first_missed": "no"}, (MISSED,), "3 November 2026. Your waiting"),
    ],
)  # fmt: skip
def test_a_draft_takes_from_the_pathway_what_its_record_does_not_say(
    answers: dict[str, Any], events: tuple[Event, ...], drafted: str
) -> None:
    bare = {"channel": "letter", "date_sent": "2026-11-20", "purpose": "A purpose"}
    case = work(MODULE, bare | answers, Linked("p1", "Ivy", events, others=(LISTED,)))
    assert MODULE.meaning is not None
    letter = MODULE.meaning(case).letter
    assert letter is not None
    assert drafted in " ".join(letter.paragraphs)
    assert letter.subject.endswith("Ear Nose and Throat")


def test_a_pathway_that_is_tracked_for_cancer_knows_no_three_weeks() -> None:
    tracked = make_record("c1", {"route": "urgent_suspected_cancer"}, "cancer_patients")
    short = OFFER | {"date_offered": "2026-11-12"}
    assert codes(work(MODULE, short, Linked("p1", "Ivy", others=(tracked,)))) == set()
    assert codes(work(MODULE, short | {"cancer_pathway": "no"}, Linked("p1", "Ivy", others=(tracked,)))) == {
        "letters-short-notice"
    }


def draft_of(answers: dict[str, Any]) -> Letter:
    letter = draft(work(MODULE, answers).answers)
    assert letter is not None
    return letter


def test_an_offer_is_drafted_with_all_that_it_must_say() -> None:
    text = " ".join(draft_of(OFFER | {"sent_to_gp": "yes"}).paragraphs)
    assert "30 November 2026 at 14:30, with Miss Hughes, at Northfield, clinic 4" in text
    assert "ring us" in text
    assert "If you do not come" in text
    assert draft_of(OFFER | {"sent_to_gp": "yes"}).copy == "Copy to the GP."


def test_what_the_record_does_not_say_is_a_gap_in_the_draft() -> None:
    bare = {name: value for name, value in OFFER.items() if name not in {"site", "time_offered"}}
    assert "at [time], with Miss Hughes, at [site]" in draft_of(bare).paragraphs[0]


def test_a_text_message_names_nothing_clinical_and_a_call_has_no_draft() -> None:
    message = draft_of(OFFER | {"channel": "sms", "purpose": "Colonoscopy", "specialty": "C_120"})
    assert not {"Colonoscopy", "Ear", "Hughes"} & set(" ".join((message.subject, *message.paragraphs)).split())
    assert draft(work(MODULE, CALL).answers) is None


def test_the_first_missed_appointment_is_told_differently_from_a_later_one() -> None:
    letter = {"type": "dna", "channel": "letter", "date_sent": "2026-11-20", "purpose": "Missed appointment"}
    assert "begins again" in " ".join(draft_of(letter | {"first_missed": "yes"}).paragraphs)
    assert "goes on" in " ".join(draft_of(letter | {"first_missed": "no"}).paragraphs)


@pytest.mark.parametrize("kind", LETTER_TYPES)
@pytest.mark.parametrize("channel", LETTER_CHANNELS)
def test_every_type_and_channel_can_be_drafted_and_says_that_nothing_is_sent(kind: str, channel: str) -> None:
    bare = {"type": kind, "channel": channel, "date_sent": "2026-11-20", "purpose": "A purpose"}
    letter = draft(work(MODULE, bare).answers)
    assert (letter is None) is (channel == "phone")
    assert letter is None or "Clockstart sends nothing" in str(render_letter(letter))


def test_what_is_required_is_said() -> None:
    assert {problem.field for problem in check(MODULE, {}).problems} == {"type", "channel", "date_sent", "purpose"}


@given(st.integers(0, 2**32))
def test_examples_are_accepted(seed: int) -> None:
    assert is_example_accepted(MODULE, seed)
