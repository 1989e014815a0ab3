"""Patient choice and delay: worked cases of A4, D2, R4–R8 and D10, "there is no pause" among them, and properties."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given

from rules.choice.checks import list_findings
from rules.choice.clocks import (
    ChoiceCase,
    calc_monitoring,
    can_two_dates_fit,
    explain_no_pause,
    find_earliest_reasonable_offer_date,
    find_latest_second_date,
    find_review_due,
    is_long_delay,
)
from rules.choice.offers import has_reasonable_notice, is_within_six_weeks, judge_offers
from rules.choice.record import DateOffered, PatientChoice
from rules.choice.rules import BOOK
from rules.explain import Confidence
from tests.unit.rules.junk import any_record, days

read = ChoiceCase.read
TODAY = date(2025, 4, 30)


def declined(made: date, day: date) -> DateOffered:
    told = {"offered_time": time(9, 30), "how_told": "telephone", "answer": "declined", "declined_on": made}
    return DateOffered.of(made_on=made, offered_date=day, **told)


FIRST = declined(date(2025, 4, 1), date(2025, 4, 28))
SECOND = declined(date(2025, 4, 3), date(2025, 5, 27))
"""Case RTT-042: both with three weeks' notice, the second 29 days after the first."""

TWO = PatientChoice.of(
    choice_type="declined_date",
    offers=(FIRST, SECOND),
    clinical_conversation="yes",
    patient_agreed="yes",
    monitoring_reason="delay",
    active_monitoring_agreed_on=date(2025, 4, 10),
    next_review_on=date(2025, 7, 3),
    patient_informed="yes",
    told_how_to_return="yes",
    earliest_reasonable_offer_date=date(2025, 4, 28),
)


def codes(facts: PatientChoice, today: date = TODAY) -> set[str]:
    return {finding.code for finding in list_findings(read(facts), today)}


@pytest.mark.parametrize(("notice", "reasonable"), [(20, False), (21, True), (22, True)])
def test_three_weeks_notice_is_twenty_one_days(notice, reasonable):
    assert has_reasonable_notice(date(2025, 4, 1), date(2025, 4, 1) + timedelta(days=notice)) is reasonable


@pytest.mark.parametrize(("after", "within"), [(0, True), (42, True), (43, False), (-42, True)])
def test_second_date_within_six_weeks_of_the_first_date(after, within):
    assert is_within_six_weeks(date(2025, 4, 28), date(2025, 4, 28) + timedelta(days=after)) is within


def test_two_reasonable_offers_declined_and_agreed_allow_active_monitoring_from_the_date_agreed():
    verdict = calc_monitoring(read(TWO))
    assert (verdict.allowed, verdict.code, verdict.from_date) == (True, "32", date(2025, 4, 10))
    assert [offer.reasonable for offer in judge_offers(TWO)] == [True, True]
    assert codes(TWO) == set()
    assert find_review_due(read(TWO)) == date(2025, 7, 3)  # as case RTT-042


def test_it_may_start_but_has_no_date_until_agreed():
    facts = TWO.but(active_monitoring_agreed_on=None)
    assert calc_monitoring(read(facts)).from_date is None
    assert codes(facts) == {"choice-monitoring-may-start"}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"offers": (FIRST,)}, "two reasonable dates have not been declined"),
        ({"offers": (FIRST, SECOND.but(answer="accepted"))}, "two reasonable dates have not been declined"),
        ({"clinical_conversation": None}, "no clinical conversation"),
        ({"patient_agreed": "no"}, "the patient's agreement"),
    ],
)
def test_what_is_missing_is_named_and_the_clock_runs(change, says):
    facts = TWO.but(**change)
    verdict = calc_monitoring(read(facts))
    assert (verdict.allowed, verdict.from_date) == (False, None)
    assert any(says in words for words in verdict.missing)
    told = [finding for finding in list_findings(read(facts), TODAY) if finding.code == "choice-monitoring-not-allowed"]
    assert [says in finding.text for finding in told] == [True]


def test_one_declined_date_asks_for_a_second_by_a_named_day():
    facts = PatientChoice.of(offers=(FIRST,))
    assert find_latest_second_date(read(facts)) == date(2025, 6, 9)
    told = next(finding for finding in list_findings(read(facts), TODAY) if finding.code == "choice-offer-second-date")
    assert "9 June 2025" in told.fix


def test_six_weeks_run_from_the_first_date_not_from_the_day_it_was_offered():
    late = declined(date(2025, 4, 3), date(2025, 6, 9))
    assert judge_offers(PatientChoice.of(offers=(FIRST, late)))[1].reasonable is True
    verdict = judge_offers(PatientChoice.of(offers=(FIRST, late.but(offered_date=date(2025, 6, 10)))))[1]
    assert verdict.reasonable is True
    assert verdict.finding.code == "choice-second-too-far"
    assert "9 June 2025" in verdict.finding.fix


def test_short_notice_may_be_declined_without_consequence():
    short = declined(date(2025, 4, 1), date(2025, 4, 21))
    facts = TWO.but(offers=(short, SECOND))
    assert [verdict.reasonable for verdict in judge_offers(facts)] == [False, True]
    assert not calc_monitoring(read(facts)).allowed
    assert codes(facts) == {
        "choice-bank-holiday",
        "choice-monitoring-not-allowed",
        "choice-offer-date-too-soon",
        "choice-offer-second-date",
        "choice-short-notice",
    }


def test_two_dates_inside_one_holiday_are_not_two_offers():
    away = TWO.but(
        offers=(FIRST, SECOND.but(offered_date=date(2025, 5, 6))),
        unavailable_from=date(2025, 4, 26),
        unavailable_to=date(2025, 5, 10),
    )
    assert [verdict.reasonable for verdict in judge_offers(away)] == [True, False]
    assert not calc_monitoring(read(away)).allowed
    assert codes(away) == {
        "choice-monitoring-not-allowed",
        "choice-offer-date-too-soon",
        "choice-offer-second-date",
        "choice-same-holiday",
        "choice-unavailable-not-judged",
    }


def test_two_dates_weeks_apart_in_a_long_absence_are_two_offers():
    away = TWO.but(unavailable_from=date(2025, 4, 20), unavailable_to=date(2025, 7, 20), two_dates_possible="yes")
    assert [verdict.reasonable for verdict in judge_offers(away)] == [True, True]


def elsewhere(offer: DateOffered, **more: object) -> DateOffered:
    return offer.but(alternative="yes", **({"provider": "RXX", "team": "Team B"} | more))


ELSEWHERE = TWO.but(
    offers=(elsewhere(FIRST), elsewhere(SECOND)),
    own_date=date(2025, 9, 1),
    suitability_checked_on=date(2025, 3, 28),
    suitability_checked_by="Dr A Example",
)


def test_two_earlier_dates_elsewhere_count_when_suitability_was_decided_before():
    assert calc_monitoring(read(ELSEWHERE)).allowed
    assert codes(ELSEWHERE) == set()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"suitability_checked_on": None}, "choice-suitability-not-checked"),
        ({"suitability_checked_on": date(2025, 4, 2)}, "choice-suitability-not-checked"),
        ({"own_date": date(2025, 5, 1)}, "choice-elsewhere-not-earlier"),
        ({"offers": (elsewhere(FIRST, team=" "), elsewhere(SECOND))}, "choice-offer-incomplete"),
    ],
)
def test_each_condition_of_an_alternative_provider(change, code):
    facts = ELSEWHERE.but(**change)
    assert not calc_monitoring(read(facts)).allowed
    assert code in codes(facts)


def test_one_refusal_elsewhere_has_no_effect():
    """Case RTT-075."""
    facts = PatientChoice.of(offers=(elsewhere(FIRST),), suitability_checked_on=date(2025, 3, 1))
    assert not calc_monitoring(read(facts)).allowed
    assert codes(facts) == {"choice-one-refusal-elsewhere"}


def test_one_at_home_and_one_elsewhere_are_not_two():
    facts = ELSEWHERE.but(offers=(FIRST, elsewhere(SECOND)))
    assert not calc_monitoring(read(facts)).allowed


def test_unavailability_in_which_two_dates_could_not_be_offered():
    """Case RTT-044."""
    facts = PatientChoice.of(
        unavailable_from=date(2025, 6, 16),
        unavailable_to=date(2025, 7, 20),
        two_dates_possible="no",
        clinical_conversation="yes",
        patient_agreed="yes",
    )
    assert not calc_monitoring(read(facts)).allowed
    assert codes(facts) == {"choice-unavailable-no-monitoring"}
    assert calc_monitoring(read(facts.but(two_dates_possible="yes"))).allowed
    assert codes(facts.but(two_dates_possible=None)) == {"choice-unavailable-not-judged"}
    assert not calc_monitoring(read(facts.but(two_dates_possible=None))).allowed


def test_the_calendar_can_refute_two_dates_but_never_grant_them():
    facts = PatientChoice.of(
        unavailable_from=date(2025, 6, 16),
        unavailable_to=date(2025, 7, 7),
        unavailable_known_on=date(2025, 6, 16),
        two_dates_possible="yes",
        clinical_conversation="yes",
        patient_agreed="yes",
    )
    assert not calc_monitoring(read(facts)).allowed
    assert codes(facts) == {"choice-unavailable-too-short"}
    assert can_two_dates_fit(date(2025, 6, 16), date(2025, 6, 16), date(2025, 7, 8))
    assert codes(facts.but(unavailable_to=date(2025, 6, 1))) == {"choice-unavailable-backwards"}


def test_patient_led_active_monitoring_needs_no_declined_offer():
    facts = PatientChoice.of(monitoring_reason="see_how_they_cope", clinical_conversation="yes", patient_agreed="yes")
    assert (calc_monitoring(read(facts)).allowed, calc_monitoring(read(facts)).code) == (True, "31")


def test_active_monitoring_is_not_only_before_a_decision_to_treat():
    """A wrong belief of A12 (R30): it may apply at any point of the pathway."""
    assert "any point of the pathway" in BOOK["CHO-7"].statement
    facts = PatientChoice.of(monitoring_reason="clinical", clinical_conversation="yes", patient_agreed="yes")
    assert calc_monitoring(read(facts)).allowed


@pytest.mark.parametrize(
    "change",
    [{"pause_wanted": "yes"}, {"paused_from": date(2025, 4, 1)}, {"paused_to": date(2025, 5, 1)}],
)
def test_there_is_no_pause(change):
    facts = TWO.but(**change)
    told = next(finding for finding in list_findings(read(facts), TODAY) if finding.code == "choice-no-pause")
    assert "cannot be paused" in told.text
    assert "second date" in told.fix


def test_no_pause_shows_the_options():
    told = " ".join(step.text for step in explain_no_pause(read(PatientChoice.of(offers=(FIRST,), delay_weeks=8))))
    assert "There is no pause" in told
    assert "9 June 2025" in told
    assert "Ask the clinician to review" in told
    assert "best interest" in told


@pytest.mark.parametrize(("weeks", "long"), [(6, False), (7, True), (8, True), (None, False)])
def test_a_delay_over_six_weeks_needs_a_clinical_review(weeks, long):
    facts = PatientChoice.of(choice_type="asks_for_delay", delay_weeks=weeks)
    assert is_long_delay(facts) is long
    assert ("choice-delay-needs-review" in codes(facts)) is long
    assert "choice-delay-needs-review" not in codes(
        facts.but(clinical_review_date=date(2025, 4, 2), clinical_review_outcome="content")
    )


def test_a_time_away_over_six_weeks_needs_a_review_too():
    facts = PatientChoice.of(unavailable_from=date(2025, 6, 1), unavailable_to=date(2025, 7, 12))
    assert not is_long_delay(facts)
    assert is_long_delay(facts.but(unavailable_to=date(2025, 7, 13)))


def test_review_outcomes():
    facts = PatientChoice.of(delay_weeks=8, clinical_review_date=date(2025, 4, 2))
    assert codes(facts) == {"choice-review-no-outcome"}
    assert codes(facts.but(clinical_review_outcome="not_content")) == {"choice-clinician-not-content"}


def test_nobody_is_discharged_for_asking_to_wait():
    facts = PatientChoice.of(delay_weeks=8, clinical_review_outcome="discharged")
    told = next(
        finding for finding in list_findings(read(facts), TODAY) if finding.code == "choice-discharged-for-delay"
    )
    assert "a clinician reviewed the case" in told.text
    shown = facts.but(clinical_review_date=date(2025, 4, 2), discharge_in_best_interest="yes", patient_informed="yes")
    assert "choice-discharged-for-delay" not in codes(shown)


def test_never_backdated():
    assert codes(TWO.but(clock_stop=date(2025, 4, 3))) == {"choice-monitoring-backdated"}
    assert "choice-monitoring-backdated" not in codes(TWO.but(clock_stop=date(2025, 4, 10)))
    assert codes(TWO.but(active_monitoring_agreed_on=date(2025, 4, 2))) == {
        "choice-agreed-before-declined",
        "choice-review-over-12-weeks",
    }
    assert codes(TWO.but(active_monitoring_agreed_on=TODAY + timedelta(days=1))) == {"choice-agreed-in-future"}


def test_reviews_every_twelve_weeks_only_when_the_patient_delays():
    assert codes(TWO.but(next_review_on=date(2025, 7, 4))) == {"choice-review-over-12-weeks"}
    clinical = TWO.but(monitoring_reason="see_how_they_cope", next_review_on=date(2025, 10, 10))
    assert "choice-review-over-12-weeks" not in codes(clinical), "a six-month review is Annex E's own example"
    assert find_review_due(read(clinical)) == date(2025, 10, 10)
    assert codes(clinical.but(next_review_on=None)) == {"choice-review-date-missing"}


def test_review_overdue():
    assert "choice-review-overdue" not in codes(TWO, date(2025, 7, 3))
    assert codes(TWO, date(2025, 7, 4)) == {"choice-review-overdue"}
    reviewed = TWO.but(last_review_on=date(2025, 7, 1), next_review_on=None)
    assert find_review_due(read(reviewed)) == date(2025, 9, 23)


def test_the_patient_is_told_and_knows_the_way_back():
    facts = TWO.but(patient_informed=None, told_how_to_return="no")
    assert codes(facts) == {"choice-patient-not-informed", "choice-not-told-how-to-return"}


def test_thinking_time():
    facts = PatientChoice.of(choice_type="undecided", thinking_from=date(2025, 4, 1), thinking_days=4)
    assert codes(facts, date(2025, 4, 15)) == set()
    assert codes(facts, date(2025, 4, 16)) == {"choice-thinking-over-14-days"}
    assert codes(facts.but(next_step_agreed_on=date(2025, 4, 7)), TODAY) == set()
    assert codes(facts.but(thinking_days=90), date(2025, 4, 2)) == {"choice-thinking-is-monitoring"}


@pytest.mark.parametrize("kind", ["particular_consultant", "another_provider", "second_opinion"])
def test_changing_team_keeps_the_clock_running_unless_the_gp_refers_again(kind):
    assert codes(PatientChoice.of(choice_type=kind)) == {"choice-change-clock-runs"}
    assert codes(PatientChoice.of(choice_type=kind, back_to_gp="yes")) == {"choice-change-through-gp"}


def test_going_ahead_starts_at_zero_and_keeps_the_place_on_the_list():
    """Case RTT-043: 94 days before."""
    facts = TWO.but(wishes_to_proceed_on=date(2025, 7, 7), list_position_kept="no")
    assert {"choice-new-clock", "choice-list-position-lost"} <= codes(facts, date(2025, 8, 31))
    assert "choice-review-overdue" not in codes(facts, date(2026, 8, 31))


def test_earliest_reasonable_offer_date_needs_two_declined():
    assert find_earliest_reasonable_offer_date(read(TWO)) == date(2025, 4, 28)
    assert find_earliest_reasonable_offer_date(read(PatientChoice.of(offers=(FIRST,)))) is None
    assert codes(TWO.but(earliest_reasonable_offer_date=None)) == {"choice-offer-date-missing"}
    assert codes(TWO.but(earliest_reasonable_offer_date=date(2025, 5, 27))) == {"choice-offer-date-wrong"}
    one = PatientChoice.of(offers=(FIRST,), earliest_reasonable_offer_date=date(2025, 4, 28))
    assert codes(one) == {"choice-offer-date-too-soon", "choice-offer-second-date"}


def test_cancer_offers_are_not_judged_by_three_weeks():
    short = declined(date(2025, 4, 1), date(2025, 4, 7))
    facts = PatientChoice.of(offers=(short, short.but(offered_date=date(2025, 4, 9))), cancer_pathway="yes")
    assert [verdict.reasonable for verdict in judge_offers(facts)] == [True, True]
    told = {finding.code: finding for finding in list_findings(read(facts), TODAY)}
    assert set(told) == {"choice-cancer-offers"}
    assert told["choice-cancer-offers"].confidence is Confidence.CHECK_LOCAL_POLICY
    assert not calc_monitoring(read(facts.but(clinical_conversation="yes", patient_agreed="yes"))).allowed


@pytest.mark.parametrize(
    ("offer", "code"),
    [
        (FIRST.but(made_on=None), "choice-offer-undated"),
        (FIRST.but(offered_date=None), "choice-offer-undated"),
        (FIRST.but(made_on=date(2025, 5, 1)), "choice-offer-backwards"),
        (FIRST.but(declined_on=date(2025, 3, 1)), "choice-declined-before-offered"),
        (FIRST.but(declined_on=None), "choice-offer-incomplete"),
        (FIRST.but(offered_time=None), "choice-offer-incomplete"),
        (FIRST.but(offered_date=date(2025, 5, 5)), "choice-bank-holiday"),
    ],
)
def test_an_offer_that_cannot_be_shown_is_questioned(offer, code):
    assert code in codes(PatientChoice.of(offers=(offer,)))


any_facts = any_record(PatientChoice)


@given(any_facts, days)
def test_any_answers_give_sentences(facts, today):
    for finding in list_findings(read(facts), today):
        assert "{" not in finding.text + finding.fix
        assert finding.field in PatientChoice.model_fields
    for step in (*explain_no_pause(read(facts)), *calc_monitoring(read(facts)).steps):
        assert step.text
    assert len(judge_offers(facts)) == len(facts.offers)


@given(any_facts)
def test_active_monitoring_is_never_allowed_without_conversation_and_agreement(facts):
    verdict = calc_monitoring(read(facts))
    if verdict.allowed:
        assert facts.clinical_conversation == "yes"
        assert facts.patient_agreed == "yes"
    assert verdict.from_date in {None, facts.active_monitoring_agreed_on}


@given(any_facts, any_record(DateOffered))
def test_one_offer_more_never_takes_permission_away(facts, offer):
    """A further offer leaves the verdicts on those before it as they were."""
    more = facts.but(offers=(*facts.offers, offer))
    assert [v.reasonable for v in judge_offers(more)][: len(facts.offers)] == [
        v.reasonable for v in judge_offers(facts)
    ]
    assert not calc_monitoring(read(facts)).allowed or calc_monitoring(read(more)).allowed


@given(any_facts, days)
def test_a_pause_never_goes_without_a_remark(facts, day):
    assert "choice-no-pause" in codes(facts.but(paused_from=day))
