"""What is recorded about a patient on a cancer pathway."""

from datetime import date

from rules.cancer import tables
from words.patient import AboutPatient
from words.questions import YesNo, ask, choices, when

REFERRERS = choices(
    "GP", "Dentist", "Optometrist", "Screening programme", "Consultant", "Emergency department", "Other"
)
TOLD_HOW = choices("Face to face", "Telephone", "Video", "Letter")
TOLD_BY = choices("Consultant", "Clinical nurse specialist", "GP", "Other")


CLOSING = frozenset({"cancer_ruled_out", "excluded"})


class CancerPatient(AboutPatient):
    """One patient on a cancer pathway."""

    suspected_type: str = ask(
        "Which cancer is suspected?",
        heading="The referral",
        help="As the referral names it. It decides the site that the returns count it under.",
        choices=tables.SUSPECTED_TYPES,
        label="Suspected cancer",
    )
    route: str = ask("By which route did the patient come?", choices=tables.ROUTES, rule="CWT-START", label="Route")
    referral_received: date = ask(
        "When was the referral received?", help="The day it arrived, not the day it was written."
    )
    screening_programme: str | None = ask(
        "Which screening programme did the patient come from?",
        help="Each programme has its own day on which the 62 days start.",
        choices=tables.SCREENING_PROGRAMMES,
        when=when("route", "screening"),
    )
    upgraded_on: date | None = ask(
        "When did the consultant upgrade the patient?",
        help="The day the consultant responsible decided to upgrade. It starts the 62 days, not the 28.",
        when=when("route", "consultant_upgrade"),
        needed=True,
        label="Date of upgrade",
    )
    referrer: str | None = ask(
        "Who referred the patient?",
        help="Who sent the referral. The route decides which clocks run, not the referrer.",
        choices=REFERRERS,
        rule="CWT-START",
    )
    referral_priority: str | None = ask(
        "Which referral priority is recorded?",
        help="As recorded on the referral: priority 3 for an urgent suspected cancer referral.",
        choices=tables.PRIORITIES,
    )
    source_of_referral: str | None = ask(
        "Which source of referral is recorded?", help="Two digits; 17 is a screening programme."
    )
    cancer_referral_type: str | None = ask(
        "Which cancer referral type is recorded?", help="Two digits; 16 is breast symptoms."
    )
    ppid: str | None = ask("What is the patient pathway identifier?", help="20 characters.", label="PPID")
    urgency_notes: str | None = ask("What makes the referral urgent?", long=True)
    contact_number: str | None = ask("On which number can the patient be reached?", help="A made-up number.")
    first_dna_on: date | None = ask(
        "When was a first appointment missed, if one was?",
        heading="The first appointment and diagnosis",
        rule="CWT-DNA-ADJUSTMENT",
        label="First appointment missed",
    )
    rebook_contact_on: date | None = ask(
        "When did the patient make contact to rebook?", rule="CWT-DNA-LENGTH", label="Contact to rebook"
    )
    first_seen: date | None = ask(
        "When was the patient first seen?", help="The first appointment, or a first test that was booked straight away."
    )
    first_seen_organisation: str | None = ask(
        "At which organisation was the patient first seen?",
        help="Its code. It shares the result where no investigating provider is recorded.",
        rule="CWT-5050",
        label="First seen at",
    )
    diagnostic_test_on: date | None = ask(
        "When was the diagnostic test?",
        help="A test alone does not end the 28 days; telling the patient does.",
        rule="CWT-FDS-END",
        label="Diagnostic test",
    )
    told_on: date | None = ask("When was the patient told whether it is cancer?", rule="CWT-FDS-END", label="Told on")
    told_outcome: str | None = ask(
        "What was the patient told about the diagnosis?",
        help="Told of a cancer, or told that it is ruled out: either ends the 28 days.",
        choices=tables.FDS_OUTCOMES,
        label="Told outcome",
    )
    told_how: str | None = ask(
        "How was the patient told about the diagnosis?",
        help="The news must reach the patient: the day a letter was typed is not enough.",
        choices=TOLD_HOW,
        rule="CWT-FDS-END",
    )
    told_by: str | None = ask(
        "Who told the patient about the diagnosis?",
        help="The 28 days end on the day the patient knows, not on the day of the result.",
        choices=TOLD_BY,
        rule="CWT-FDS-END",
    )
    fds_end_reason: str | None = ask(
        "Which end reason is recorded for the faster diagnosis standard?",
        help="01 told of cancer, 02 told it is ruled out, 03 excluded, 04 planned interval.",
        choices=tables.FDS_END_REASONS,
        label="FDS end reason",
    )
    fds_exclusion_reason: str | None = ask(
        "Why is the patient excluded from the faster diagnosis standard?",
        help="An exclusion is left out, unless the wait had passed 28 days already.",
        choices=tables.FDS_EXCLUSION_REASONS,
        when=when("fds_end_reason", "03"),
        label="FDS exclusion reason",
    )
    interval_scan: YesNo | None = ask(
        "Is a planned interval scan recorded?", help="A scan planned for later because it is too early to tell."
    )
    diagnosed_type: str | None = ask(
        "Which cancer was diagnosed?",
        heading="The diagnosis",
        help="It may differ from the suspected one: the wait is reported under this site.",
        choices=tables.CANCER_TYPES,
        rule="CWT-SITE",
        label="Diagnosed cancer",
    )
    icd10: str | None = ask("What is the diagnosis code (ICD-10)?", help="ICD-10, such as C50.9.", label="ICD-10")
    morphology: str | None = ask("What is the morphology of the cancer?", help="Such as M8090/3, for skin.")
    mdt_discussion: date | None = ask(
        "When was the patient discussed at the MDT?",
        help="The day of the meeting; by itself it starts and stops nothing.",
        label="MDT discussion",
    )
    decision_to_treat: date | None = ask(
        "When was the decision to treat?", heading="The treatment", rule="CWT-DTT", label="Decision to treat"
    )
    earliest_clinically_appropriate_date: date | None = ask(
        "What is the earliest clinically appropriate date?",
        help="For a subsequent treatment agreed ahead.",
        label="Earliest clinically appropriate date",
    )
    booked_treatment_on: date | None = ask(
        "For when is treatment booked?",
        help="A booking ends no wait; only the start of treatment does.",
        rule="CWT-31",
        label="Treatment booked for",
    )
    offer_declined_on: date | None = ask(
        "For which date was an offer of treatment declined?",
        rule="CWT-TREATMENT-ADJUSTMENT",
        label="Offer declined for",
    )
    available_again_on: date | None = ask(
        "From when was the patient available again?",
        help="The adjustment ends the day before.",
        label="Available again",
    )
    care_setting: str | None = ask(
        "Where was treatment to be given?",
        help="Only a declined date for an admission adjusts the wait.",
        choices=tables.CARE_SETTINGS,
    )
    treatment_start: date | None = ask(
        "When did treatment start?",
        help="The day of the first definitive treatment: it ends the 31 and the 62 days.",
        label="Treatment start",
    )
    event_type: str | None = ask(
        "Which treatment is this in the course of the disease?",
        choices=tables.EVENT_TYPES,
        label="Event type",
        rule="CWT-COHORT-62",
    )
    modality: str | None = ask(
        "What kind of treatment is given?", choices=tables.MODALITIES, label="Modality", rule="CWT-COHORT-31"
    )
    no_treatment_reason: str | None = ask(
        "If there is no treatment, why not?",
        help="A pathway without treatment leaves the 31 and 62 days; it is not a breach.",
        choices=tables.NO_TREATMENT_REASONS,
        label="No treatment reason",
    )
    no_treatment_decided_on: date | None = ask(
        "When was it decided not to treat?",
        help="A patient who declines all treatment on this day leaves the 31 and 62 days.",
        rule="CWT-DECLINED",
        label="No treatment decided on",
    )
    investigating_provider: str | None = ask(
        "Which provider investigated the patient?",
        heading="The shared pathway",
        rule="CWT-SHARED",
        label="Investigating provider",
    )
    transferred_on: date | None = ask(
        "When was care transferred to the treating provider?", rule="CWT-SHARED", label="Transferred on"
    )
    treating_provider: str | None = ask(
        "Which provider treats the patient?", rule="CWT-SHARED", label="Treating provider"
    )
    first_seen_adjustment: int | None = ask(
        "How many days of adjustment are recorded before the patient was first seen?",
        heading="Adjustments and delays as recorded",
        rule="CWT-DNA-LENGTH",
        label="First-seen adjustment",
    )
    first_seen_adjustment_reason: str | None = ask(
        "Why was the time before the patient was first seen adjusted?",
        help="Only a missed first appointment adjusts this wait (reason 3).",
        choices=tables.ADJUSTMENT_REASONS_FIRST_SEEN,
        label="First-seen adjustment reason",
    )
    treatment_adjustment: int | None = ask(
        "How many days of adjustment are recorded before treatment?",
        rule="CWT-TREATMENT-ADJUSTMENT",
        label="Treatment adjustment",
    )
    treatment_adjustment_reason: str | None = ask(
        "Why was the time before treatment adjusted?",
        help="Only a declined reasonable offer of admission adjusts this wait (reason 8).",
        choices=tables.ADJUSTMENT_REASONS_TREATMENT,
        label="Treatment adjustment reason",
    )
    delay_reason_first_seen: str | None = ask(
        "Why was the faster diagnosis standard missed?",
        help="The reason for the days after which it was late. Not 03 where a missed appointment was adjusted.",
        choices=tables.DELAY_REASONS_FIRST_SEEN,
        rule="CWT-DELAY",
        label="Delay reason, 28 days",
    )
    delay_comment_first_seen: str | None = ask(
        "What made the faster diagnosis late?",
        help="Needed with reason 98.",
        long=True,
        rule="CWT-DELAY",
        label="Delay comment, 28 days",
    )
    delay_reason_31: str | None = ask(
        "Why was the 31-day standard missed?",
        help="What held up treatment after it was decided, as a code or in words.",
        rule="CWT-DELAY",
        label="Delay reason, 31 days",
    )
    delay_comment_31: str | None = ask(
        "What made the 31-day treatment late?",
        help="Needed with reason 98.",
        long=True,
        rule="CWT-DELAY",
        label="Delay comment, 31 days",
    )
    delay_reason_62: str | None = ask(
        "Why was the 62-day standard missed?",
        help="What held up the pathway between the referral and treatment, as a code or in words.",
        rule="CWT-DELAY",
        label="Delay reason, 62 days",
    )
    delay_comment_62: str | None = ask(
        "What made the 62-day treatment late?",
        help="Needed with reason 98.",
        long=True,
        rule="CWT-DELAY",
        label="Delay comment, 62 days",
    )
    last_tracked_on: date | None = ask(
        "When was the pathway last tracked?",
        heading="Tracking",
        help="At least every seven days until the pathway closes.",
        rule="CWT-TRACKING",
        label="Last tracked on",
    )
    next_action: str | None = ask(
        "What is the next step for this patient?",
        help="The step that brings the patient nearer to an answer or to treatment.",
        rule="CWT-TRACKING",
        label="Next action",
    )
    next_action_due: date | None = ask(
        "By when will the next step be done?",
        help="The day by which it is to be done.",
        rule="CWT-TRACKING",
        label="Next action due",
    )
    next_action_owner: str | None = ask(
        "Who will do the next step?",
        help="A person or role that can be asked about it.",
        rule="CWT-TRACKING",
        label="Next action owner",
    )
    escalated: YesNo | None = ask(
        "Has the pathway been escalated?",
        help="Told to whoever can find a date, before the breach rather than after it.",
    )
    tracking_comment: str | None = ask("What should the next person who tracks this pathway know?", long=True)

    @property
    def is_closed(self) -> bool:
        """Nobody need track the pathway any more: treated, ruled out, or no treatment."""
        return bool(self.treatment_start or self.no_treatment_reason or self.told_outcome in CLOSING)
