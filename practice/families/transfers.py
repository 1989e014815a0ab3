"""Transfers between providers: who reports the wait, and what the form carries (RULEBOOK A7)."""

from typing import Any

from practice.family import family
from practice.story import Story


@family(
    "transfer-reporter",
    "Who reports the wait?",
    "A patient is sent to another provider for treatment, for an opinion, or under an agreement of two providers.",
    kind="verdict",
    decisions="sender receiver both neither",
    asks="D R",
    rules="TRA-1 TRA-8 A7 A7-1 R25",
    slips="",
    noise="",
)
def reporter(story: Story) -> None:
    story.referred().seen_first()
    way = story.pick("treatment", "opinion", "aid", "agreed", "not_agreed")
    told: dict[str, dict[str, Any]] = {
        "treatment": {"responsibility_moves": True, "transfer_type": "inter_provider"},
        "opinion": {"responsibility_moves": False, "transfer_type": "opinion_or_diagnostics"},
        "aid": {"responsibility_moves": story.chance(0.5), "mutual_aid": True},
        "agreed": {"responsibility_moves": True, "reported_by": "sender", "commissioner_agreed": True},
        "not_agreed": {"responsibility_moves": True, "reported_by": "sender", "commissioner_agreed": False},
    }
    story.question(question="Which of the two providers reports this wait?", **told[way])


@family(
    "transfer-form",
    "The form, checked",
    "An open wait has moved to another provider: the form as it came, and what the systems of both hold.",
    kind="verdict",
    decisions="complete wrong_start wrong_status wrong_identifier wrong_dates",
    asks="D R",
    rules="TRA-2 TRA-3 TRA-5 TRA-6 A7-3",
    slips="",
    noise="",
    version=2,
)
def form(story: Story) -> None:
    way = story.pick(
        "complete", "complete", "complete", "start", "other_start", "no_start", "form", "sender", "ppid", "order"
    )
    start = story.referred().day
    seen = story.seen_first().day
    requested = story.after(14, 60).day
    story.after(1, 6)
    ppid = f"RXA{story.random.randrange(10**17):017d}"
    told: dict[str, Any] = {
        "clock_start": start,
        "rtt_status": "20",
        "sender_code": "21",
        "ppid": ppid,
        "requested_date": requested,
        "received_date": story.day,
        "receiver_clock_start": start,
    }
    wrong: dict[str, dict[str, Any]] = {
        "start": {"receiver_clock_start": story.day},
        "other_start": {"clock_start": seen, "receiver_clock_start": seen},
        "no_start": {"clock_start": None, "receiver_clock_start": None},
        "form": {"rtt_status": story.pick("21", "10", "11")},
        "sender": {"sender_code": story.pick("20", "30", "34")},
        "ppid": {"ppid": story.pick(ppid[:-1], f"{ppid}0")},
        "order": {"requested_date": story.day, "received_date": requested},
    }
    told |= {"transfer_type": "inter_provider", "responsibility_moves": True} | wrong.get(way, {})
    story.question(question="Is everything right, or what has to be corrected?", **told)
