"""Booking, letters and numbers: who is offered a date first, when a letter is due, which identifiers are valid."""

from datetime import timedelta

from practice.family import family
from practice.story import Story
from words.nhs_number import synthetic_nhs_numbers

OTHERS = ("patient_B", "patient_C", "patient_D")
PLACES = ("this_patient", *OTHERS)
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
    version=2,
)
def order(story: Story) -> None:
    story.referred().listed()
    asked: dict[str, object] = {f"{place}_priority": story.pick(*PRIORITIES) for place in PLACES}
    weeks = story.random.sample([week for week in range(-6, 14) if week], len(OTHERS))
    for place, since in zip(OTHERS, weeks, strict=True):
        asked[f"{place}_added_on"] = story.later(story.random.randint(0, 2) - 7 * since)
    story.after(44, 50).fact("date_came_free").question(
        question="Which of the four patients is offered the date?", **dict(sorted(asked.items()))
    )


@family(
    "letter-turnaround",
    "Is the letter in time?",
    "A clinic letter was sent some days after the visit, or a discharge summary after a stay in hospital.",
    kind="verdict",
    decisions="in_time late",
    asks="D O N R",
    rules="LET-1 LET-2",
    slips="",
    noise="",
    version=3,
)
def letter(story: Story) -> None:
    question = "Was it sent in time, and by which day was it due?"
    if story.chance(0.5):
        story.referred().seen_first()
        sent = story.day + timedelta(days=story.near(7, 2, 14, since=story.day))
        story.question(question=question, letter="Clinic letter", seen_on=story.day, sent_on=sent)
        return
    story.referred().listed().after(30, 80).on("admission", **{"for": "first_definitive_treatment"})
    home = story.later(story.random.randint(1, 4))
    sent = home + timedelta(days=story.pick(0, 0, 2, 3))  # on the day after, the hour would decide
    story.question(question=question, letter="Discharge summary", discharged_on=home, sent_on=sent)


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
