"""Cancer meetings: what still has to follow from an outcome (RULEBOOK I, B7)."""

from datetime import timedelta
from typing import Any

from practice.family import family
from practice.story import Story

NURSE = "the clinical nurse specialist"
REASONS = ("told", "reason", "reason", "no_reason")


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
)
def outcome(story: Story) -> None:
    way = story.pick(*("told", "by_nobody", "no_date", "no_gp", "refer"), *("declined", "open", "barred"), *REASONS)
    route = "routine" if way in {"declined", "open"} else "urgent_suspected_cancer"
    story.on("referral_received", route=route).after(20, 35)
    told = {"told_by": NURSE, "told_on": story.day + timedelta(days=3), "gp_told_on": story.day + timedelta(days=4)}
    recorded: dict[str, dict[str, Any]] = {
        "told": {"outcome": "treat_here"} | told,
        "by_nobody": {"outcome": "treat_here", "told_by": None},
        "no_gp": {"outcome": "treat_here", **told, "gp_told_on": None},
        "no_date": {"outcome": "treat_here", "told_by": NURSE, "tell_by": None},
        "refer": {"outcome": "refer", "cancer_clock_start": story.day - timedelta(days=story.near(38, 20, 45))} | told,
        "declined": {"route": "routine", "upgrade_declined": True, "upgraded_on": None, "outcome": "treat_here"} | told,
        "open": {"route": "routine", "upgraded_on": None, "outcome": "treat_here"} | told,
        "barred": {"route": "urgent_suspected_cancer", "upgraded_on": story.day, "outcome": "treat_here"} | told,
        "reason": {
            "outcome": story.pick("palliative", "active_monitoring"),
            "no_treatment_reason": story.pick("02", "03", "04"),
        }
        | told,
        "no_reason": {"outcome": "palliative", "no_treatment_reason": None} | told,
    }
    story.question(question="Is anything left to do or to correct for this patient?", **recorded[way])
