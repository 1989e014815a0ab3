"""Patients who wish to wait: offers, delay, thinking time, active monitoring (RULEBOOK A4)."""

from datetime import timedelta

from practice.family import STOPPED, family
from practice.story import Story

AGREED = {"clinical_conversation": True, "patient_agreed": True}
BY_DELAY = {"initiated_by": "care_professional", "reason": "patient_delay", **AGREED}


def decline(story: Story, notice: int) -> None:
    """A date is offered with so many days' notice and declined at once."""
    tci = story.ahead(notice)
    story.on("tci_offered", tci=tci, declined=True)


def think_long(story: Story) -> None:
    """Months to think, as agreed with the clinician, are asked about."""
    story.ask("thinking_time_agreed", weeks=story.pick(12, 16), active_monitoring=True, clinical_decision=True)


@family(
    "choice-monitoring",
    "Dates declined, monitoring entered",
    "A patient declines one date or two; then active monitoring is entered because they wish to wait.",
    asks="D T C R",
    rules="AM4 AM5 CHO-2 CHO-5 CHO-8 SP9",
    wrong="one_offer any_notice pause 31_for_32",
    declares="rtt-monitoring-not-allowed",
    noise="letter_sent patient_contacted",
    version=2,
)
def choice_monitoring(story: Story) -> None:
    story.referred().listed().after(14, 30)
    decline(story, 22)
    story.fact("offer_declined")
    if story.chance(0.6):
        story.after(8, 13)
        decline(story, story.near(21, *story.pick((8, 19), (23, 38), (23, 38))))
    story.after(4, 9)
    agreed = True if story.chance(0.4) else story.later(story.random.randint(3, 12))
    story.ask("active_monitoring_start", **BY_DELAY, weeks=12, communicated=agreed)


@family(
    "choice-reasonable",
    "Is the date reasonable?",
    "A patient declines a date; then another is offered. Is the last one reasonable, and near enough to the first?",
    kind="verdict",
    decisions="reasonable not_reasonable too_far",
    asks="D R N",
    rules="CHO-2 CHO-3",
    wrong="any_notice",
    noise="letter_sent patient_contacted",
    accepts_either="decision",
)
def reasonable(story: Story) -> None:
    story.referred().listed().after(14, 30)
    first = story.ahead(28)
    if story.chance(0.4):
        story.ask("tci_offered", tci=story.ahead(story.near(21, 5, 40)), declined=True)
    else:
        story.on("tci_offered", tci=first, declined=True).after(5, 9)
        gap = story.near(42, 10, 60) if story.chance(0.6) else (story.ahead(story.near(21, 8, 19)) - first).days
        story.ask("tci_offered", tci=first + timedelta(days=gap), declined=True)
    story.asked["question"] = "Is this a reasonable offer?"


@family(
    "choice-elsewhere",
    "Sooner, but elsewhere",
    "An earlier date at another provider is declined, once or twice.",
    asks="D C R B",
    rules="CHO-9 AM6 NX8 SP9",
    wrong="one_offer pause",
    declares="rtt-monitoring-not-allowed",
    noise="letter_sent patient_contacted",
)
def elsewhere(story: Story) -> None:
    story.referred().listed().after(30, 60)
    team = story.pick("Mr Okafor's team", "Miss Lindgren's team", "Mr Ashdown's team")
    offer = {"to": "Westmere Hospital", "team": team, "appropriate": True}
    if story.chance(0.5):
        story.ask("alternative_provider_offer_declined", tci=story.ahead(24), **offer)
        return
    for _ in range(story.pick(1, 2)):
        story.on("alternative_provider_offer_declined", tci=story.ahead(24), **offer).after(6, 10)
    story.ask("active_monitoring_start", **BY_DELAY, weeks=12, communicated=True)


@family(
    "choice-delay",
    "The patient asks to wait",
    "A patient is away or asks for a later date; or is discharged for it; or would rather see how it goes.",
    asks="D C R B",
    rules="CHO-1 CHO-10 CHO-11 CHO-12 NX10 AM7 SP8 CHO-6 AM1",
    wrong="pause floor_weeks",
    declares="rtt-discharge-not-valid",
    noise="letter_sent validated",
    version=2,
)
def delay(story: Story) -> None:
    story.referred().listed().after(14, 40)
    way = story.pick("asks", "asks", "away", "away", "discharged", "copes", "copes", "copes")
    if way == "asks":
        story.ask("patient_requests_delay", weeks=story.near(6, 2, 14), reason=story.pick("work", "family", "holiday"))
    elif way == "copes":
        idea = {"initiated_by": "patient", "reason": "see_how_they_cope", "weeks": story.pick(12, 16, 26)}
        story.ask("active_monitoring_start", **idea, **AGREED)
    elif way == "discharged":
        story.on("patient_requests_delay", weeks=story.random.randint(7, 14), reason="work").after(3, 9)
        story.ask("discharge_to_gp", reason="delay", clinician_reviewed=False)
    else:
        away = {"from": story.day, "to": story.later(story.random.randint(14, 40)), "reason": "holiday"}
        story.ask("patient_unavailable", **away)


@family(
    "choice-thinking",
    "Time to think",
    "The patient wants to think about the operation: for days, or for months as agreed with the clinician.",
    asks="D T C R",
    rules="CHO-14 AM10 NX3 SP9",
    wrong="thinking_stops pause",
    accepts_either="code",
    version=2,
    always={"date": "longer time to think is agreed with the patient on the day it begins"},
)
def thinking(story: Story) -> None:
    story.referred().seen_first().after(7, 30)
    if story.chance(0.5):
        story.ask("thinking_time_agreed", days=story.pick(4, 7, 10, 14))
    else:
        think_long(story)


@family(
    "choice-position",
    "Back from monitoring by choice",
    "A patient who chose to wait wants to go ahead: the clock says one number, the place on the list another.",
    kind="verdict",
    decisions="new_clock no_change",
    asks="D T N R",
    rules="CHO-15 AM9 ST10 D3 NS5",
    wrong="resume_11 floor_weeks",
    slips=f"{STOPPED} missing_review",
    noise="letter_sent patient_contacted",
    version=2,
)
def position(story: Story) -> None:
    story.referred().listed().after(14, 30)
    for _ in range(2):
        decline(story, 28)
        story.after(5, 9)
    story.on(
        "active_monitoring_start",
        initiated_by="care_professional",
        reason="two_reasonable_offers_declined",
        review_due=story.ahead(84),
        rtt_code="32",
        **AGREED,
    )
    story.after(20, 40)
    if story.chance(0.3):
        story.on("diagnostic_attended", routine_check=True, test="ultrasound")
    else:
        story.on("patient_wishes_to_proceed").after(3, 12).on("tci_offered", tci=story.ahead(24))
    story.question(
        question="Has a new RTT clock started, on which day, and how many days count today for the place on the list?"
    )
