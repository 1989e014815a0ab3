"""Cancellations, and patients who are unfit: the clock runs (RULEBOOK A3, D1)."""

from datetime import timedelta

from practice.family import BUSY, OPEN, family
from practice.story import Story


@family(
    "cancel-reason",
    "Cancelled, and why",
    "The hospital cancels: for the patient's own condition, or for want of a bed, a surgeon, a list.",
    kind="verdict",
    decisions="clinical non_clinical",
    asks="D R",
    rules="CAN-11 CAN-12",
    noise=BUSY,
)
def reason(story: Story) -> None:
    story.referred().listed().after(30, 70)
    why = story.pick("ward_bed", "surgeon", "list_overran", "equipment", "unfit", "infection", "preparation")
    story.on("provider_cancels", reason=why)
    story.question(question="Is the reason a clinical one?", operation_booked_for=story.day, reason=why)


@family(
    "cancel-28-days",
    "A new date within 28 days",
    "An operation was cancelled by the hospital, and a new date was given; does the guarantee apply, and was it met?",
    kind="verdict",
    decisions="met breach not_in_scope running",
    asks="D O R",
    rules="CAN-5 CAN-6 CAN-7",
    noise="letter_sent patient_contacted",
)
def guarantee(story: Story) -> None:
    story.referred().listed().after(40, 80)
    why = story.pick("ward_bed", "surgeon", "theatre_staff", "equipment", "list_overran", "unfit")
    story.on("provider_cancels", reason=why)
    booked = story.day if story.chance(0.8) else story.ahead(5)
    story.question(
        question="Is the 28-day guarantee met?",
        operation_booked_for=booked,
        cancelled_on=story.day,
        reason=why,
        new_date=booked + timedelta(days=story.near(28, 12, 44)),
    )


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


@family(
    "cancel-postponed",
    "Postponed, or cancelled?",
    "On the day the hospital moves an operation, to the next day or further, for the first time or again.",
    kind="verdict",
    decisions="in_scope not_in_scope",
    asks="D O R",
    rules="CAN-10",
    noise="letter_sent patient_contacted",
)
def postponed(story: Story) -> None:
    story.referred().listed().after(40, 80)
    why = story.pick("ward_bed", "surgeon", "theatre_staff", "equipment", "list_overran")
    story.on("provider_cancels", reason=why)
    story.question(
        question="Does it count as a cancellation, with the 28-day guarantee?",
        operation_booked_for=story.day,
        cancelled_on=story.day,
        reason=why,
        operation_time=story.pick("09:30", "11:00", "13:30"),
        postponed_to=story.day + timedelta(days=story.pick(1, 1, 1, 1, 3)),
        new_time=story.pick("08:30", "09:00", "14:30"),
        previous_postponements=story.pick(0, 0, 0, 1),
    )
