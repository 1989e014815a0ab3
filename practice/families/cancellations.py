"""Cancellations, and patients who are unfit: the clock runs (RULEBOOK A3, D1)."""

from practice.family import BUSY, OPEN, family
from practice.story import Story


@family(
    "cancel-reason",
    "Cancelled, and why",
    "The hospital cancels: for the patient's own condition, or for want of a bed, a surgeon, a list.",
    asks="D C R B",
    rules="NX6 CAN-1",
    wrong="provider_cancel_resets floor_weeks",
    noise=BUSY,
)
def reason(story: Story) -> None:
    story.referred().listed().after(30, 70)
    why = story.pick("ward_bed", "surgeon", "list_overran", "equipment", "unfit", "infection", "preparation")
    story.ask("provider_cancels", reason=why)


@family(
    "unfit",
    "Unfit for now",
    "A patient on the list is unfit: some want to pause the clock, some to move the patient to a planned list.",
    asks="D C R B",
    rules="EXC-1 EXC-2 NX7 PL1",
    wrong="pause planned_parks floor_weeks",
    slips=f"{OPEN} planned_list",
    declares="rtt-planned-while-open",
    noise=BUSY,
)
def unfit(story: Story) -> None:
    story.referred().listed().after(20, 50)
    why = story.pick("unfit_short_term", "optimisation", "infection")
    if story.chance(0.5):
        story.ask("patient_unfit", reason=why, weeks=story.pick(3, 5, 8))
        return
    story.on("patient_unfit", reason=why, weeks=story.pick(3, 5, 8)).after(1, 7)
    story.ask("planned_list_added", reason="unfit", due=story.ahead(42))
