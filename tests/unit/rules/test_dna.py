"""Missed appointments: worked cases of A5, D2, R9 and R29, and properties that hold for any answers."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.dna.checks import list_findings
from rules.dna.clocks import calc_effect, find_new_clock_start, list_events, list_failed_tests
from rules.dna.record import DnaCase
from rules.dna.rules import BOOK, FOUR_TESTS
from rules.events import Event
from rules.explain import Confidence
from rules.rtt.engine import read_pathway
from tests.unit.rules.junk import any_record, days
from words.questions import KNOWN

TODAY = date(2025, 3, 20)
MISSED = date(2025, 3, 10)

FIRST = DnaCase.of(
    appointment_date=MISSED,
    appointment_type="first_outpatient",
    contact_type="face_to_face",
    first_after_referral="yes",
    clearly_communicated="yes",
    letter_date=date(2025, 2, 10),
    letter_channel="letter",
    notice_given="no",
    action="rebook_contact_awaited",
    cancer_pathway="no",
)
LATER = FIRST.but(appointment_type="follow_up", first_after_referral="no")
DISCHARGED = LATER.but(
    action="discharged_after_review",
    reviewing_clinician="Dr A Example",
    best_interest="yes",
    published_policy="yes",
    protective_policy="yes",
    discharge_date=date(2025, 3, 14),
    patient_told_on=date(2025, 3, 14),
    gp_told_on=date(2025, 3, 14),
)


def codes(facts: DnaCase, today: date = TODAY) -> set[str]:
    return {finding.code for finding in list_findings(facts, today)}


def test_first_missed_and_communicated_nullifies_on_its_date():
    effect = calc_effect(FIRST)
    assert (effect.nullifies, effect.stops, effect.code, effect.stop_date) == (True, False, "33", MISSED)
    assert effect.new_clock_start is None
    assert "10 March 2025" in effect.rtt
    assert "No clock runs until" in effect.rtt
    assert codes(FIRST) == {"dna-nullified"}


def test_first_missed_but_not_communicated_keeps_the_clock_running():
    facts = FIRST.but(clearly_communicated="no", letter_date=None, letter_channel=None)
    assert not calc_effect(facts).nullifies
    assert "keeps running" in calc_effect(facts).rtt
    assert codes(facts) == {"dna-not-communicated"}


@pytest.mark.parametrize(("sent", "code"), [(MISSED, "33"), (MISSED + timedelta(days=1), "20")])
def test_a_letter_may_be_dated_up_to_the_day_of_the_appointment(sent: date, code: str):
    facts = FIRST.but(letter_date=sent)
    assert calc_effect(facts).code == code
    assert codes(facts) == ({"dna-nullified"} if code == "33" else {"dna-letter-after-appointment"})


def test_communication_not_answered_is_not_taken_as_shown():
    facts = FIRST.but(clearly_communicated=None)
    assert not calc_effect(facts).nullifies
    assert calc_effect(facts).code is None
    assert codes(facts) == {"dna-communication-unknown"}


@pytest.mark.parametrize(
    ("letter_date", "channel", "says"),
    [
        (None, None, "the letter's date and how it was sent are missing"),
        (None, "letter", "the letter's date is missing"),
        (date(2025, 2, 10), None, "how the letter was sent is missing"),
    ],
)
def test_missing_evidence_is_named(letter_date, channel, says):
    facts = FIRST.but(letter_date=letter_date, letter_channel=channel)
    told = [finding.text for finding in list_findings(facts, TODAY) if finding.code == "dna-evidence-missing"]
    assert len(told) == 1
    assert says in told[0]


def test_a_letter_written_after_the_appointment_shows_nothing():
    facts = FIRST.but(letter_date=MISSED + timedelta(days=1))
    assert not calc_effect(facts).nullifies
    assert codes(facts) == {"dna-letter-after-appointment"}


@pytest.mark.parametrize(
    ("contact", "decision", "start"),
    [
        (date(2025, 3, 22), None, date(2025, 3, 22)),  # case RTT-048
        (None, date(2025, 3, 12), date(2025, 3, 12)),  # case RTT-049
        (date(2025, 3, 22), date(2025, 3, 12), date(2025, 3, 12)),
        (date(2025, 3, 11), date(2025, 3, 12), date(2025, 3, 11)),
        (None, None, None),
    ],
)
def test_new_clock_starts_on_the_earlier_of_contact_and_decision(contact, decision, start):
    facts = FIRST.but(rebook_contact_date=contact, rebook_decision_date=decision, new_appointment_date=date(2025, 6, 9))
    assert calc_effect(facts).new_clock_start == start
    assert ("dna-new-clock" in codes(facts)) is (start is not None)


def test_the_new_appointment_is_not_the_new_clock_start():
    facts = FIRST.but(action="rebooked", new_appointment_date=date(2025, 4, 14))
    assert calc_effect(facts).new_clock_start is None
    assert codes(facts) == {"dna-nullified", "dna-rebook-date-missing"}


def test_a_rebooking_dated_before_the_appointment_is_not_used():
    facts = FIRST.but(rebook_contact_date=MISSED - timedelta(days=1))
    assert find_new_clock_start(facts) is None
    assert codes(facts) == {"dna-nullified", "dna-rebooked-before-missed"}


def test_a_later_missed_appointment_never_stops_the_clock_by_itself():
    effect = calc_effect(LATER)
    assert (effect.nullifies, effect.stops, effect.code, effect.failed_tests) == (False, False, "20", ())
    assert codes(LATER) == {"dna-later-clock-runs"}


def test_discharge_with_all_four_tests_stops_on_the_date_of_discharge():
    effect = calc_effect(DISCHARGED)
    assert (effect.stops, effect.code, effect.stop_date) == (True, "34", date(2025, 3, 14))
    assert codes(DISCHARGED) == {"dna-discharge-stops"}


@pytest.mark.parametrize(
    ("change", "test"),
    [
        ({"clearly_communicated": "no"}, "communicated"),
        ({"clearly_communicated": None}, "communicated"),
        ({"best_interest": "no"}, "best_interest"),
        ({"best_interest": None}, "best_interest"),
        ({"reviewing_clinician": " "}, "best_interest"),
        ({"published_policy": "no"}, "published_policy"),
        ({"protective_policy": "no"}, "protective_policy"),
    ],
)
def test_the_one_test_that_fails_is_named(change, test):
    facts = DISCHARGED.but(**change)
    effect = calc_effect(facts)
    assert effect.failed_tests == (test,)
    assert (effect.stops, effect.code) == (False, "20")
    failed = [finding for finding in list_findings(facts, TODAY) if finding.code == "dna-discharge-test-failed"]
    assert [FOUR_TESTS[test] in finding.text for finding in failed] == [True]
    assert FOUR_TESTS[test] in effect.rtt


def test_the_fourth_test_asks_for_agreement_with_everyone_named():
    assert "agreed with clinicians, commissioners, patients" in FOUR_TESTS["protective_policy"]


def test_a_review_names_its_clinician_and_contact_is_tried_first():
    assert codes(DISCHARGED.but(reviewing_clinician=None)) == {"dna-discharge-test-failed", "dna-reviewer-missing"}
    assert codes(LATER.but(contact_made="not_tried")) == {"dna-contact-not-tried", "dna-later-clock-runs"}
    assert "dna-contact-not-tried" not in codes(LATER.but(contact_made="no_answer"))


def test_discharged_without_review_is_saved_but_flagged_invalid():
    facts = DISCHARGED.but(action="discharged_without_review")
    effect = calc_effect(facts)
    assert effect.failed_tests == ("best_interest",)
    assert not effect.stops
    assert {"dna-discharged-without-review", "dna-discharge-test-failed"} <= codes(facts)


def test_two_strikes_and_out_is_invalid():
    facts = DISCHARGED.but(action="discharged_without_review", previous_dnas=1)
    told = {finding.code: finding for finding in list_findings(facts, TODAY)}
    assert "2 missed appointments" in told["dna-two-strikes"].text
    assert "dna-two-strikes" not in codes(DISCHARGED.but(previous_dnas=1)), "a reviewed discharge is not one"


def test_notice_however_short_is_a_cancellation():
    facts = FIRST.but(notice_given="yes")
    effect = calc_effect(facts)
    assert (effect.nullifies, effect.stops, effect.new_clock_start) == (False, False, None)
    assert "cancellation" in effect.rtt
    assert codes(facts) == {"dna-notice-is-cancellation"}


def test_straight_to_test_counts_as_the_first_appointment():
    facts = FIRST.but(appointment_type="diagnostic")
    assert calc_effect(facts).nullifies
    assert {"dna-first-is-test", "dna-dm01-reset"} <= codes(facts)


def test_a_follow_up_recorded_as_first_is_questioned():
    assert codes(FIRST.but(appointment_type="follow_up")) == {"dna-first-contradicted", "dna-nullified"}


def test_not_knowing_whether_it_was_first_decides_nothing():
    facts = DISCHARGED.but(first_after_referral=None)
    effect = calc_effect(facts)
    assert (effect.nullifies, effect.stops) == (False, False)
    assert "Cannot be said" in effect.rtt
    assert codes(facts) == {"dna-first-unknown"}


def test_a_missed_rebooked_first_appointment_is_for_local_policy():
    told = list_findings(FIRST.but(previous_dnas=1), TODAY)
    again = next(finding for finding in told if finding.code == "dna-first-missed-again")
    assert again.confidence is Confidence.CHECK_LOCAL_POLICY


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (LATER.but(rtt_code="33"), "dna-33-not-first"),
        (FIRST.but(clearly_communicated="no", rtt_code="33"), "dna-33-not-communicated"),
        (FIRST.but(rtt_code="20"), "dna-first-not-33"),
        (LATER.but(rtt_code="34"), "dna-code-stops-running-clock"),
        (LATER.but(rtt_code="32"), "dna-code-stops-running-clock"),
    ],
)
def test_a_code_that_contradicts_the_facts_is_reported(facts, code):
    assert code in codes(facts)


@pytest.mark.parametrize("facts", [FIRST.but(rtt_code="33"), LATER.but(rtt_code="20")])
def test_the_right_code_is_not_reported(facts):
    assert not {code for code in codes(facts) if "33-not" in code or "not-33" in code or "stops-running" in code}


def test_was_not_brought_asks_for_a_safeguarding_check():
    facts = LATER.but(was_not_brought="yes")
    assert codes(facts) == {"dna-later-clock-runs", "dna-safeguarding"}
    assert "dna-safeguarding" not in codes(facts.but(safeguarding_checked="yes"))
    assert codes(DISCHARGED.but(child_or_vulnerable="yes")) == {
        "dna-discharge-stops",
        "dna-safeguarding",
        "dna-vulnerable-discharged",
    }


def test_an_unanswered_call_is_a_missed_appointment_with_evidence():
    assert codes(FIRST.but(contact_type="telephone")) == {"dna-call-attempts-missing", "dna-nullified"}
    assert codes(FIRST.but(contact_type="video", attempts_to_ring=3)) == {"dna-nullified", "dna-unanswered-call"}
    assert calc_effect(FIRST.but(contact_type="telephone")).nullifies


def test_the_missing_letter_names_what_it_should_say():
    first, later = (
        next(f for f in list_findings(x.but(dna_letter_sent="no"), TODAY) if f.code == "dna-letter-missing")
        for x in (FIRST, LATER)
    )
    assert "how to rebook" in first.fix
    assert "outcome of the review" in later.fix


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"patient_told_on": None, "gp_told_on": None}, "the patient and the GP were told"),
        ({"patient_told_on": None}, "the patient was told"),
        ({"gp_told_on": None}, "the GP was told"),
    ],
)
def test_discharge_without_telling(told, says):
    facts = DISCHARGED.but(**told)
    assert any(f.code == "dna-gp-not-told" and says in f.text for f in list_findings(facts, TODAY))


def test_dates_that_cannot_be():
    assert codes(FIRST.but(appointment_date=TODAY + timedelta(days=1), letter_date=None)) == {
        "dna-evidence-missing",
        "dna-in-future",
        "dna-nullified",
    }
    assert codes(DISCHARGED.but(discharge_date=MISSED - timedelta(days=1))) == {
        "dna-discharge-before-missed",
        "dna-discharge-stops",
    }
    assert codes(FIRST.but(new_appointment_date=MISSED)) == {"dna-new-appointment-before-missed", "dna-nullified"}
    assert codes(DISCHARGED.but(discharge_date=None)) == {"dna-discharge-stops", "dna-discharge-undated"}
    assert calc_effect(DISCHARGED.but(discharge_date=MISSED - timedelta(days=1))).stop_date is None


def test_nothing_decided_after_two_weeks_is_chased():
    assert "dna-no-next-step" not in codes(FIRST, MISSED + timedelta(days=14))
    assert codes(FIRST, MISSED + timedelta(days=15)) == {"dna-no-next-step", "dna-nullified"}


def test_three_clocks_beside_each_other_on_a_cancer_test():
    """Case CWT-014: referral 3 March, missed 12 March, rebooked by phone 17 March: 14 days."""
    facts = FIRST.but(
        appointment_type="diagnostic",
        appointment_date=date(2025, 3, 12),
        cancer_pathway="yes",
        referral_received=date(2025, 3, 3),
        rebook_contact_date=date(2025, 3, 17),
    )
    effect = calc_effect(facts)
    assert effect.first_seen_adjustment == 14
    assert "14 days" in effect.cancer
    assert effect.dm01_clock_start == date(2025, 3, 12)
    assert "12 March 2025" in effect.dm01
    assert effect.new_clock_start == date(2025, 3, 17)
    local = {step.rule.ident for step in effect.steps if step.rule.confidence is Confidence.CHECK_LOCAL_POLICY}
    assert local == {"DNA-10", "DNA-11"}


def test_no_adjustment_for_a_later_appointment_or_with_notice():
    cancer = LATER.but(cancer_pathway="yes", referral_received=date(2025, 3, 3), rebook_contact_date=date(2025, 3, 17))
    assert calc_effect(cancer).first_seen_adjustment is None
    assert calc_effect(cancer.but(first_after_referral="yes", notice_given="yes")).first_seen_adjustment is None


def test_no_discharge_after_one_on_a_cancer_pathway():
    assert codes(DISCHARGED.but(cancer_pathway="yes")) == {"dna-cancer-discharge", "dna-discharge-stops"}
    assert "dna-cancer-discharge" not in codes(DISCHARGED.but(cancer_pathway="yes", previous_dnas=1))


def test_cancer_adjustment_says_what_is_missing():
    facts = FIRST.but(cancer_pathway="yes")
    assert codes(facts) == {"dna-cancer-contact-missing", "dna-nullified"}
    facts = facts.but(rebook_contact_date=date(2025, 3, 17))
    told = next(f for f in list_findings(facts, TODAY) if f.code == "dna-cancer-contact-missing")
    assert told.field == "referral_received"


any_facts = any_record(DnaCase)


@given(any_facts, days)
def test_any_answers_give_sentences_and_never_both_verdicts(facts, today):
    effect = calc_effect(facts)
    assert not (effect.nullifies and effect.stops)
    assert all(step.text and "{" not in step.text for step in effect.steps)
    for finding in list_findings(facts, today):
        assert finding.text
        assert "{" not in finding.text + finding.fix
        assert finding.field in DnaCase.model_fields


@given(any_facts)
def test_the_clock_only_leaves_the_count_on_evidence(facts):
    effect = calc_effect(facts)
    if effect.nullifies:
        assert facts.first_after_referral == "yes"
        assert facts.clearly_communicated == "yes"
        assert facts.notice_given != "yes"
    if effect.stops:
        assert facts.best_interest == "yes"
        assert facts.published_policy == "yes"
        assert facts.protective_policy == "yes"
    if facts.first_after_referral not in KNOWN or facts.notice_given == "yes":
        assert effect.new_clock_start is None


@given(any_facts, st.booleans())
def test_the_rtt_clock_reads_what_this_book_decided(facts, first):
    facts = facts.but(appointment_date=MISSED, first_after_referral="yes" if first else "no")
    referral = Event(date(2025, 2, 3), "referral_received", {})
    effect = calc_effect(facts)
    clock = read_pathway([referral, *list_events(facts)], date(2046, 1, 1))
    period = clock.periods[0]
    assert period.start == referral.date
    assert period.nullified is effect.nullifies
    if effect.stop_date is None:
        assert period.stop is None
    else:
        assert (period.stop, period.stop_code) == (effect.stop_date, effect.code)
    assert clock.clock_start == (effect.new_clock_start or referral.date)


def test_whether_it_was_the_first_is_left_to_the_pathway_when_it_is_not_known():
    (event,) = list_events(FIRST.but(first_after_referral=None))
    assert "first" not in event.details, "the rest of the pathway says whether it was the first"


@given(any_facts, st.sampled_from(["best_interest", "published_policy", "protective_policy"]))
def test_meeting_one_test_more_never_adds_a_failed_test(facts, name):
    assert set(list_failed_tests(facts.but(**{name: "yes"}))) <= set(list_failed_tests(facts))


@given(any_facts)
def test_a_new_clock_never_starts_before_the_missed_appointment(facts):
    start = calc_effect(facts).new_clock_start
    if start is not None and facts.appointment_date is not None:
        assert start >= facts.appointment_date


def test_the_book_names_its_sources():
    assert all(rule.source and rule.statement for rule in BOOK)
    assert all(check.code.startswith("dna-") for check in BOOK.checks)
