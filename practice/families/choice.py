"""Patients who wish to wait: offers, delay, thinking time, active monitoring (RULEBOOK A4)."""

from datetime import timedelta

from practice.family import BUSY, QUIET, STOPPED, family
from practice.story import Story

AGREED = {"clinical_conversation": True, "patient_agreed": True}


def decline(story: Story, notice: int) -> None:
    """A date is offered with so many days' notice and declined at once."""
    tci = story.ahead(notice)
    story.on("tci_offered", tci=tci, declined=True)


@family(
    "choice-monitoring",
    "Dates declined, monitoring entered",
    "A patient declines one date or two; then active monitoring is entered because they wish to wait.",
    asks="D T C R",
    rules="AM4 AM5 CHO-5 CHO-8 SP9",
    wrong="one_offer any_notice pause 31_for_32",
    declares="rtt-monitoring-not-allowed",
    noise="letter_sent patient_contacted",
)
def choice_monitoring(story: Story) -> None:
    story.referred().listed().after(14, 30)
    decline(story, 22)
    story.fact("offer_declined")
    if story.chance(0.6):
        story.after(8, 13)
        decline(story, story.near(21, *story.pick((8, 19), (23, 38), (23, 38))))
    story.after(4, 9).ask(
        "active_monitoring_start", initiated_by="care_professional", reason="patient_delay", weeks=12, **AGREED
    )


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
    story.ask("active_monitoring_start", initiated_by="care_professional", reason="patient_delay", weeks=12, **AGREED)


@family(
    "choice-delay",
    "The patient asks to wait",
    "A patient is away or asks for a later date, for some weeks or for many.",
    asks="D C R B",
    rules="CHO-10 CHO-11 CHO-12 NX10 AM7",
    wrong="pause floor_weeks",
    noise=BUSY,
)
def delay(story: Story) -> None:
    story.referred().listed().after(14, 40)
    if story.chance(0.5):
        story.ask("patient_requests_delay", weeks=story.near(6, 2, 14), reason=story.pick("work", "family", "holiday"))
        return
    start = story.day
    until = story.after(14, 40).day
    story.day = start
    story.ask("patient_unavailable", **{"from": start, "to": until, "reason": "holiday"})


@family(
    "choice-thinking",
    "Time to think",
    "The patient wants to think about the operation: for days, or for months as agreed with the clinician.",
    asks="D T C R",
    rules="CHO-14 AM10 NX3 SP9",
    wrong="thinking_stops pause",
)
def thinking(story: Story) -> None:
    story.referred().seen_first().after(7, 30)
    if story.chance(0.5):
        story.ask("thinking_time_agreed", days=story.pick(4, 7, 10, 14))
        return
    story.ask("thinking_time_agreed", weeks=story.pick(12, 16), active_monitoring=True, clinical_decision=True)


@family(
    "choice-position",
    "Back from monitoring by choice",
    "A patient who chose to wait wants to go ahead: the clock says one number, the place on the list another.",
    asks="D T C R",
    rules="CHO-15 AM9 ST10",
    wrong="resume_11 floor_weeks",
    slips=f"{STOPPED} missing_review",
    noise=QUIET,
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
    story.after(20, 40).ask("patient_wishes_to_proceed")
