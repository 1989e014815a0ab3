"""What starts a clock, on which day, and what does not (RULEBOOK A2)."""

from practice.family import QUIET, STOPPED, family
from practice.story import Story

GP_TO_NURSES = {"by": "gp", "consultant_led": False}
OTHERS = ("Northgate Hospital", "St Aldhelm's Hospital", "Westmere Hospital")

LATER = ("acknowledged_on", "triaged_on", "details_checked_on", "date_sent_on", "date_moved_on")
"""What follows a referral, and is as many days to take for its start as the level has noise."""


@family(
    "start-three-dates",
    "Letter, receipt, registration",
    "A GP's letter was written, received and registered on three days; one of them starts the clock.",
    asks="D T R",
    rules="ST4 NS11",
    wrong="letter_date registered first_seen floor_weeks",
    slips="",
    noise="",
)
def three_dates(story: Story) -> None:
    story.on("gp_referral_letter_written").after(2, 12).ask("referral_received", by="gp")
    _follow(story)


@family(
    "start-ers",
    "Referred through e-Referral",
    "A booking reference is converted, meets a clinic without slots, or shows earlier activity.",
    asks="D T R",
    rules="ST1 ST2 ST3 NX14",
    wrong="letter_date registered first_seen floor_weeks",
    slips="wrong_start missing_start duplicate",
    noise="",
)
def ers(story: Story) -> None:
    ubrn, way = (
        f"{story.random.randrange(10**12):012d}",
        story.pick("booked", "no_slots", "again", "rejected", "again_after"),
    )
    story.on("gp_referral_letter_written").after(2, 9)
    if way in {"booked", "no_slots"}:
        story.ask("ubrn_converted" if way == "booked" else "asi_worklist", ubrn=ubrn)
    elif way == "again":
        story.on("ubrn_converted", ubrn=ubrn).after(6, 20).ask("asi_worklist", ubrn=ubrn)
    else:
        reason = story.pick("information_missing", "wrong_service")
        story.on("ubrn_converted", ubrn=ubrn).after(2, 6)
        if way == "rejected":
            story.ask("referral_rejected", reason=reason)
        else:
            story.on("referral_rejected", reason=reason).after(3, 12).ask("re_referred", by="gp")
    _follow(story)


@family(
    "start-interface",
    "Through an assessment service",
    "An assessment service receives the referral first; a second booking reference or an onward referral follows.",
    asks="D T R",
    rules="ST5 A7-3 TRA-2",
    wrong="letter_date registered first_seen transfer_restarts floor_weeks",
    slips="wrong_start missing_start duplicate",
    noise="",
)
def interface(story: Story) -> None:
    story.on("gp_referral_letter_written").after(2, 9)
    way = story.pick("first", "second", "onward")
    if way == "first":
        story.ask("referral_received", by="interface_service")
    elif way == "second":
        first, second = (f"{story.random.randrange(10**12):012d}" for _ in range(2))
        story.on("ubrn_converted", ubrn=first, service="interface_service").after(10, 30)
        story.ask("ubrn_converted", ubrn=second, linked_to=first)
    else:
        story.on("referral_received", by="interface_service").after(10, 30)
        story.on("interface_assessment", rtt_code="10").after(2, 9)
        story.ask("transfer_in", provider=story.pick(*OTHERS), iptamds=True)
    _follow(story)


@family(
    "start-self",
    "Patients who refer themselves",
    "A patient refers themselves; the pathway is agreed locally or not, and a professional ratifies it or does not.",
    asks="D T R",
    rules="ST6 NS9",
    wrong="registered first_seen floor_weeks",
    slips="",
    noise="",
)
def self_referral(story: Story) -> None:
    way = story.pick("ratified", "ratified", "not_ratified", "not_agreed")
    if way == "not_agreed":
        story.ask("self_referral_received", locally_agreed=False)
    else:
        story.on("self_referral_received", locally_agreed=True).after(3, 15).ask(f"self_referral_{way}")
    _follow(story)


@family(
    "start-none",
    "Outside the 18 weeks",
    "A test for the GP, a service that no consultant leads, emergency care, or a decision that follows it.",
    asks="D C R B",
    rules="NS1 NS2 NS3 ST13",
    wrong="floor_weeks",
    slips="",
    noise="",
)
def no_start(story: Story) -> None:
    way = story.pick("test", "service", "emergency", "elective")
    if way == "emergency":
        story.after(1).ask("emergency_attendance")
    elif way == "elective":
        story.on("emergency_attendance").after(3, 14)
        story.ask("decision_to_admit", after="emergency_attendance", elective=True)
    else:
        story.on("gp_referral_letter_written").after(2, 9)
        tests = {"test": story.pick("mri", "ct", "ultrasound")}
        asked = ("direct_access_diagnostic_request", tests) if way == "test" else ("referral_received", GP_TO_NURSES)
        story.ask(asked[0], **asked[1])
        _follow(story)


@family(
    "start-second-side",
    "The second side",
    "One side has been treated; being clinically ready and being available for the other fall on different days.",
    asks="D T R",
    rules="ST7",
    wrong="floor_weeks",
    slips=STOPPED,
    noise=QUIET,
)
def second_side(story: Story) -> None:
    story.referred().listed().after(30, 70).on(
        "admission", **{"for": "first_definitive_treatment", "side": "left", "rtt_code": "30"}
    )
    ready, available = "clinically_ready_second_side", "patient_available_second_side"
    first, second = story.pick((ready, available), (available, ready))
    story.after(40, 80)
    if story.chance(0.3):
        story.ask(first, side="right")
        return
    story.on(first, side="right").after(5, 30).ask(second, side="right")


@family(
    "start-new-treatment",
    "Another treatment after the first",
    "After treatment something more is decided: new, part of the plan, a change of dose, or the GP refers again.",
    asks="D T R",
    rules="ST8 ST9 NS12 NS8",
    wrong="floor_weeks",
    slips=STOPPED,
    noise=QUIET,
)
def new_treatment(story: Story) -> None:
    story.referred().seen_first().after(10, 40).on("treatment_started", definitive=True, rtt_code="30").after(30, 90)
    way = story.pick("new", "new", "planned", "dose", "elsewhere", "referred")
    if way == "new":
        story.ask("new_treatment_decision", substantively_new=True)
    elif way == "planned":
        story.ask("new_treatment_decision", substantively_new=False, in_agreed_plan=True)
    elif way == "dose":
        story.ask("medication_dose_change")
    elif way == "referred":
        story.ask("re_referred", by="gp", route="letter")
    else:
        other = story.pick(*OTHERS)
        story.on("new_treatment_decision", substantively_new=True, refer_to=other).after(4, 14)
        story.ask("referral_received", provider=other)


@family(
    "start-separate-condition",
    "Referred on by the consultant",
    "The consultant refers to a colleague, for the same condition or for another one.",
    asks="D C R B",
    rules="ST15 NS4 TRA-7",
    wrong="same_condition_new floor_weeks",
    accepts_either="decision",
)
def separate_condition(story: Story) -> None:
    to = story.pick("Dermatology", "General surgery", "Rheumatology", "Urology", "Neurology")
    story.referred().seen_first()
    story.after(0, 20).ask(f"consultant_referral_{story.pick('new', 'same')}_condition", to=to)


@family(
    "start-after-monitoring",
    "Going ahead after active monitoring",
    "The clock had stopped for active monitoring; then somebody decides to go ahead, or the patient comes for a check.",
    asks="D T C R",
    rules="ST10 AM9 A9 CHO-15 NS5",
    wrong="resume_11 floor_weeks",
    slips=f"{STOPPED} missing_review",
    noise=QUIET,
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
    if story.chance(0.2):
        story.after(30, 60).ask("diagnostic_attended", routine_check=True, test="ultrasound")
        return
    story.after(60, 110).ask(story.pick("decision_to_treat", "decision_to_admit", "patient_wishes_to_proceed"))


@family(
    "start-cross-border",
    "From another country of the United Kingdom",
    "A patient who waits in Scotland or Wales comes under an English commissioner.",
    asks="D T R",
    rules="ST14",
    wrong="letter_date registered first_seen floor_weeks",
    slips="",
    noise="",
)
def cross_border(story: Story) -> None:
    country = story.pick("scotland", "wales")
    story.on("referral_received", country=country).after(40, 120).on("gp_referral_letter_written").after(2, 9)
    story.ask("referral_received", by="gp", country="england")
    _follow(story)


def _follow(story: Story) -> None:
    """Registered and first seen, with more or less in between."""
    story.after(1, 8).fact("registered_on_pas")
    for name in LATER[: story.dials.noise]:
        story.after(1, 6).fact(name)
    story.after(14, 40).fact("first_attended")
