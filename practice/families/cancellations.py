"""Cancellations, and patients who are unfit: the clock runs (RULEBOOK A3, D1)."""

from practice.families.choice import AGREED
from practice.family import BUSY, OPEN, family
from practice.story import Story

CLINICAL = ("unfit", "infection", "not_needed")
RESOURCES = ("ward_bed", "critical_care_bed", "surgeon", "anaesthetist", "theatre_staff", "emergency", "list_overran")
OTHER_RESOURCES = ("equipment", "administration")


@family(
    "cancel-reason",
    "Cancelled, and why",
    "The hospital cancels: for the patient's own condition, or for want of a bed, a surgeon, a list.",
    kind="verdict",
    decisions="clinical non_clinical",
    asks="D R",
    rules="CAN-11 CAN-12",
    noise=BUSY,
    version=2,
)
def reason(story: Story) -> None:
    story.referred().listed().after(30, 70)
    story.on("provider_cancels", reason=story.pick(*story.pick(CLINICAL, (*RESOURCES, *OTHER_RESOURCES))))
    story.question(question="Is the reason a clinical one?", operation_booked_for=story.day)


@family(
    "cancel-28-days",
    "A new date within 28 days",
    "The hospital cancelled an operation: does the 28-day guarantee apply, and was the patient treated in time?",
    kind="verdict",
    decisions="met breach not_in_scope running",
    asks="D O R",
    rules="CAN-5 CAN-6 CAN-7",
    noise="letter_sent patient_contacted",
    version=2,
)
def guarantee(story: Story) -> None:
    way = story.pick("treated", "treated", "treated", "waits", "waits_long", "clinical", "early")
    story.referred().listed().after(40, 80)
    days = story.near(28, 12, 44, since=story.day)
    whys = {"clinical": CLINICAL[:2], "early": ("surgeon", "theatre_staff")}.get(way, RESOURCES)
    story.on("provider_cancels", reason=story.pick(*whys))
    booked = story.later(5) if way == "early" else story.day
    if way == "treated":
        story.after(days).on("admission", **{"for": "first_definitive_treatment"})
    elif way != "waits":
        story.after(29, 40).on("patient_contacted", outcome="still_wants")
    story.question(question="What of the 28-day guarantee, as of today?", operation_booked_for=booked)


@family(
    "unfit",
    "Unfit for now",
    "A patient on the list is unfit: some want to pause the clock, some to use the planned list; or it is monitored.",
    asks="D C R B",
    rules="EXC-1 EXC-2 EXC-4 CHO-7 NX7 PL1 SP9 AM1",
    wrong="pause planned_parks floor_weeks",
    slips=f"{OPEN} planned_list",
    declares="rtt-planned-while-open",
    noise=BUSY,
    version=2,
)
def unfit(story: Story) -> None:
    story.referred().listed().after(20, 50)
    why, weeks = story.pick("optimisation", "infection", "other_specialty"), story.pick(3, 5, 8)
    way = story.pick("unfit", "planned", "monitored")
    if way == "unfit":
        story.ask("patient_unfit", reason=why, weeks=weeks)
        return
    story.on("patient_unfit", reason=why, weeks=weeks).after(1, 7)
    if way == "planned":
        story.ask("planned_list_added", reason="unfit", due=story.ahead(42))
    else:
        story.ask("active_monitoring_start", initiated_by="care_professional", reason="clinical", weeks=12, **AGREED)


@family(
    "cancel-postponed",
    "Postponed, or cancelled?",
    "On the day the hospital moves an operation, to the next day or further, for the first time or again.",
    kind="verdict",
    decisions="in_scope not_in_scope",
    asks="D O R",
    rules="CAN-10",
    noise="letter_sent patient_contacted",
    version=2,
)
def postponed(story: Story) -> None:
    story.referred().listed().after(40, 80)
    moved_to = story.ahead(story.pick(1, 1, 1, 1, 3))
    story.fact("operation_moved_on").question(
        question="Does it count as a cancellation, with the 28-day guarantee?",
        operation_booked_for=story.day,
        operation_time=story.pick("09:30", "11:00", "13:30"),
        reason=story.pick("no ward bed", "no surgeon", "no theatre staff", "the list over-ran"),
        moved_to=moved_to,
        new_time=story.pick("08:30", "09:00", "14:30"),
        previous_postponements=story.pick(0, 0, 0, 1),
    )
