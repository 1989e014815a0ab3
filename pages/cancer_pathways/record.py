"""What is recorded about a patient on a cancer pathway."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from dashapp.declare.module import section
from dashapp.declare.patient import PATIENT_SECTION, AboutPatient
from dashapp.declare.questions import YES_NO, Ask, choices, when
from rules.cancer import tables

REFERRERS = choices(
    "GP", "Dentist", "Optometrist", "Screening programme", "Consultant", "Emergency department", "Other"
)
TOLD_HOW = choices("Face to face", "Telephone", "Video", "Letter")
TOLD_BY = choices("Consultant", "Clinical nurse specialist", "GP", "Other")


class CancerPatient(AboutPatient):
    """One patient on a cancer pathway."""

    suspected_type: Annotated[
        str,
        Ask(
            "Which cancer is suspected?",
            help="As the referral names it. It decides the site that the returns count it under.",
            choices=tables.SUSPECTED_TYPES,
            label="Suspected cancer",
        ),
    ]
    route: Annotated[
        str, Ask("By which route did the patient come?", choices=tables.ROUTES, rule="CWT-START", label="Route")
    ]
    referral_received: Annotated[
        date, Ask("When was the referral received?", help="The day it arrived, not the day it was written.")
    ]
    screening_programme: Annotated[
        str | None,
        Ask(
            "Which screening programme?",
            help="Each programme has its own day on which the 62 days start.",
            choices=tables.SCREENING_PROGRAMMES,
            when=when("route", "screening"),
        ),
    ] = None
    upgraded_on: Annotated[
        date | None,
        Ask(
            "When was the patient upgraded?",
            help="The day the consultant responsible decided to upgrade. It starts the 62 days, not the 28.",
            when=when("route", "consultant_upgrade"),
            needed=True,
            label="Date of upgrade",
        ),
    ] = None
    referrer: Annotated[
        str | None,
        Ask(
            "Who referred the patient?",
            help="Who sent the referral. The route decides which clocks run, not the referrer.",
            choices=REFERRERS,
            rule="CWT-START",
        ),
    ] = None
    referral_priority: Annotated[
        str | None,
        Ask(
            "Which priority is recorded?",
            help="As recorded on the referral: priority 3 for an urgent suspected cancer referral.",
            choices=tables.PRIORITIES,
        ),
    ] = None
    source_of_referral: Annotated[
        str | None, Ask("Which source of referral is recorded?", help="Two digits; 17 is a screening programme.")
    ] = None
    cancer_referral_type: Annotated[
        str | None, Ask("Which cancer referral type is recorded?", help="Two digits; 16 is breast symptoms.")
    ] = None
    ppid: Annotated[str | None, Ask("Patient pathway identifier", help="20 characters.", label="PPID")] = None
    urgency_notes: Annotated[str | None, Ask("What makes it urgent?", long=True)] = None
    contact_number: Annotated[
        str | None, Ask("On which number can the patient be reached?", help="A made-up number.")
    ] = None

    first_dna_on: Annotated[
        date | None,
        Ask(
            "When was a first appointment missed, if one was?",
            rule="CWT-DNA-ADJUSTMENT",
            label="First appointment missed",
        ),
    ] = None
    rebook_contact_on: Annotated[
        date | None,
        Ask("When did the patient make contact to rebook?", rule="CWT-DNA-LENGTH", label="Contact to rebook"),
    ] = None
    first_seen: Annotated[
        date | None,
        Ask(
            "When was the patient first seen?",
            help="The first appointment, or a first test that was booked straight away.",
        ),
    ] = None
    first_seen_organisation: Annotated[
        str | None,
        Ask(
            "At which organisation?",
            help="Its code. It shares the result where no investigating provider is recorded.",
            rule="CWT-5050",
            label="First seen at",
        ),
    ] = None
    diagnostic_test_on: Annotated[
        date | None,
        Ask(
            "When was the diagnostic test?",
            help="A test alone does not end the 28 days; telling the patient does.",
            rule="CWT-FDS-END",
            label="Diagnostic test",
        ),
    ] = None
    told_on: Annotated[date | None, Ask("When was the patient told?", rule="CWT-FDS-END", label="Told on")] = None
    told_outcome: Annotated[
        str | None,
        Ask(
            "What were they told?",
            help="Told of a cancer, or told that it is ruled out: either ends the 28 days.",
            choices=tables.FDS_OUTCOMES,
            label="Told outcome",
        ),
    ] = None
    told_how: Annotated[
        str | None,
        Ask(
            "How were they told?",
            help="The news must reach the patient: the day a letter was typed is not enough.",
            choices=TOLD_HOW,
            rule="CWT-FDS-END",
        ),
    ] = None
    told_by: Annotated[
        str | None,
        Ask(
            "Who told them?",
            help="The 28 days end on the day the patient knows, not on the day of the result.",
            choices=TOLD_BY,
            rule="CWT-FDS-END",
        ),
    ] = None
    fds_end_reason: Annotated[
        str | None,
        Ask(
            "Which end reason is recorded for the faster diagnosis standard?",
            help="01 told of cancer, 02 told it is ruled out, 03 excluded, 04 planned interval.",
            choices=tables.FDS_END_REASONS,
            label="FDS end reason",
        ),
    ] = None
    fds_exclusion_reason: Annotated[
        str | None,
        Ask(
            "Why is the patient excluded?",
            help="An exclusion is left out, unless the wait had passed 28 days already.",
            choices=tables.FDS_EXCLUSION_REASONS,
            when=when("fds_end_reason", "03"),
            label="FDS exclusion reason",
        ),
    ] = None
    interval_scan: Annotated[
        str | None,
        Ask(
            "Is a planned interval scan recorded?",
            help="A scan planned for later because it is too early to tell.",
            choices=YES_NO,
        ),
    ] = None

    diagnosed_type: Annotated[
        str | None,
        Ask(
            "Which cancer was diagnosed?",
            help="It may differ from the suspected one: the wait is reported under this site.",
            choices=tables.CANCER_TYPES,
            rule="CWT-SITE",
            label="Diagnosed cancer",
        ),
    ] = None
    icd10: Annotated[str | None, Ask("What is the diagnosis code?", help="ICD-10, such as C50.9.", label="ICD-10")] = (
        None
    )
    morphology: Annotated[str | None, Ask("What is the morphology?", help="Such as M8090/3, for skin.")] = None
    mdt_discussion: Annotated[
        date | None,
        Ask(
            "When was the patient discussed at the MDT?",
            help="The day of the meeting; by itself it starts and stops nothing.",
            label="MDT discussion",
        ),
    ] = None
    decision_to_treat: Annotated[
        date | None, Ask("When was the decision to treat?", rule="CWT-DTT", label="Decision to treat")
    ] = None
    earliest_clinically_appropriate_date: Annotated[
        date | None,
        Ask(
            "What is the earliest clinically appropriate date?",
            help="For a subsequent treatment agreed ahead.",
            label="Earliest clinically appropriate date",
        ),
    ] = None
    offer_declined_on: Annotated[
        date | None,
        Ask(
            "For which date was an offer of treatment declined?",
            rule="CWT-TREATMENT-ADJUSTMENT",
            label="Offer declined for",
        ),
    ] = None
    available_again_on: Annotated[
        date | None,
        Ask(
            "From when was the patient available again?",
            help="The adjustment ends the day before.",
            label="Available again",
        ),
    ] = None
    care_setting: Annotated[
        str | None,
        Ask(
            "Where was treatment to be given?",
            help="Only a declined date for an admission adjusts the wait.",
            choices=tables.CARE_SETTINGS,
        ),
    ] = None
    investigating_provider: Annotated[
        str | None, Ask("Which provider investigated?", rule="CWT-SHARED", label="Investigating provider")
    ] = None
    transferred_on: Annotated[
        date | None,
        Ask("When was care transferred to the treating provider?", rule="CWT-SHARED", label="Transferred on"),
    ] = None
    treating_provider: Annotated[
        str | None, Ask("Which provider treats?", rule="CWT-SHARED", label="Treating provider")
    ] = None
    booked_treatment_on: Annotated[
        date | None,
        Ask(
            "For when is treatment booked?",
            help="A booking ends no wait; only the start of treatment does.",
            rule="CWT-31",
            label="Treatment booked for",
        ),
    ] = None
    treatment_start: Annotated[
        date | None,
        Ask(
            "When did treatment start?",
            help="The day of the first definitive treatment: it ends the 31 and the 62 days.",
            label="Treatment start",
        ),
    ] = None
    event_type: Annotated[
        str | None, Ask("Which treatment is it?", choices=tables.EVENT_TYPES, label="Event type", rule="CWT-COHORT-62")
    ] = None
    modality: Annotated[
        str | None,
        Ask("What kind of treatment is it?", choices=tables.MODALITIES, label="Modality", rule="CWT-COHORT-31"),
    ] = None
    no_treatment_reason: Annotated[
        str | None,
        Ask(
            "If there is no treatment, why?",
            help="A pathway without treatment leaves the 31 and 62 days; it is not a breach.",
            choices=tables.NO_TREATMENT_REASONS,
            label="No treatment reason",
        ),
    ] = None
    no_treatment_decided_on: Annotated[
        date | None,
        Ask(
            "When was that decided?",
            help="A patient who declines all treatment on this day leaves the 31 and 62 days.",
            rule="CWT-DECLINED",
            label="No treatment decided on",
        ),
    ] = None

    first_seen_adjustment: Annotated[
        int | None,
        Ask("Which first-seen adjustment is recorded, in days?", rule="CWT-DNA-LENGTH", label="First-seen adjustment"),
    ] = None
    first_seen_adjustment_reason: Annotated[
        str | None,
        Ask(
            "With which reason?",
            help="Only a missed first appointment adjusts this wait (reason 3).",
            choices=tables.ADJUSTMENT_REASONS_FIRST_SEEN,
            label="First-seen adjustment reason",
        ),
    ] = None
    treatment_adjustment: Annotated[
        int | None,
        Ask(
            "Which treatment adjustment is recorded, in days?",
            rule="CWT-TREATMENT-ADJUSTMENT",
            label="Treatment adjustment",
        ),
    ] = None
    treatment_adjustment_reason: Annotated[
        str | None,
        Ask(
            "With which reason?",
            help="Only a declined reasonable offer of admission adjusts this wait (reason 8).",
            choices=tables.ADJUSTMENT_REASONS_TREATMENT,
            label="Treatment adjustment reason",
        ),
    ] = None
    delay_reason_first_seen: Annotated[
        str | None,
        Ask(
            "Why was the faster diagnosis standard missed?",
            help="The reason for the days after which it was late. Not 03 where a missed appointment was adjusted.",
            choices=tables.DELAY_REASONS_FIRST_SEEN,
            rule="CWT-DELAY",
            label="Delay reason, 28 days",
        ),
    ] = None
    delay_comment_first_seen: Annotated[
        str | None,
        Ask(
            "What happened?", help="Needed with reason 98.", long=True, rule="CWT-DELAY", label="Delay comment, 28 days"
        ),
    ] = None
    delay_reason_31: Annotated[
        str | None,
        Ask(
            "Why was the 31-day standard missed?",
            help="What held up treatment after it was decided, as a code or in words.",
            rule="CWT-DELAY",
            label="Delay reason, 31 days",
        ),
    ] = None
    delay_comment_31: Annotated[
        str | None,
        Ask(
            "What happened?", help="Needed with reason 98.", long=True, rule="CWT-DELAY", label="Delay comment, 31 days"
        ),
    ] = None
    delay_reason_62: Annotated[
        str | None,
        Ask(
            "Why was the 62-day standard missed?",
            help="What held up the pathway between the referral and treatment, as a code or in words.",
            rule="CWT-DELAY",
            label="Delay reason, 62 days",
        ),
    ] = None
    delay_comment_62: Annotated[
        str | None,
        Ask(
            "What happened?", help="Needed with reason 98.", long=True, rule="CWT-DELAY", label="Delay comment, 62 days"
        ),
    ] = None

    last_tracked_on: Annotated[
        date | None,
        Ask(
            "When was the pathway last tracked?",
            help="At least every seven days until the pathway closes.",
            rule="CWT-TRACKING",
            label="Last tracked on",
        ),
    ] = None
    next_action: Annotated[
        str | None,
        Ask(
            "What happens next?",
            help="The step that brings the patient nearer to an answer or to treatment.",
            rule="CWT-TRACKING",
            label="Next action",
        ),
    ] = None
    next_action_due: Annotated[
        date | None,
        Ask("By when?", help="The day by which it is to be done.", rule="CWT-TRACKING", label="Next action due"),
    ] = None
    next_action_owner: Annotated[
        str | None,
        Ask(
            "Who does it?",
            help="A person or role that can be asked about it.",
            rule="CWT-TRACKING",
            label="Next action owner",
        ),
    ] = None
    escalated: Annotated[
        str | None,
        Ask(
            "Has it been escalated?",
            help="Told to whoever can find a date, before the breach rather than after it.",
            choices=YES_NO,
        ),
    ] = None
    tracking_comment: Annotated[str | None, Ask("Tracking comment", long=True)] = None


SECTIONS = (
    PATIENT_SECTION,
    section(
        "Referral",
        "suspected_type",
        "route",
        "referral_received",
        "screening_programme",
        "upgraded_on",
        "referrer",
        "referral_priority",
        "source_of_referral",
        "cancer_referral_type",
        "ppid",
        "urgency_notes",
        "contact_number",
    ),
    section(
        "First appointment and diagnosis",
        "first_dna_on",
        "rebook_contact_on",
        "first_seen",
        "first_seen_organisation",
        "diagnostic_test_on",
        "told_on",
        "told_outcome",
        "told_how",
        "told_by",
        "fds_end_reason",
        "fds_exclusion_reason",
        "interval_scan",
    ),
    section("Diagnosis", "diagnosed_type", "icd10", "morphology", "mdt_discussion"),
    section(
        "Treatment",
        "decision_to_treat",
        "earliest_clinically_appropriate_date",
        "booked_treatment_on",
        "offer_declined_on",
        "available_again_on",
        "care_setting",
        "treatment_start",
        "event_type",
        "modality",
        "no_treatment_reason",
        "no_treatment_decided_on",
    ),
    section("Shared pathway", "investigating_provider", "transferred_on", "treating_provider"),
    section(
        "Adjustments and delays as recorded",
        "first_seen_adjustment",
        "first_seen_adjustment_reason",
        "treatment_adjustment",
        "treatment_adjustment_reason",
        "delay_reason_first_seen",
        "delay_comment_first_seen",
        "delay_reason_31",
        "delay_comment_31",
        "delay_reason_62",
        "delay_comment_62",
    ),
    section(
        "Tracking",
        "last_tracked_on",
        "next_action",
        "next_action_due",
        "next_action_owner",
        "escalated",
        "tracking_comment",
    ),
)
