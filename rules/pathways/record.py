"""The record of a pathway: who, what for, how they came, what is booked, and the dated events that move the clock."""

from __future__ import annotations

import datetime
from datetime import date
from types import MappingProxyType

from rules.closed_sets import CLOSED_SETS
from rules.diagnostics import TESTS
from rules.events import EVENT_KINDS
from rules.rtt.statuses import RTT_STATUSES
from rules.specialties import Specialty
from words.patient import ask_notes
from words.questions import Answers, Choices, ChoicesBy, YesNo, ask, choices, repeat, when

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
STARTED_BY = choices("Patient", care_professional="Care professional")
ADMITTED_FOR = choices(
    first_definitive_treatment="First definitive treatment",
    diagnostic_only="A test only",
    pre_treatment="Preparation for treatment",
    pre_operative_assessment="Pre-operative assessment",
)
RTT_EVENTS = MappingProxyType(
    {name: kind.label for name, kind in EVENT_KINDS.items() if "rtt" in kind.books and name != "referral_received"}
)
TESTS_ASKED = MappingProxyType({slug: test.label for slug, test in TESTS.items()})
ATTENDED = ("appointment_attended", "diagnostic_attended", "interface_assessment")
SEEN = (
    "appointment_attended",
    "diagnostic_attended",
    "dna",
    "patient_cancels",
    "provider_cancels",
    "appointment_booked",
)
OFFERS = ("tci_offered", "alternative_provider_offered")
DELAYS = ("patient_requests_delay", "patient_unfit", "thinking_time_agreed", "patient_unavailable")
ELSEWHERE = "treated_elsewhere"
TEST_EVENTS = ("diagnostic_requested", "diagnostic_attended", "dna", "patient_cancels", "provider_cancels")
TOLD_EVENTS = (
    "referral_triaged",
    "advice_given",
    "decision_not_to_treat",
    "discharge_to_gp",
    "active_monitoring_start",
    "patient_declines_treatment",
    "transplant_listed",
    "treated_elsewhere",
    "moved_away",
)
TRANSFER_EVENTS = ("transfer_out", "transfer_in", "re_referred", "referral_for_diagnostic_or_opinion")


def list_words(attribute: str) -> dict[str, Choices]:
    """For each RTT event with this attribute, the words it may hold."""
    return {name: CLOSED_SETS[name][attribute].words for name in RTT_EVENTS if attribute in CLOSED_SETS.get(name, {})}


class PathwayEvent(Answers):
    """One dated event of the pathway."""

    date: datetime.date = ask("When?", help="The day it happened, not the day it was written down.", label="Event date")
    event: str = ask(
        "What happened?",
        help="What took place. Where a status code says otherwise, the event decides.",
        choices=RTT_EVENTS,
        rule="A6-1",
    )
    rtt_code: str | None = ask("Which RTT status was recorded?", choices=RTT_STATUSES, rule="A6", label="RTT status")
    first: YesNo | None = ask(
        "Was it the first after the referral?",
        help="The first care activity after the referral, a straight-to-test diagnostic included.",
        when=when("event", *SEEN),
        rule="R29",
    )
    clearly_communicated: YesNo | None = ask(
        "Was it clearly communicated?",
        help="Only what can be shown counts: a letter or message, its date, the right address or number.",
        when=when("event", "dna"),
        rule="A5-4",
    )
    was_not_brought: YesNo | None = ask(
        "Was the patient not brought?",
        help="A child, or an adult who depends on someone else: think of safeguarding first.",
        when=when("event", "dna"),
        rule="DNA-7",
    )
    decision: str | None = ask(
        "What was decided?",
        choices=CLOSED_SETS["appointment_attended"]["decision"].words,
        when=when("event", *ATTENDED),
        rule="EV-3",
        keeps_text=True,
    )
    treatment: str | None = ask(
        "Was treatment given?",
        choices=CLOSED_SETS["appointment_attended"]["treatment"].words,
        when=when("event", *ATTENDED),
        rule="EV-3",
        keeps_text=True,
    )
    outcome: str | None = ask(
        "What was the outcome of triage?",
        choices=ChoicesBy("event", list_words("outcome")),
        when=when("event", *list_words("outcome")),
        rule="EV-3",
        keeps_text=True,
    )
    test: str | None = ask(
        "Which test?",
        help="Each test has a wait of its own in the diagnostics return (DM01).",
        choices=TESTS_ASKED,
        when=when("event", *TEST_EVENTS),
        keeps_text=True,
        rule="DM01-PER-TEST",
        label="Test",
    )
    told_on: datetime.date | None = ask(
        "When was the patient told?",
        help="A decision counts from the day it is communicated. Leave it out when it was the same day.",
        when=when("event", *TOLD_EVENTS),
        rule="NX11",
        label="Told on",
    )
    notice_hours: int | None = ask(
        "How many hours' notice?",
        help="Any notice, however short, makes it a cancellation and not a missed appointment.",
        when=when("event", "patient_cancels"),
        rule="A5-1",
        label="Notice in hours",
    )
    admitted_for: str | None = ask(
        "Admitted for what?",
        help="Only treatment stops the clock; a test or preparation does not.",
        choices=ADMITTED_FOR,
        when=when("event", "admission"),
        rule="NX1",
    )
    admitted: YesNo | None = ask(
        "Was the patient in hospital for it?",
        help="Treatment in a stay stops the clock on the day of admission.",
        when=when("event", "treatment_started"),
        rule="SP1",
    )
    emergency: YesNo | None = ask(
        "Was it emergency treatment?",
        help="Emergency treatment is outside RTT, unless it is what the patient waited for.",
        when=when("event", "treatment_started"),
        rule="NS3",
    )
    definitive: YesNo | None = ask(
        "Was it the treatment the patient waited for?",
        when=when("event", "treatment_started"),
        rule="SP1b",
        label="Definitive",
    )
    elective: YesNo | None = ask(
        "Was it for elective care?",
        help="Asked where an emergency came before.",
        when=when("event", "decision_to_admit", "decision_to_treat"),
        rule="ST13",
    )
    treated_by: str | None = ask(
        "Treated by whom?",
        help="The clock stops once it is known, and confirmed with the patient, that nothing more is needed here.",
        choices=CLOSED_SETS["treated_elsewhere"]["by"].words,
        when=when("event", ELSEWHERE),
        rule="SP17",
    )
    duplicate_of: str | None = ask(
        "Of which pathway?",
        help="The identifier of the pathway that stays: the one with the earliest valid clock start.",
        when=when("event", "duplicate_closed"),
        rule="SP19",
        label="Duplicate of",
    )
    reported_by: str | None = ask(
        "Who reports the wait?", help="A provider code.", when=when("event", "subcontracted"), rule="R25"
    )
    seen_by_sender: YesNo | None = ask(
        "Had the sender seen the patient?", when=when("event", "transfer_in"), rule="R29"
    )
    tci: datetime.date | None = ask(
        "For which date?",
        help="An offer never stops the clock. With three weeks' notice it is a reasonable one.",
        when=when("event", *OFFERS),
        rule="NX4",
        label="Date offered",
    )
    declined: YesNo | None = ask(
        "Was it declined?",
        help="One declined date changes nothing. Two reasonable ones allow active monitoring.",
        when=when("event", *OFFERS),
        rule="AM5",
    )
    initiated_by: str | None = ask(
        "Who started it?",
        help="The patient's own wish needs no declined offers; for delay, the hospital needs two.",
        choices=STARTED_BY,
        when=when("event", "active_monitoring_start"),
        rule="AM4",
    )
    reason: str | None = ask(
        "Why?",
        choices=ChoicesBy("event", list_words("reason")),
        when=when("event", *list_words("reason")),
        rule="EV-3",
        keeps_text=True,
    )
    clinical_conversation: YesNo | None = ask(
        "Was there a clinical conversation?",
        help="Without one the clock runs on.",
        when=when("event", "active_monitoring_start"),
        rule="AM1",
    )
    patient_agreed: YesNo | None = ask(
        "Did the patient agree?",
        help="Without it the clock runs on. It stops on the day agreed, never earlier.",
        when=when("event", "active_monitoring_start"),
        rule="AM1",
    )
    review_due: datetime.date | None = ask(
        "When is the review?",
        help="Every 12 weeks where the patient delays, otherwise as the clinician sets. The patient is told it.",
        when=when("event", "active_monitoring_start"),
        rule="AM8",
        label="Review due",
    )
    weeks: int | None = ask(
        "For how many weeks?",
        help="The clock runs on meanwhile. More than six weeks of delay call for a clinical review.",
        when=when("event", *DELAYS),
        rule="NX10",
        label="Weeks",
    )
    all_treatment: YesNo | None = ask(
        "All treatment?",
        help="Declining one of several treatments leaves the clock running.",
        when=when("event", "patient_declines_treatment"),
        rule="SP11",
    )
    clinician_reviewed: YesNo | None = ask(
        "Did a clinician review it?",
        help="After a missed appointment only a clinician's decision in the patient's interest can stop the clock.",
        when=when("event", "discharge_to_gp"),
        rule="R9",
    )
    policy_published: YesNo | None = ask(
        "Under a published policy?",
        help="One of the four tests of a discharge after a missed appointment.",
        when=when("event", "discharge_to_gp"),
        rule="R9",
    )
    substantively_new: YesNo | None = ask(
        "Is it substantively new?",
        help="Not part of the plan agreed before. The next step of that plan starts no clock.",
        when=when("event", "new_treatment_decision"),
        rule="ST8",
    )
    to: str | None = ask(
        "To or from which provider?",
        help="Its code, such as RXB. The receiver goes on with the clock start of the sender.",
        when=when("event", *TRANSFER_EVENTS),
        rule="A7-3",
        label="Provider",
    )
    note: str | None = ask("Note")


class TrackingComment(Answers):
    """One line of tracking: dated, signed, with what comes next."""

    on: date = ask("On which day?", label="Comment date")
    by: str = ask("By whom?", label="Comment by")
    comment: str = ask("Comment", long=True)
    next_action: str | None = ask("What happens next?")
    due: date | None = ask("By when?")


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
    treatment_function: Specialty = ask("Which treatment function?", heading="The referral", rule="TFC-1")
    referral_source: str = ask(
        "Who referred the patient?", help="Who sent the referral, not who wrote the last letter.", choices=SOURCES
    )
    referral_route: str | None = ask(
        "How did the referral arrive?", help="It decides which date starts the clock.", choices=ROUTES, rule="ST4"
    )
    referral_received: date = ask(
        "When was it received?",
        help="The day that starts the clock, not the day it was written or registered.",
        rule="ST4",
    )
    priority: str = ask(
        "Which priority?", help="Routine, urgent or urgent suspected cancer, as the referral says.", choices=PRIORITIES
    )
    pathway_id: str | None = ask(
        "What is the patient pathway identifier?", help="20 characters; made for you when left empty.", label="PPID"
    )
    ppid_issuer: str | None = ask("Who issued it?", help="An organisation code; X09 for eRS.", label="PPID issuer")
    ubrn: str | None = ask(
        "What is the booking reference (UBRN)?",
        help="Twelve digits from the e-Referral Service; empty for a letter.",
        label="UBRN",
    )
    main_specialty: str | None = ask(
        "Which main specialty?",
        help="The one the consultant is contracted in; the return counts by treatment function.",
    )
    consultant: str | None = ask("Which consultant?", help="Whose team is responsible for the wait.")
    site: str | None = ask("At which site?", help="Where the patient is seen; the return counts the whole provider.")
    provider: str | None = ask(
        "Which provider?", help="The code of who reports the wait, such as RXX. Empty means your own."
    )
    commissioner: str | None = ask(
        "Which commissioner?", help="A sub-ICB such as 15N, a hub, or NONC for another country. Empty means your host."
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
        help="The cancer standards run beside the 18 weeks; neither stops the other.",
        label="On cancer PTL",
    )
    transfer_state: str | None = ask(
        "Is a transfer under way?",
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
        "Which clinical priority?", help="P5 and P6 say that the patient asked to wait.", choices=P_CODES
    )
    priority_reviewed_on: date | None = ask(
        "When was the priority last reviewed?",
        help="A priority is reviewed again within the time that it gives.",
        label="Priority reviewed on",
    )
    procedure: str | None = ask("Which procedure is proposed?", help="OPCS code or words.")
    intended_management: str | None = ask(
        "Day case or inpatient?",
        help="A day case comes and goes on one day; an inpatient stays over a night.",
        choices=MANAGEMENT,
    )
    tci_date: date | None = ask(
        "For when is admission booked?", help="The date the patient is to come in.", label="TCI date"
    )
    tci_given_on: date | None = ask(
        "When was that date given to the patient?",
        help="A reasonable offer gives at least three weeks.",
        label="TCI given on",
    )
    pre_operative_state: str | None = ask(
        "How does pre-operative assessment stand?",
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
    planned: YesNo | None = ask("Is this on the planned list?", rule="ST12")
    planned_due: date | None = ask(
        "When is it due?",
        help="The day it is clinically due. Once passed, a clock starts.",
        when=when("planned", "yes"),
        label="Planned date",
    )
    next_event: str | None = ask(
        "What happens next?",
        heading="What comes next",
        help="Such as an appointment, a test, a letter or a decision. An open pathway always has one.",
    )
    next_event_on: date | None = ask("When?", help="The day it is booked for or expected on.", label="Next event on")
    next_event_owner: str | None = ask(
        "Who sees to it?", help="The person or team who makes it happen.", label="Next event owner"
    )
    last_attended_on: date | None = ask(
        "When was the patient last seen?",
        help="The last appointment or test that the patient came to.",
        label="Last attended",
    )
    last_dna_on: date | None = ask(
        "When did they last miss an appointment?",
        help="Missed without any notice. With notice, however short, it is a cancellation.",
        label="Last DNA",
    )
    last_cancelled_on: date | None = ask(
        "When was one last cancelled?",
        help="A cancellation by itself never stops the clock.",
        label="Last cancellation",
    )
    last_cancelled_by: str | None = ask(
        "By whom?",
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
        "By whom?", help="The person who read the evidence and decided.", rule="VAL-3", label="Last validated by"
    )
    validation_comment: str | None = ask(
        "With which comment?",
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
