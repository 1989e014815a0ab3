"""Consent: whether a patient can be listed, and what withdrawing it does (RULEBOOK G; local policy)."""

from typing import Any

from practice.family import family
from practice.story import Story

PROCEDURES = ("Total hip replacement", "Knee arthroscopy", "Inguinal hernia repair", "Cataract extraction")


@family(
    "consent-ready",
    "Ready to list?",
    "A consent form and a waiting list entry, before the patient is listed: form, side, signature, capacity.",
    kind="verdict",
    decisions="ready on_the_day not_ready discharge",
    asks="D R",
    rules="CON-1 CON-2 CON-4 CON-8",
    slips="",
    noise="",
    version=2,
    local=True,
)
def ready(story: Story) -> None:
    way = story.pick(*["right"] * 3, *["right_4"] * 2, "side", "unsigned", *["form"] * 2, "best_interests", "changed")
    story.referred().seen_first()
    procedure, side = story.pick(*PROCEDURES), story.pick("left", "right")
    told: dict[str, Any] = {"procedure": procedure, "listed_procedure": procedure}
    told |= {"has_side": True, "side": side, "listed_side": side}
    told |= {"capacity": "has_capacity", "form": "1", "signed_by": "patient"}
    lacking: dict[str, Any] = {"capacity": "lacks_capacity", "form": "4", "signed_by": None, "best_interests": True}
    differs: dict[str, dict[str, Any]] = {
        "right": {},
        "right_4": lacking,
        "side": {"listed_side": "left" if side == "right" else "right"},
        "unsigned": {"signed_by": "nobody"},
        "form": {"capacity": "lacks_capacity", "best_interests": True},
        "best_interests": {**lacking, "best_interests": False},
        "changed": {"changed": ["condition"], "changed_on": story.day, "reconfirmed_on": None},
    }
    story.question(question="Is this patient ready to list, as far as consent goes?", **{**told, **differs[way]})


@family(
    "consent-withdrawn",
    "Consent withdrawn on the day",
    "On the day of the operation the patient withdraws consent, to this operation or to every treatment.",
    kind="verdict",
    decisions="clock_runs clock_stops clock_nullified no_change",
    asks="D T C R",
    rules="CON-9 CAN-13",
    slips="",
    noise="",
    local=True,
    always={"date": "consent is withdrawn, and counts, on one day"},
)
def withdrawn(story: Story) -> None:
    story.referred().listed().after(30, 80)
    if story.chance(0.5):
        story.ask("patient_cancels", reason="withdrew_consent", notice_hours=0)
    else:
        story.ask("patient_declines_treatment", all_treatment=True)
    story.asked["question"] = "What does this do to the RTT clock?"
