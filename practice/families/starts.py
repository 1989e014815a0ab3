"""What starts a clock, on which day, and what does not (RULEBOOK A2)."""

from practice.family import STOPPED, WAITING, family
from practice.story import Story

GP_TO_NURSES = {"by": "gp", "consultant_led": False}
OTHERS = ("Northgate Hospital", "St Aldhelm's Hospital", "Westmere Hospital")

LATER = ("acknowledged_on", "triaged_on", "details_checked_on", "date_sent_on", "date_moved_on")
"""What follows a referral, and is as many days to take for its start as the level has noise."""


WHICH_DAY = "On which day does the RTT clock start?"
IS_THERE_A_NEW_ONE = "Has a new RTT clock started, and on which day?"
NEW_OR_NOT = {"kind": "verdict", "decisions": "new_clock no_change"}


@family(
    "start-three-dates",
    "Letter, receipt, registration",
    "A GP's letter was written, received and registered on three days; one of them starts the clock.",
    kind="verdict",
    asks="T R",
    rules="ST4 NS11",
    wrong="letter_date registered first_seen floor_weeks",
    slips="",
    noise="",
    version=2,
)
def three_dates(story: Story) -> None:
    story.on("gp_referral_letter_written").after(2, 12).on("referral_received", by="gp")
    _follow(story)
    story.question(question=WHICH_DAY)


@family(
    "start-ers",
    "Referred through e-Referral",
    "A booking reference is converted, meets a clinic without slots, or comes back to the GP, and is used again.",
    kind="verdict",
    asks="T R",
    rules="ST1 ST2 ST3 NX14 NS11",
    wrong="letter_date registered first_seen used_again floor_weeks",
    slips="wrong_start missing_start duplicate",
    noise="",
    version=2,
)
def ers(story: Story) -> None:
    ubrn = f"{story.random.randrange(10**12):012d}"
    way = story.pick("booked", "no_slots", "no_slots", "again", "rejected", "again_after")
    if story.chance(0.5):
        story.on("gp_referral_letter_written").after(2, 9)
    story.on("asi_worklist" if way == "no_slots" else "ubrn_converted", ubrn=ubrn)
    if way == "no_slots":
        story.after(5, 30).on("ubrn_converted", ubrn=ubrn)
    elif way == "again":
        story.after(6, 20).on("asi_worklist", ubrn=ubrn)
    elif way != "booked":
        story.after(2, 6).on("referral_rejected", reason=story.pick("information_missing", "wrong_service"))
    if way == "again_after":
        story.after(3, 12).on("re_referred", by="gp")
    if way != "rejected":
        _follow(story)
    story.question(question=WHICH_DAY)


@family(
    "start-interface",
    "Through an assessment service",
    "An assessment service receives the referral first; a second booking reference or an onward referral follows.",
    kind="verdict",
    asks="T R",
    rules="ST5 ST4 A7-3 TRA-2 NS11",
    wrong="letter_date registered first_seen used_again transfer_restarts floor_weeks",
    slips="wrong_start missing_start duplicate",
    noise="",
    version=2,
)
def interface(story: Story) -> None:
    if story.chance(0.5):
        story.on("gp_referral_letter_written").after(2, 9)
    way = story.pick("first", "second", "onward")
    if way == "second":
        first, second = (f"{story.random.randrange(10**12):012d}" for _ in range(2))
        story.on("ubrn_converted", ubrn=first, service="interface_service").after(10, 30)
        story.on("ubrn_converted", ubrn=second, linked_to=first)
    else:
        story.on("referral_received", by="interface_service").after(10, 30)
        story.on("interface_assessment", rtt_code="10")
    if way == "onward":
        story.after(2, 9).on("transfer_in", provider=story.pick(*OTHERS), iptamds=True)
    _follow(story)
    story.question(question=WHICH_DAY)


@family(
    "start-self",
    "Patients who refer themselves",
    "A patient refers themselves; the pathway is agreed locally or not, and a professional ratifies it or does not.",
    asks="D T R",
    rules="ST6 NS9",
    wrong="registered first_seen floor_weeks",
    slips="",
    noise="",
    accepts_either="decision",
    version=2,
)
def self_referral(story: Story) -> None:
    way = story.pick("ratified", "ratified", "not_ratified", "not_agreed")
    if way == "not_agreed":
        story.ask("self_referral_received", locally_agreed=False)
        return
    story.on("self_referral_received", locally_agreed=True).after(3, 15).ask(f"self_referral_{way}")
    if way == "ratified":
        _follow(story)


@family(
    "start-none",
    "Outside the 18 weeks",
    "A test for the GP, a service that no consultant leads, emergency care, or a decision that follows it.",
    asks="D C R B",
    rules="NS1 NS2 NS3 ST13 ST4",
    wrong="floor_weeks",
    slips="",
    noise="",
    version=2,
)
def no_start(story: Story) -> None:
    way = story.pick("test", "service", "emergency", "elective", "elective", "referral")
    if way == "test":
        story.ask("direct_access_diagnostic_request", test=story.pick("mri", "ct", "ultrasound"))
    elif way == "emergency":
        story.ask("emergency_attendance")
    elif way == "elective":
        story.on("emergency_attendance").after(3, 14)
        story.ask("decision_to_admit", after="emergency_attendance", elective=True)
    else:
        story.on("gp_referral_letter_written").after(2, 9)
        story.ask("referral_received", **(GP_TO_NURSES if way == "service" else {"by": "gp"}))
        _follow(story)


@family(
    "start-second-side",
    "The second side",
    "One side has been treated; being clinically ready and being available for the other fall on different days.",
    **NEW_OR_NOT,
    asks="D T R",
    rules="ST7",
    wrong="floor_weeks",
    slips=STOPPED,
    noise=WAITING,
    version=2,
)
def second_side(story: Story) -> None:
    story.referred().listed().after(30, 70).on(
        "admission", **{"for": "first_definitive_treatment", "side": "left", "rtt_code": "30"}
    )
    ready, available = "clinically_ready_second_side", "patient_available_second_side"
    first, second = story.pick((ready, available), (available, ready))
    story.after(40, 80).on(first, side="right").after(5, 30)
    if story.chance(0.4):
        story.on("letter_sent")
    else:
        story.on(second, side="right").after(4, 14).on("letter_sent")
    story.question(question="Has a clock started for the second side, and on which day?")


@family(
    "start-new-treatment",
    "Another treatment after the first",
    "After treatment something more is decided: new, part of the plan, a change of dose, or the GP refers again.",
    **NEW_OR_NOT,
    asks="D T R",
    rules="ST8 ST9 ST4 NS12 NS8",
    wrong="floor_weeks",
    slips=STOPPED,
    noise=WAITING,
    version=2,
)
def new_treatment(story: Story) -> None:
    story.referred().seen_first().after(10, 40).on("treatment_started", definitive=True, rtt_code="30").after(30, 90)
    way = story.pick("new", "told_later", "planned", "dose", "elsewhere", "elsewhere", "referred")
    if way == "new":
        story.on("new_treatment_decision", substantively_new=True, communicated=True)
    elif way == "told_later":
        story.on(
            "new_treatment_decision", substantively_new=True, communicated=story.later(story.random.randint(4, 14))
        )
    elif way == "planned":
        story.on("new_treatment_decision", substantively_new=False, in_agreed_plan=True)
    elif way == "dose":
        story.on("medication_dose_change")
    elif way == "referred":
        story.on("re_referred", by="gp", route="letter")
    else:
        other = story.pick(*OTHERS)
        story.on("new_treatment_decision", substantively_new=True, refer_to=other).after(4, 14)
        story.on("referral_received", provider=other)
    story.question(question=IS_THERE_A_NEW_ONE)


@family(
    "start-separate-condition",
    "Referred on by the consultant",
    "The consultant refers to a colleague, for the same condition or for another one.",
    kind="verdict",
    decisions="clock_runs new_clock",
    asks="D C R",
    rules="ST15 NS4 TRA-7",
    wrong="same_condition_new",
    accepts_either="code",
    version=2,
)
def separate_condition(story: Story) -> None:
    to = story.pick("Endocrinology", "Haematology", "Immunology", "Clinical genetics")
    story.referred().seen_first()
    story.after(0, 20).ask(f"consultant_referral_{story.pick('new', 'same')}_condition", to=to)
    story.asked["question"] = "What does the referral to the colleague do?"


@family(
    "start-after-monitoring",
    "Going ahead after active monitoring",
    "The clock had stopped for active monitoring; then somebody decides to go ahead, or the patient comes for a check.",
    **NEW_OR_NOT,
    asks="D T R",
    rules="ST10 AM9 CHO-15 NS5 NX11",
    wrong="resume_11 floor_weeks",
    slips=f"{STOPPED} missing_review",
    noise=WAITING,
    version=2,
)
def after_monitoring(story: Story) -> None:
    story.referred().seen_first()
    by = story.pick(("care_professional", "clinical", "32"), ("patient", "see_how_they_cope", "31"))
    story.on(
        "active_monitoring_start",
        initiated_by=by[0],
        reason=by[1],
        clinical_conversation=True,
        patient_agreed=True,
        review_due=story.ahead(182),
        rtt_code=by[2],
    )
    story.after(30, 60)
    if story.chance(0.5):
        story.on("diagnostic_attended", routine_check=True, test="ultrasound", rtt_code="91").after(30, 50)
    if story.chance(0.65):
        proceed = story.pick("decision_to_treat", "decision_to_admit", "patient_wishes_to_proceed")
        told = {} if proceed.startswith("patient") else {"communicated": True}
        story.on(proceed, **told)
    elif story.events[-1].name == "diagnostic_attended":
        story.on("decision_to_treat", communicated=False)
    else:
        story.on("diagnostic_attended", routine_check=True, test="ultrasound")
    story.question(question=IS_THERE_A_NEW_ONE)


@family(
    "start-cross-border",
    "From another place",
    "A patient who waits in Scotland or Wales comes under an English commissioner, or moves within England.",
    kind="verdict",
    asks="T R",
    rules="ST14 ST4 NS11 A7-3 TRA-2",
    wrong="letter_date registered first_seen transfer_restarts floor_weeks",
    slips="",
    noise="",
    version=2,
)
def cross_border(story: Story) -> None:
    if story.chance(0.35):
        story.on("referral_received", by="gp").after(40, 100)
        story.on("transfer_in", provider=story.pick(*OTHERS), iptamds=True)
    else:
        story.on("referral_received", country=story.pick("scotland", "wales")).after(40, 100)
        story.on("gp_referral_letter_written").after(2, 9).on("referral_received", by="gp", country="england")
    _follow(story)
    story.question(question="On which day does the RTT clock in England start?")


def _follow(story: Story) -> None:
    """Registered and first seen, with more or less in between."""
    story.after(1, 8).fact("registered_on_pas")
    for name in LATER[: story.dials.noise]:
        story.after(1, 6).fact(name)
    story.after(14, 40).fact("first_attended")
