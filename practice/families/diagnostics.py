"""Waits for tests: six weeks, counted otherwise than the 18 (RULEBOOK C)."""

from datetime import timedelta

from practice.family import family
from practice.story import Story


@family(
    "dm01",
    "Six weeks for a test",
    "A test was asked for and has not been done on the day of the count: within six weeks, or not counted at all?",
    kind="verdict",
    decisions="within breach not_counted",
    asks="D O N R",
    rules="DM01-6-WEEKS DM01-EDGE DM01-START DM01-RTT DM01-PLANNED",
    wrong="42_is_fine",
    accepts_either="date",
    slips="",
    noise="",
    version=2,
)
def six_weeks(story: Story) -> None:
    days = story.near(42, 25, 60)
    test = story.pick("mri", "ct", "ultrasound")
    asked = {"question": "Is this wait within its standard on the day of the count, and on which day is it six weeks?"}
    if story.chance(0.5):
        story.referred().after(10, 40)
        asked["rtt"] = "The patient waits for treatment as well"
    if story.chance(0.2):
        story.on("diagnostic_requested", test=test, planned=True, due=story.day + timedelta(days=days + 28))
    else:
        story.on("diagnostic_requested", test=test)
    story.question(**asked, snapshot=story.day + timedelta(days=days))
