"""The monthly return, weeks, and working days (RULEBOOK A8, A9, M)."""

from datetime import date, timedelta

from practice.family import family
from practice.story import Story
from rules.calendar import add_days, add_working_days, month_end


@family(
    "return-parts",
    "Where the return counts a patient",
    "A patient waits, was treated in the month or before it, or a stop was found late: which part of a month's return?",
    kind="verdict",
    decisions="Part_1A Part_1B Part_2 Part_2A none none_now",
    asks="D C R",
    rules="A9 A9-1 RET-1 VAL-5",
    accepts_either="decision",
    slips="",
    noise="",
    version=2,
)
def parts(story: Story) -> None:
    last = month_end(add_days(story.today.replace(day=1), -1))
    way = story.pick("waits", "listed", "admitted", "admitted", "clinic", "clinic", "before", "late")
    seen = _to_working_day(add_days(last.replace(day=1), -story.random.randint(20, 55)))
    story.begin_on(_to_working_day(add_days(seen, -story.random.randint(25, 60)))).referred()
    story.begin_on(seen).on("appointment_attended", first=True, rtt_code="10")
    if way in {"listed", "admitted"}:
        story.on("decision_to_admit")
    inside = _to_working_day(last.replace(day=story.random.randint(1, 24)))
    if way == "admitted":
        story.begin_on(inside).on("admission", **{"for": "first_definitive_treatment"})
    elif way in {"clinic", "before"}:
        story.begin_on(inside if way == "clinic" else _to_working_day(add_days(seen, story.random.randint(1, 15))))
        story.on("appointment_attended", first=False, treatment="first_definitive_treatment")
    elif way == "late":
        story.begin_on(_to_working_day(add_days(seen, story.random.randint(1, 15))))
        story.on("treatment_started", definitive=True, found_on=inside)
    story.question(question=f"In which part of the return for {last:%B %Y} is this pathway?", month=f"{last:%Y-%m}")


def _to_working_day(day: date) -> date:
    """The day itself, or the next working day."""
    return add_working_days(add_days(day, -1), 1)


@family(
    "weeks",
    "Weeks, and where they end",
    "A clock is read on a day near its 18 or 52 weeks: how many days, within the limit or over it?",
    kind="verdict",
    decisions="within over",
    asks="D B N R",
    rules="A8 RET-2",
    slips="",
    noise="",
    version=3,
)
def weeks(story: Story) -> None:
    limit = story.pick(18, 18, 52)
    story.referred()
    read_on = story.day + timedelta(days=story.near(7 * limit, 7 * limit - 20, 7 * limit + 20, since=story.day))
    question = f"Is the wait within {limit} weeks on the day it is read, and from which day is it over?"
    story.question(question=question, snapshot=read_on, limit_weeks=limit)


@family(
    "working-days",
    "Counting working days",
    "Something has to be done within some working days of a day: which is the last of them?",
    kind="verdict",
    asks="O R",
    rules="M",
    slips="",
    noise="",
)
def working(story: Story) -> None:
    count = story.pick(2, 3, 5, 10, 15)
    story.referred()
    question = f"Which day is {count} working days after the referral was received?"
    story.question(question=question, **{"from": story.day, "working_days": count})
