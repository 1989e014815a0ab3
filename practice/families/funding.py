"""Funding requests: the clock meanwhile, and the case that is made (RULEBOOK H; local policy)."""

from typing import Any

from practice.family import family
from practice.story import Story


@family(
    "funding-clock",
    "Waiting for funding",
    "Funding was asked for and decided; it was declined, and there is another treatment or there is none.",
    asks="D T C R",
    rules="FUN-1 NX13 SP10",
    wrong="pause",
    slips="",
    noise="",
    version=2,
    local=True,
    always={"decision": "waiting for funding stops no clock", "date": "the decision counts on its day"},
)
def clock(story: Story) -> None:
    story.referred().seen_first().after(7, 20)
    way = story.pick("requested", "approved", "declined", "told", "told")
    if way == "requested":
        story.ask("funding_requested", category="ifr")
        return
    story.on("funding_requested", category="ifr").after(20, 50)
    if way in {"approved", "declined"}:
        story.ask("funding_decided", outcome=way)
        return
    story.on("funding_decided", outcome="declined").after(3, 14)
    story.ask("decision_not_to_treat", reason="funding_declined", communicated=True)


@family(
    "funding-case",
    "Can the request go?",
    "A request for funding before it goes to the panel: is the case made, and is what supports it there?",
    kind="verdict",
    decisions="ready not_ready no_need discharge",
    asks="D R",
    rules="FUN-3 FUN-5 FUN-6",
    slips="",
    noise="",
    local=True,
)
def request(story: Story) -> None:
    story.referred().seen_first()
    way = story.pick("right", "right", "right_prior", "blank", "rare", "social", "criteria")
    clinical = "Pain far beyond that of others at this stage, after every other treatment; a greater gain is likely."
    told: dict[str, dict[str, Any]] = {
        "right": {"category": "ifr", "exceptionality": clinical},
        "right_prior": {"category": "prior_approval", "criteria_met": True},
        "blank": {"category": "ifr", "exceptionality": None},
        "rare": {"category": "ifr", "exceptionality": "The condition is rare and few others have it."},
        "social": {"category": "ifr", "exceptionality": "The patient is a carer and may lose their job."},
        "criteria": {"category": "prior_approval", "criteria_met": False},
    }
    asked = {"treatment": "Bariatric surgery", "consultant": "Miss Lindgren", "status": "draft"}
    story.question(question="Can this request go to the panel as it is?", **asked, **told[way])
