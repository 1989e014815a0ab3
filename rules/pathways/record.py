"""The record of a pathway: who, what for, how they came, what is booked, and the dated events that move the clock."""

from datetime import date

from rules.pathways.events import TESTS_ASKED, PathwayEvent
from rules.specialties import Specialty
from words.patient import ask_notes
from words.questions import Answers, YesNo, ask, choices, repeat, when

SOURCES = choices(
    "GP",
    "Consultant",
    "Emergency department",
    "Dentist",
    "Optometrist",
    self="Self-referral",
    interface_service="Interface service",
    other="Other",
)
ROUTES = choices(
    letter="Letter, form or message received",
    ers_booked="eRS, booked by the patient (UBRN converted)",
    ers_asi="eRS, no slots (ASI worklist)",
    ers_ras="eRS, referral assessment service (RAS)",
    self_referral="Self-referral",
)
PRIORITIES = choices("Routine", "Urgent", two_week="Urgent suspected cancer")
P_CODES = choices(
    p1a="P1a within 24 hours",
    p1b="P1b within 72 hours",
    p2="P2 within 4 weeks",
    p3="P3 within 3 months",
    p4="P4 can wait over 3 months",
    p5="P5 patient postponed, COVID (retired)",
    p6="P6 patient postponed, other reasons",
)
LIST_TYPES = choices(
    new_outpatient="New outpatient",
    in_pathway="In-pathway outpatient",
    diagnostic="Diagnostic",
    admitted="Admitted (2A)",
    planned="Planned",
    follow_up="Follow-up outside RTT",
    asi_ras="ASI or RAS",
)
MANAGEMENT = choices("Day case", "Inpatient")
PRE_OPERATIVE = choices("Not needed", "Not booked", "Booked", "Passed", "Not fit yet")
TRANSFERS = choices(
    none="None", requested="Requested", out="Transferred out", received="Received", aid="Mutual aid offered"
)
BY_WHOM = choices("Patient", "Hospital")


class TrackingComment(Answers):
    """One line of tracking: dated, signed, with what comes next."""

    on: date = ask("On which day was the pathway tracked?", label="Comment date")
    by: str = ask("Who tracked the pathway?", label="Comment by")
    comment: str = ask("What did the tracking find?", long=True)
    next_action: str | None = ask("What is the next step from the tracking?")
    due: date | None = ask("By when is that step to be done?")


class Pathway(Answers):
    """One pathway on the patient tracking list."""

    patient_name: str = ask(
        "What is the patient's name?", heading="The patient", help="A made-up name. Never a real person's."
    )
    nhs_number: str = ask(
        "What is the NHS number?", help="Ten digits from the 999 range.", label="NHS number", nhs_number=True
    )
    date_of_birth: date | None = ask(
        "What is the date of birth?",
        help="As on the referral. One in the future, or after the referral, is asked about.",
    )
    child_or_vulnerable: YesNo | None = ask(
        "Is the patient a child, or an adult who depends on someone else?",
        help="Someone who was not brought has not missed an appointment: think of safeguarding first.",
        label="Child or vulnerable",
    )
    adjustments: str | None = ask(
        "Which reasonable adjustments or interpreter are needed?",
        help="What the patient needs to be reached and seen, such as large print, an interpreter or a carer.",
        label="Adjustments and interpreter",
    )
    treatment_function: Specialty = ask(
        "Which treatment function is the patient waiting for?", heading="The referral", rule="TFC-1"
    )
    referral_source: str = ask(
        "Who referred the patient?", help="Who sent the referral, not who wrote the last letter.", choices=SOURCES
    )
    referral_route: str | None = ask(
        "How did the referral arrive?", help="It decides which date starts the clock.", choices=ROUTES, rule="ST4"
    )
    referral_received: date = ask(
        "When was the referral received?",
        help="The day that starts the clock, not the day it was written or registered.",
        rule="ST4",
    )
    priority: str = ask(
        "Which priority does the referral have?",
        help="Routine, urgent or urgent suspected cancer, as the referral says.",
        choices=PRIORITIES,
    )
    pathway_id: str | None = ask(
        "What is the patient pathway identifier?", help="20 characters; made for you when left empty.", label="PPID"
    )
    ppid_issuer: str | None = ask(
        "Which organisation issued the pathway identifier?",
        help="An organisation code; X09 for eRS.",
        label="PPID issuer",
    )
    ubrn: str | None = ask(
        "What is the booking reference (UBRN)?",
        help="Twelve digits from the e-Referral Service; empty for a letter.",
        label="UBRN",
    )
    main_specialty: str | None = ask(
        "Which main specialty is the consultant's?",
        help="The one the consultant is contracted in; the return counts by treatment function.",
    )
    consultant: str | None = ask("Which consultant is responsible?", help="Whose team is responsible for the wait.")
    site: str | None = ask(
        "At which site is the patient treated?", help="Where the patient is seen; the return counts the whole provider."
    )
    provider: str | None = ask(
        "Which provider is responsible?", help="The code of who reports the wait, such as RXX. Empty means your own."
    )
    commissioner: str | None = ask(
        "Which commissioner is responsible?",
        help="A sub-ICB such as 15N, a hub, or NONC for another country. Empty means your host.",
    )
    events: list[PathwayEvent] = repeat(
        "What has happened since the referral?",
        "event",
        heading="What has happened",
        help="Dated events, in any order. Records linked from other modules add theirs.",
    )
    list_type: str | None = ask(
        "Which list is the patient on?",
        heading="Lists and decisions",
        help="Admitted once a decision to admit was made; ASI or RAS while an e-Referral waits to be booked.",
        choices=LIST_TYPES,
    )
    on_cancer_ptl: YesNo | None = ask(
        "Is the patient on the cancer list too?",
        help="The cancer standards run at the same time as the 18 weeks; neither stops the other.",
        label="On cancer PTL",
    )
    transfer_state: str | None = ask(
        "Is a transfer to another provider under way?",
        help="A transfer leaves the clock as it is; it decides who reports the wait.",
        choices=TRANSFERS,
    )
    decision_to_treat: date | None = ask(
        "When was the decision to treat?",
        help="The day the clinician and the patient decided on the treatment.",
        label="Decision to treat",
    )
    decision_to_admit: date | None = ask(
        "When was the decision to admit?",
        help="The day of the decision. One on the timeline counts as well.",
        label="Decision to admit",
    )
    clinical_priority: str | None = ask(
        "Which clinical priority does the operation have?",
        help="P5 and P6 say that the patient asked to wait.",
        choices=P_CODES,
    )
    priority_reviewed_on: date | None = ask(
        "When was the priority last reviewed?",
        help="A priority is reviewed again within the time that it gives.",
        label="Priority reviewed on",
    )
    procedure: str | None = ask("Which procedure is proposed?", help="OPCS code or words.")
    intended_management: str | None = ask(
        "Is a day case or an inpatient stay intended?",
        help="A day case comes and goes on one day; an inpatient stays over a night.",
        choices=MANAGEMENT,
    )
    tci_date: date | None = ask(
        "For when is admission booked?", help="The date the patient is to come in.", label="TCI date"
    )
    tci_given_on: date | None = ask(
        "When was the patient given the admission date?",
        help="A reasonable offer gives at least three weeks.",
        label="TCI given on",
    )
    pre_operative_state: str | None = ask(
        "Where has pre-operative assessment got to?",
        help="A patient found unfit stays on the list and the clock runs on.",
        choices=PRE_OPERATIVE,
    )
    diagnostic_test: str | None = ask(
        "Which of the 15 national tests does the patient wait for?",
        help="Counted in the diagnostics return (DM01) until it is done.",
        choices=TESTS_ASKED,
        label="Test",
    )
    test_requested_on: date | None = ask(
        "When was the test requested?",
        help="Its wait counts from this day; empty counts from the referral.",
        label="Test requested on",
    )
    planned: YesNo | None = ask("Is the patient on the planned list?", rule="ST12")
    planned_due: date | None = ask(
        "When is the planned procedure due?",
        help="The day it is clinically due. Once passed, a clock starts.",
        when=when("planned", "yes"),
        label="Planned date",
    )
    next_event: str | None = ask(
        "What is the next step for this patient?",
        heading="What comes next",
        help="Such as an appointment, a test, a letter or a decision. An open pathway always has one.",
    )
    next_event_on: date | None = ask(
        "When is the next step?", help="The day it is booked for or expected on.", label="Next event on"
    )
    next_event_owner: str | None = ask(
        "Who will do the next step?", help="The person or team who makes it happen.", label="Next event owner"
    )
    last_attended_on: date | None = ask(
        "When was the patient last seen?",
        help="The last appointment or test that the patient came to.",
        label="Last attended",
    )
    last_dna_on: date | None = ask(
        "When did the patient last miss an appointment?",
        help="Missed without any notice. With notice, however short, it is a cancellation.",
        label="Last DNA",
    )
    last_cancelled_on: date | None = ask(
        "When was an appointment last cancelled?",
        help="A cancellation by itself never stops the clock.",
        label="Last cancellation",
    )
    last_cancelled_by: str | None = ask(
        "Who cancelled the last appointment?",
        help="No cancellation stops the clock; repeated ones by the patient call for a clinical review.",
        choices=BY_WHOM,
        rule="NX5",
        label="Last cancelled by",
    )
    latest_clinically_appropriate_date: date | None = ask(
        "For a follow-up: what is the latest clinically appropriate date?",
        help="The day by which a follow-up must have happened to be safe (LCAD).",
        label="LCAD",
    )
    last_validated_on: date | None = ask(
        "When was the pathway last validated?",
        heading="Validation and tracking",
        help="Every pathway is looked at again within 12 weeks.",
        label="Last validated on",
    )
    last_validated_by: str | None = ask(
        "Who last validated the pathway?",
        help="The person who read the evidence and decided.",
        rule="VAL-3",
        label="Last validated by",
    )
    validation_comment: str | None = ask(
        "What was noted at the last validation?",
        help="The evidence seen, where it is, and what was decided.",
        rule="VAL-3",
        label="Validation comment",
    )
    contacted_on: date | None = ask(
        "When was the patient last contacted about the wait?",
        help="Patients are asked every 12 weeks whether they still want to be seen.",
        label="Contacted on",
    )
    tracking: list[TrackingComment] = repeat("Tracking comments", "comment")
    notes: str | None = ask_notes()
