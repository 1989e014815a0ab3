"""Booking, letters and numbers: who is offered a date first, when a letter is due, which identifiers are valid."""

from datetime import timedelta

from practice.family import family
from practice.story import Story
from words.nhs_number import synthetic_nhs_numbers

PLACES = ("first", "second", "third", "fourth")
PRIORITIES = ("P2", "P3", "P4")


@family(
    "booking-order",
    "Who is offered the date",
    "An operation date has come free; four patients of the same list could have it.",
    kind="verdict",
    decisions=" ".join(PLACES),
    asks="D R",
    rules="D3 D3-1",
    slips="",
    noise="",
)
def order(story: Story) -> None:
    story.referred().listed().after(2, 9)
    priorities = [story.pick(*PRIORITIES) for _ in PLACES]
    days = story.random.sample(range(5, 160), len(PLACES))
    patients: dict[str, object] = {}
    for place, priority, since in zip(PLACES, priorities, days, strict=True):
        patients[f"{place}_priority"] = priority
        patients[f"{place}_added_on"] = story.day - timedelta(days=since)
    story.question(question="Which of the four patients is offered the date?", **patients)


@family(
    "letter-turnaround",
    "Is the letter in time?",
    "A clinic letter or a discharge summary was sent some days after the visit or the discharge.",
    kind="verdict",
    decisions="in_time late",
    asks="D O N R",
    rules="LET-1 LET-2",
    slips="",
    noise="",
)
def letter(story: Story) -> None:
    question = "Was it sent in time, and by which day was it due?"
    story.referred().seen_first()
    if story.chance(0.5):
        sent = story.day + timedelta(days=story.near(7, 2, 14))
        story.question(question=question, letter="Clinic letter", seen_on=story.day, sent_on=sent)
    else:
        sent = story.day + timedelta(days=story.random.randint(0, 3))
        story.question(question=question, letter="Discharge summary", discharged_on=story.day, sent_on=sent)


@family(
    "identifiers",
    "Is the number valid?",
    "An NHS number or a pathway identifier as it was typed.",
    kind="verdict",
    decisions="valid invalid",
    asks="D R",
    rules="ID-1 ID-2 ID-3",
    slips="",
    noise="",
)
def identifier(story: Story) -> None:
    story.referred()
    number = next(synthetic_nhs_numbers(story.random.randrange(2**32), story.random.randrange(1000)))
    if story.chance(0.5):
        typed = story.pick(
            number, number, _change_digit(story, number), number[:-1], number[1] + number[0] + number[2:]
        )
        story.question(question="Is this a valid NHS number?", nhs_number=typed)
    else:
        ppid = f"RXA{number:0>17}"
        typed = story.pick(ppid, ppid, ppid[:-1], f"{ppid}1", f"{ppid[:8]}-{ppid[9:]}")
        story.question(question="Is this a valid patient pathway identifier?", ppid=typed)


def _change_digit(story: Story, number: str) -> str:
    place = story.random.randint(3, len(number) - 1)
    return f"{number[:place]}{(int(number[place]) + 1) % 10}{number[place + 1 :]}"
