"""Cancer meetings: what still has to follow from an outcome (RULEBOOK I, B7)."""

from typing import Any

from practice.family import family
from practice.story import Story

NURSE = "the clinical nurse specialist"
URGENT = "urgent_suspected_cancer"
REASONS = ("told", "reason", "reason", "no_reason")
UPGRADES = ("declined", "open", "barred")
OUTCOMES = {"refer": "refer", "referred": "refer"}


@family(
    "mdt-outcome",
    "After the meeting",
    "What was recorded about one patient at a cancer meeting: is anything left to do or to correct?",
    kind="verdict",
    decisions="ready not_ready",
    asks="D R",
    rules="MDT-4 MDT-6 MDT-7 MDT-8",
    slips="",
    noise="",
    version=2,
)
def outcome(story: Story) -> None:
    way = story.pick(*("told", "later", "by_nobody", "no_date", "no_gp", "refer", "referred"), *UPGRADES, *REASONS)
    days = story.near(38, 20, 45)
    story.ahead(days)
    start = story.on("referral_received", route="routine" if way in {"declined", "open"} else URGENT).day
    result = OUTCOMES.get(way) or (story.pick("palliative", "active_monitoring") if "reason" in way else "treat_here")
    story.after(days).on("mdt_discussion", outcome=result)
    told = {"told_by": NURSE, "told_on": story.later(3), "gp_told_on": story.later(4)}
    recorded: dict[str, dict[str, Any]] = {
        "by_nobody": {"told_by": None, "told_on": None},
        "later": {"told_by": NURSE, "tell_by": story.later(12), "told_on": None},
        "no_gp": {**told, "gp_told_on": None},
        "no_date": {"told_by": NURSE, "tell_by": None, "told_on": None},
        "refer": {"cancer_clock_start": start, "transferred_on": None} | told,
        "referred": {"cancer_clock_start": start, "transferred_on": story.later(1)} | told,
        "declined": {"route": "routine", "upgrade_declined": True, "upgraded_on": None} | told,
        "open": {"route": "routine", "upgrade_declined": False, "upgraded_on": None} | told,
        "barred": {"route": URGENT, "upgraded_on": story.day} | told,
        "reason": {"no_treatment_reason": "10" if result == "active_monitoring" else story.pick("02", "03", "04")}
        | told,
        "no_reason": {"no_treatment_reason": None} | told,
    }
    story.question(
        question="Is anything left to do or to correct for this patient?", outcome=result, **recorded.get(way, told)
    )
