"""The dated events of a pathway as a record asks for them: what happened, and what each kind needs to be told."""

import datetime
from types import MappingProxyType

from rules.closed_sets import CLOSED_SETS
from rules.diagnostics import TESTS
from rules.events import EVENT_KINDS
from rules.rtt.statuses import RTT_STATUSES
from words.questions import Answers, Choices, ChoicesBy, YesNo, ask, choices, when

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

NEEDED = MappingProxyType(
    {
        "active_monitoring_start": ("clinical_conversation", "patient_agreed"),
        "discharge_to_gp": ("clinician_reviewed", "reason"),
        "appointment_attended": ("first", "decision"),
        "diagnostic_attended": ("test", "decision"),
        "treatment_started": ("definitive", "admitted"),
        "patient_cancels": ("notice_hours", "reason"),
        "provider_cancels": ("reason",),
        "decision_to_admit": (),
        "decision_to_treat": (),
        "appointment_booked": (),
    }
)
"""The one or two questions that matter most for an event, where they are not the first two that it has."""


def list_words(attribute: str) -> dict[str, Choices]:
    """For each RTT event with this attribute, the words it may hold."""
    return {name: CLOSED_SETS[name][attribute].words for name in RTT_EVENTS if attribute in CLOSED_SETS.get(name, {})}


class PathwayEvent(Answers):
    """One dated event of the pathway."""

    date: datetime.date = ask(
        "When did this happen?", help="The day it happened, not the day it was written down.", label="Event date"
    )
    event: str = ask(
        "What happened?",
        help="What took place. Where a status code says otherwise, the event decides.",
        choices=RTT_EVENTS,
        rule="A6-1",
    )
    rtt_code: str | None = ask("Which RTT status was recorded?", choices=RTT_STATUSES, rule="A6", label="RTT status")
    first: YesNo | None = ask(
        "Was this the first after the referral?",
        help="The first care activity after the referral, a straight-to-test diagnostic included.",
        when=when("event", *SEEN),
        rule="R29",
    )
    clearly_communicated: YesNo | None = ask(
        "Was the appointment clearly communicated?",
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
        "What was decided then?",
        choices=CLOSED_SETS["appointment_attended"]["decision"].words,
        when=when("event", *ATTENDED),
        rule="EV-3",
        keeps_text=True,
    )
    treatment: str | None = ask(
        "Was treatment given then?",
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
        "Which test was it?",
        help="Each test has a wait of its own in the diagnostics return (DM01).",
        choices=TESTS_ASKED,
        when=when("event", *TEST_EVENTS),
        keeps_text=True,
        rule="DM01-PER-TEST",
        label="Test",
    )
    told_on: datetime.date | None = ask(
        "When was the patient told of this?",
        help="A decision counts from the day it is communicated. Leave it out when it was the same day.",
        when=when("event", *TOLD_EVENTS),
        rule="NX11",
        label="Told on",
    )
    notice_hours: int | None = ask(
        "How many hours' notice were given?",
        help="Any notice, however short, makes it a cancellation and not a missed appointment.",
        when=when("event", "patient_cancels"),
        rule="A5-1",
        label="Notice in hours",
    )
    admitted_for: str | None = ask(
        "What was the patient admitted for?",
        help="Only treatment stops the clock; a test or preparation does not.",
        choices=ADMITTED_FOR,
        when=when("event", "admission"),
        rule="NX1",
    )
    admitted: YesNo | None = ask(
        "Was the patient in hospital for the treatment?",
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
        "Was the referral for elective care?",
        help="Asked where an emergency came before.",
        when=when("event", "decision_to_admit", "decision_to_treat"),
        rule="ST13",
    )
    treated_by: str | None = ask(
        "Who treated the patient?",
        help="The clock stops once it is known, and confirmed with the patient, that nothing more is needed here.",
        choices=CLOSED_SETS["treated_elsewhere"]["by"].words,
        when=when("event", ELSEWHERE),
        rule="SP17",
    )
    duplicate_of: str | None = ask(
        "Which pathway is this a duplicate of?",
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
        "Which admission date was offered?",
        help="An offer never stops the clock. With three weeks' notice it is a reasonable one.",
        when=when("event", *OFFERS),
        rule="NX4",
        label="Date offered",
    )
    declined: YesNo | None = ask(
        "Was the offered date declined?",
        help="One declined date changes nothing. Two reasonable ones allow active monitoring.",
        when=when("event", *OFFERS),
        rule="AM5",
    )
    initiated_by: str | None = ask(
        "Who started active monitoring?",
        help="The patient's own wish needs no declined offers; for delay, the hospital needs two.",
        choices=STARTED_BY,
        when=when("event", "active_monitoring_start"),
        rule="AM4",
    )
    reason: str | None = ask(
        "What was the reason?",
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
        "Did the patient agree to this?",
        help="Without it the clock runs on. It stops on the day agreed, never earlier.",
        when=when("event", "active_monitoring_start"),
        rule="AM1",
    )
    review_due: datetime.date | None = ask(
        "When is the review due?",
        help="Every 12 weeks where the patient delays, otherwise as the clinician sets. The patient is told it.",
        when=when("event", "active_monitoring_start"),
        rule="AM8",
        label="Review due",
    )
    weeks: int | None = ask(
        "For how many weeks does the patient wish to wait?",
        help="The clock runs on meanwhile. More than six weeks of delay call for a clinical review.",
        when=when("event", *DELAYS),
        rule="NX10",
        label="Weeks",
    )
    all_treatment: YesNo | None = ask(
        "Does the patient decline all treatment?",
        help="Declining one of several treatments leaves the clock running.",
        when=when("event", "patient_declines_treatment"),
        rule="SP11",
    )
    clinician_reviewed: YesNo | None = ask(
        "Did a clinician review the case?",
        help="After a missed appointment only a clinician's decision in the patient's interest can stop the clock.",
        when=when("event", "discharge_to_gp"),
        rule="R9",
    )
    policy_published: YesNo | None = ask(
        "Was it done under a published policy?",
        help="One of the four tests of a discharge after a missed appointment.",
        when=when("event", "discharge_to_gp"),
        rule="R9",
    )
    substantively_new: YesNo | None = ask(
        "Is the new treatment substantively new?",
        help="Not part of the plan agreed before. The next step of that plan starts no clock.",
        when=when("event", "new_treatment_decision"),
        rule="ST8",
    )
    to: str | None = ask(
        "To or from which provider did care move?",
        help="Its code, such as RXB. The receiver goes on with the clock start of the sender.",
        when=when("event", *TRANSFER_EVENTS),
        rule="A7-3",
        label="Provider",
    )
    note: str | None = ask("What else should be known of this?")
