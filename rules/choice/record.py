"""What is recorded about a patient's choice or wish to wait: offers, time away, reviews, what was agreed."""

from datetime import date, time

from rules.specialties import Specialty
from words.patient import OFFER_ANSWERS, AboutPatient, ask_notes
from words.questions import Answers, YesNo, YesNoUnknown, ask, choices, repeat, when

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

    made_on: date | None = ask(
        "When was this offer made?", help="Three weeks' notice is counted from this day.", rule="CHO-2"
    )
    offered_date: date | None = ask("For which date was this offer?", rule="CHO-2", label="Date offered")
    offered_time: time | None = ask("For which time was this offer?", help="Such as 14:30", label="Time offered")
    site: str | None = ask(
        "At which site was the offered date?", help="Part of what an offer has to say.", rule="LET-5"
    )
    team: str | None = ask(
        "With which team or consultant was the offered date?",
        help="An offer elsewhere counts only when it names date, provider and team.",
        rule="CHO-9",
        label="Team",
    )
    alternative: YesNo | None = ask(
        "Was the offered date at another provider?", rule="CHO-9", label="At another provider"
    )
    provider: str | None = ask(
        "Which other provider was offered?", when=when("alternative", "yes"), rule="CHO-9", label="Provider"
    )
    how_told: str | None = ask(
        "How was the patient told of this offer?",
        help="The offer counts from the day the patient hears of it.",
        choices=TOLD_HOW,
    )
    answer: str | None = ask(
        "What did the patient say to this offer?",
        help="Only reasonable dates that were declined count towards active monitoring.",
        choices=OFFER_ANSWERS,
        rule="CHO-5",
        label="Answer",
    )
    declined_on: date | None = ask(
        "When was this offer declined?", when=when("answer", "declined"), rule="CHO-5", label="Declined on"
    )

    @property
    def declined(self) -> bool:
        return self.answer == "declined"

    @property
    def elsewhere(self) -> bool:
        return self.alternative == "yes"


class PatientChoice(AboutPatient):
    """One patient's choice or wish to wait, and what came of it."""

    specialty: Specialty = ask(
        "In which specialty is the patient waiting?",
        heading="The choice",
        help="The treatment function the patient waits under.",
        rule="TFC-1",
    )
    choice_type: str = ask(
        "What does the patient want?",
        help="What the patient asked for decides what may follow; none of it stops the clock by itself.",
        choices=CHOICE_TYPES,
        label="Choice",
    )
    cancer_pathway: YesNo | None = ask(
        "Is the patient on a cancer pathway?",
        help="The three weeks' notice is not applied to cancer offers.",
        rule="CHO-18",
        label="Cancer pathway",
    )
    back_to_gp: YesNo | None = ask(
        "Does the change need a new referral by the GP?",
        when=when("choice_type", *CHANGES),
        rule="CHO-17",
        label="Back to the GP",
    )
    pause_wanted: YesNo | None = ask(
        "Would you pause the clock?", help="Answer before you look at what this means.", rule="CHO-1"
    )
    paused_from: date | None = ask(
        "From when would you pause the clock?", when=when("pause_wanted", "yes"), rule="CHO-1", label="Paused from"
    )
    paused_to: date | None = ask(
        "Until when would you pause the clock?", when=when("pause_wanted", "yes"), rule="CHO-1", label="Paused to"
    )
    offers: list[DateOffered] = repeat(
        "Dates offered",
        "offer",
        heading="Dates offered",
        columns=("made_on", "offered_date", "offered_time", "site", "answer"),
        help="Every date, in the order in which they were offered. Two reasonable ones must be declined before "
        "active monitoring for delay.",
    )
    own_date: date | None = ask(
        "If dates elsewhere were offered: what date does the patient have here?",
        heading="Offers at another provider",
        help="A date elsewhere counts only when it is earlier.",
        rule="CHO-9",
        label="Own date",
    )
    suitability_checked_on: date | None = ask(
        "When was the move elsewhere found clinically and socially appropriate?",
        help="Before offering it, or the offers do not count.",
        rule="CHO-9",
        label="Suitability checked on",
    )
    suitability_checked_by: str | None = ask(
        "Who found the move elsewhere appropriate?",
        help="Who in the trust decided that the move fits this patient.",
        rule="CHO-9",
        label="Suitability checked by",
    )
    asked_on: date | None = ask(
        "When did the patient ask to wait?",
        heading="Delay and time away",
        help="The day the patient said so, not the day it was written down.",
        when=when("choice_type", "asks_for_delay", "declined_date"),
    )
    delay_weeks: int | None = ask(
        "How many weeks does the patient wish to wait?",
        help="More than six weeks calls for a clinical review. There is no maximum.",
        when=when("choice_type", "asks_for_delay", "declined_date"),
        rule="CHO-11",
        label="Weeks of delay",
    )
    unavailable_from: date | None = ask("From when is the patient unavailable?", rule="CHO-10")
    unavailable_to: date | None = ask(
        "Until when is the patient unavailable?",
        help="The last day on which the patient cannot come.",
        label="Unavailable to",
    )
    unavailable_known_on: date | None = ask(
        "Since when has it been known that the patient is unavailable?", rule="CHO-10", label="Known since"
    )
    two_dates_possible: YesNoUnknown | None = ask(
        "Could two reasonable dates have been offered while the patient is unavailable?",
        rule="CHO-10",
        label="Two dates possible",
    )
    two_dates_judged: str | None = ask(
        "How was it judged whether two reasonable dates could be offered?",
        help="Which lists or clinics, and who looked.",
        label="How judged",
    )
    thinking_from: date | None = ask(
        "Since when is the patient thinking it over?", when=when("choice_type", "undecided"), rule="CHO-14"
    )
    thinking_days: int | None = ask(
        "How many days of thinking time were agreed?",
        when=when("choice_type", "undecided"),
        rule="CHO-14",
        label="Days of thinking time",
    )
    next_step_agreed_on: date | None = ask(
        "When was the next step agreed?",
        help="After 14 days of thinking without one, a conversation is due.",
        when=when("choice_type", "undecided"),
        rule="CHO-14",
    )
    clinical_review_date: date | None = ask(
        "When did a clinician review the wish to wait?",
        heading="The clinical review",
        rule="CHO-11",
        label="Clinical review date",
    )
    clinical_review_outcome: str | None = ask(
        "What did the clinician decide about the wish to wait?",
        choices=REVIEW_OUTCOMES,
        rule="CHO-11",
        label="Clinical review outcome",
    )
    risk: str | None = ask(
        "What is the clinician's view of the risk of waiting?",
        help="A clinician looks at the risk of waiting before any long delay is agreed.",
        long=True,
        label="View of the risk",
    )
    discharge_in_best_interest: YesNo | None = ask(
        "Did the clinician record that discharge is in the patient's best interest?",
        when=when("clinical_review_outcome", "discharged"),
        rule="CHO-12",
        label="In the best interest",
    )
    monitoring_reason: str | None = ask(
        "Why would active monitoring begin?",
        heading="Active monitoring",
        choices=MONITORING_REASONS,
        rule="CHO-5",
        label="Monitoring for",
    )
    clinical_conversation: YesNo | None = ask("Was there a clinical conversation with the patient?", rule="CHO-5")
    patient_agreed: YesNo | None = ask("Did the patient agree to active monitoring?", rule="CHO-5")
    active_monitoring_agreed_on: date | None = ask(
        "When was active monitoring agreed?",
        help="The clock stops on this day, never earlier.",
        rule="CHO-8",
        label="Active monitoring agreed on",
    )
    next_review_on: date | None = ask(
        "When is the next review of active monitoring?",
        help="Every 12 weeks while the patient delays; otherwise as the clinician sets.",
        rule="CHO-13",
        label="Next review",
    )
    last_review_on: date | None = ask(
        "When was the last review of active monitoring?", rule="CHO-13", label="Last review"
    )
    told_how_to_return: YesNo | None = ask("Was the patient told how to come back?", rule="CHO-15")
    wishes_to_proceed_on: date | None = ask(
        "When did the patient decide to go ahead with treatment?", rule="CHO-15", label="Wishes to go ahead on"
    )
    list_position_kept: YesNo | None = ask(
        "Was the patient's place on the list kept?", rule="CHO-15", label="Place on the list kept"
    )
    patient_informed: YesNo = ask(
        "Has the patient been told what was agreed?", heading="What was told and recorded", rule="CHO-8"
    )
    how_informed: str | None = ask(
        "How was the patient told what was agreed?",
        help="A letter that came back or a call not answered tells nobody anything.",
        choices=TOLD_HOW,
        when=when("patient_informed", "yes"),
        rule="LET-9",
        label="How informed",
    )
    clock_stop: date | None = ask(
        "Which clock stop is recorded?", help="If one is.", rule="CHO-8", label="Clock stop recorded"
    )
    earliest_reasonable_offer_date: date | None = ask(
        "Which earliest reasonable offer date is recorded?",
        help="Only when two reasonable offers were declined.",
        rule="CHO-16",
        label="Earliest reasonable offer date",
    )
    notes: str | None = ask_notes()
