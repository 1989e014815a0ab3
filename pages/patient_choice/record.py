"""What is recorded about a patient's choice or wish to wait: offers, time away, reviews, what was agreed."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated

from dashapp.declare.module import section
from dashapp.declare.patient import OFFER_ANSWERS, PATIENT_SECTION, SPECIALTIES, AboutPatient, Notes
from dashapp.declare.questions import YES_NO, YES_NO_UNKNOWN, Answers, Ask, Repeat, choices, when

CHOICE_TYPES = choices(
    declined_date="Declined a date",
    asks_for_delay="Asks for a delay",
    particular_consultant="Wants a particular consultant or site",
    another_provider="Wants another provider",
    second_opinion="Wants a second opinion",
    undecided="Undecided, thinking it over",
)
CHANGES = ("particular_consultant", "another_provider", "second_opinion")
TOLD_HOW = choices("Letter", "Telephone", "Text message", "Email", "Face to face", portal="Patient portal")
REVIEW_OUTCOMES = choices(
    content="Content with the delay: carry on",
    not_content="Not content: explain the risk, agree another date",
    active_monitoring="Active monitoring",
    discharged="Discharged to the GP",
)
MONITORING_REASONS = choices(
    delay="The patient wishes to delay",
    see_how_they_cope="The patient wants to see how they cope",
    clinical="Monitoring is clinically best for now",
)


class DateOffered(Answers):
    """One date offered to the patient."""

    made_on: Annotated[
        date | None,
        Ask("When was the offer made?", help="Three weeks' notice is counted from this day.", rule="CHO-2"),
    ] = None
    offered_date: Annotated[date | None, Ask("For which date?", rule="CHO-2", label="Date offered")] = None
    offered_time: Annotated[time | None, Ask("At what time?", help="Such as 14:30", label="Time offered")] = None
    site: Annotated[str | None, Ask("At which site?", help="Part of what an offer has to say.", rule="LET-5")] = None
    team: Annotated[
        str | None,
        Ask(
            "With which team or consultant?",
            help="An offer elsewhere counts only when it names date, provider and team.",
            rule="CHO-9",
            label="Team",
        ),
    ] = None
    alternative: Annotated[
        str | None,
        Ask("Was it at another provider?", choices=YES_NO, rule="CHO-9", label="At another provider"),
    ] = None
    provider: Annotated[
        str | None, Ask("Which provider?", when=when("alternative", "yes"), rule="CHO-9", label="Provider")
    ] = None
    how_told: Annotated[
        str | None,
        Ask(
            "How was the patient told?", help="The offer counts from the day the patient hears of it.", choices=TOLD_HOW
        ),
    ] = None
    answer: Annotated[
        str | None,
        Ask(
            "What did the patient say?",
            help="Only reasonable dates that were declined count towards active monitoring.",
            choices=OFFER_ANSWERS,
            rule="CHO-5",
            label="Answer",
        ),
    ] = None
    declined_on: Annotated[
        date | None, Ask("When was it declined?", when=when("answer", "declined"), rule="CHO-5", label="Declined on")
    ] = None


class PatientChoice(AboutPatient):
    """One patient's choice or wish to wait, and what came of it."""

    specialty: Annotated[
        str,
        Ask(
            "In which specialty?",
            help="The treatment function the patient waits under.",
            choices=SPECIALTIES,
            rule="TFC-1",
        ),
    ]
    choice_type: Annotated[
        str,
        Ask(
            "What does the patient want?",
            help="What the patient asked for decides what may follow; none of it stops the clock by itself.",
            choices=CHOICE_TYPES,
            label="Choice",
        ),
    ]
    cancer_pathway: Annotated[
        str | None,
        Ask(
            "Is the patient on a cancer pathway?",
            help="The three weeks' notice is not applied to cancer offers.",
            choices=YES_NO,
            rule="CHO-18",
            label="Cancer pathway",
        ),
    ] = None
    offers: Annotated[
        list[DateOffered],
        Repeat(
            "Dates offered",
            "offer",
            help="Every date, in the order in which they were offered. Two reasonable ones must be declined before "
            "active monitoring for delay.",
        ),
    ] = []
    own_date: Annotated[
        date | None,
        Ask(
            "If dates elsewhere were offered: what date does the patient have here?",
            help="A date elsewhere counts only when it is earlier.",
            rule="CHO-9",
            label="Own date",
        ),
    ] = None
    suitability_checked_on: Annotated[
        date | None,
        Ask(
            "When was the move elsewhere found clinically and socially appropriate?",
            help="Before offering it, or the offers do not count.",
            rule="CHO-9",
            label="Suitability checked on",
        ),
    ] = None
    suitability_checked_by: Annotated[
        str | None,
        Ask(
            "By whom?",
            help="Who in the trust decided that the move fits this patient.",
            rule="CHO-9",
            label="Suitability checked by",
        ),
    ] = None

    asked_on: Annotated[
        date | None,
        Ask(
            "When did the patient ask to wait?",
            help="The day the patient said so, not the day it was written down.",
            when=when("choice_type", "asks_for_delay", "declined_date"),
        ),
    ] = None
    delay_weeks: Annotated[
        int | None,
        Ask(
            "How many weeks does the patient wish to wait?",
            help="More than six weeks calls for a clinical review. There is no maximum.",
            when=when("choice_type", "asks_for_delay", "declined_date"),
            rule="CHO-11",
            label="Weeks of delay",
        ),
    ] = None
    unavailable_from: Annotated[date | None, Ask("From when is the patient unavailable?", rule="CHO-10")] = None
    unavailable_to: Annotated[
        date | None, Ask("Until when?", help="The last day on which the patient cannot come.", label="Unavailable to")
    ] = None
    unavailable_known_on: Annotated[
        date | None, Ask("Since when has that been known?", rule="CHO-10", label="Known since")
    ] = None
    two_dates_possible: Annotated[
        str | None,
        Ask(
            "Could two reasonable dates have been offered inside that time?",
            choices=YES_NO_UNKNOWN,
            rule="CHO-10",
            label="Two dates possible",
        ),
    ] = None
    two_dates_judged: Annotated[
        str | None, Ask("How was that judged?", help="Which lists or clinics, and who looked.", label="How judged")
    ] = None
    thinking_from: Annotated[
        date | None,
        Ask("Since when is the patient thinking it over?", when=when("choice_type", "undecided"), rule="CHO-14"),
    ] = None
    thinking_days: Annotated[
        int | None,
        Ask(
            "How many days of thinking time were agreed?",
            when=when("choice_type", "undecided"),
            rule="CHO-14",
            label="Days of thinking time",
        ),
    ] = None
    next_step_agreed_on: Annotated[
        date | None,
        Ask(
            "When was the next step agreed?",
            help="After 14 days of thinking without one, a conversation is due.",
            when=when("choice_type", "undecided"),
            rule="CHO-14",
        ),
    ] = None
    back_to_gp: Annotated[
        str | None,
        Ask(
            "Does the change need a new referral by the GP?",
            choices=YES_NO,
            when=when("choice_type", *CHANGES),
            rule="CHO-17",
            label="Back to the GP",
        ),
    ] = None

    clinical_review_date: Annotated[
        date | None, Ask("When did a clinician review the wish to wait?", rule="CHO-11", label="Clinical review date")
    ] = None
    clinical_review_outcome: Annotated[
        str | None,
        Ask("What did the clinician decide?", choices=REVIEW_OUTCOMES, rule="CHO-11", label="Clinical review outcome"),
    ] = None
    risk: Annotated[
        str | None,
        Ask(
            "What is the clinician's view of the risk of waiting?",
            help="A clinician looks at the risk of waiting before any long delay is agreed.",
            long=True,
            label="View of the risk",
        ),
    ] = None
    discharge_in_best_interest: Annotated[
        str | None,
        Ask(
            "Did the clinician record that discharge is in the patient's best interest?",
            choices=YES_NO,
            when=when("clinical_review_outcome", "discharged"),
            rule="CHO-12",
            label="In the best interest",
        ),
    ] = None

    monitoring_reason: Annotated[
        str | None,
        Ask("Why would active monitoring begin?", choices=MONITORING_REASONS, rule="CHO-5", label="Monitoring for"),
    ] = None
    clinical_conversation: Annotated[
        str | None,
        Ask("Was there a clinical conversation with the patient?", choices=YES_NO, rule="CHO-5"),
    ] = None
    patient_agreed: Annotated[
        str | None, Ask("Did the patient agree to active monitoring?", choices=YES_NO, rule="CHO-5")
    ] = None
    active_monitoring_agreed_on: Annotated[
        date | None,
        Ask(
            "When was active monitoring agreed?",
            help="The clock stops on this day, never earlier.",
            rule="CHO-8",
            label="Active monitoring agreed on",
        ),
    ] = None
    clock_stop: Annotated[
        date | None,
        Ask("Which clock stop is recorded?", help="If one is.", rule="CHO-8", label="Clock stop recorded"),
    ] = None
    next_review_on: Annotated[
        date | None,
        Ask(
            "When is the next review?",
            help="Every 12 weeks while the patient delays; otherwise as the clinician sets.",
            rule="CHO-13",
            label="Next review",
        ),
    ] = None
    last_review_on: Annotated[date | None, Ask("When was the last review?", rule="CHO-13", label="Last review")] = None
    told_how_to_return: Annotated[
        str | None, Ask("Was the patient told how to come back?", choices=YES_NO, rule="CHO-15")
    ] = None
    wishes_to_proceed_on: Annotated[
        date | None,
        Ask("When did the patient decide to go ahead?", rule="CHO-15", label="Wishes to go ahead on"),
    ] = None
    list_position_kept: Annotated[
        str | None,
        Ask("Was the place on the list kept?", choices=YES_NO, rule="CHO-15", label="Place on the list kept"),
    ] = None
    earliest_reasonable_offer_date: Annotated[
        date | None,
        Ask(
            "Which earliest reasonable offer date is recorded?",
            help="Only when two reasonable offers were declined.",
            rule="CHO-16",
            label="Earliest reasonable offer date",
        ),
    ] = None

    pause_wanted: Annotated[
        str | None,
        Ask(
            "Would you pause the clock?",
            help="Answer before you look at what this means.",
            choices=YES_NO,
            rule="CHO-1",
        ),
    ] = None
    paused_from: Annotated[
        date | None, Ask("From when?", when=when("pause_wanted", "yes"), rule="CHO-1", label="Paused from")
    ] = None
    paused_to: Annotated[
        date | None, Ask("Until when?", when=when("pause_wanted", "yes"), rule="CHO-1", label="Paused to")
    ] = None
    patient_informed: Annotated[str, Ask("Has the patient been informed?", choices=YES_NO, rule="CHO-8")]
    how_informed: Annotated[
        str | None,
        Ask(
            "How?",
            help="A letter that came back or a call not answered tells nobody anything.",
            choices=TOLD_HOW,
            when=when("patient_informed", "yes"),
            rule="LET-9",
            label="How informed",
        ),
    ] = None
    notes: Notes = None


SECTIONS = (
    PATIENT_SECTION,
    section(
        "The choice",
        "specialty",
        "choice_type",
        "cancer_pathway",
        "back_to_gp",
        "pause_wanted",
        "paused_from",
        "paused_to",
    ),
    section("Dates offered", "offers"),
    section("Offers at another provider", "own_date", "suitability_checked_on", "suitability_checked_by"),
    section(
        "Delay and time away",
        "asked_on",
        "delay_weeks",
        "unavailable_from",
        "unavailable_to",
        "unavailable_known_on",
        "two_dates_possible",
        "two_dates_judged",
        "thinking_from",
        "thinking_days",
        "next_step_agreed_on",
    ),
    section(
        "Clinical review",
        "clinical_review_date",
        "clinical_review_outcome",
        "risk",
        "discharge_in_best_interest",
    ),
    section(
        "Active monitoring",
        "monitoring_reason",
        "clinical_conversation",
        "patient_agreed",
        "active_monitoring_agreed_on",
        "next_review_on",
        "last_review_on",
        "told_how_to_return",
        "wishes_to_proceed_on",
        "list_position_kept",
    ),
    section(
        "Told and recorded", "patient_informed", "how_informed", "clock_stop", "earliest_reasonable_offer_date", "notes"
    ),
)
