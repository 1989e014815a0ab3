"""Rows of a waiting list: what is wrong with one, and what a validator decides (RULEBOOK E)."""

from practice.family import OPEN, STOPPED, family
from practice.story import Story

QUESTION = "The list shows this row. What do you decide?"
ROW_SLIPS = "dna_not_33 missing_new_start nothing_next not_in_2a wrong_number wrong_function missing_review died_open"


@family(
    "validate-list",
    "Rows of the waiting list",
    "A row of the list as the system shows it, with the documents behind it; some rows are right as they are.",
    asks="D T C R",
    rules="E1-1 E1-4 E1-6 E1-11 E1-13 E1-15 E1-18 E1-19 E1-20 VAL-3 E2 ST4 SP2 SP8",
    seldom="A6 SP1 SP7 ST11",
    wrong="first_seen floor_weeks",
    slips=f"{OPEN} {STOPPED} {ROW_SLIPS}",
    accepts_either="decision code date",
    kind="validate",
)
def row(story: Story) -> None:
    story.referred()
    way = story.pick("waiting", "listed", "treated", "clinic", "missed", "monitored", "died", "back")
    if way == "missed":
        story.after(21, 50).on("dna", first=True, clearly_communicated=True, rtt_code="33")
        story.after(1, 8).on("patient_contacts_to_rebook")
    elif way == "listed":
        story.listed()
    elif way == "treated":
        story.listed().after(30, 80).on("admission", **{"for": "first_definitive_treatment", "rtt_code": "30"})
    else:
        story.seen_first()
        _go_on(story, way)
    story.question(question=QUESTION)


def _go_on(story: Story, way: str) -> None:
    """What followed the first appointment, some weeks later."""
    story.after(20, 60)
    if way == "clinic":
        story.on("appointment_attended", first=False, treatment="first_definitive_treatment", rtt_code="30")
    elif way == "died":
        died = story.day
        story.after(1, 9).on("death_notified", died=died, rtt_code="36")
    elif way == "back":
        story.on("discharge_to_gp", reason="primary_care", clinician_reviewed=True, rtt_code="34")
    elif way == "monitored":
        agreed = {"clinical_conversation": True, "patient_agreed": True, "review_due": story.ahead(182)}
        story.on(
            "active_monitoring_start",
            initiated_by="patient",
            reason="see_how_they_cope",
            rtt_code="31",
            **agreed,
        )
