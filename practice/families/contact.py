"""Validation by contact, of planned lists, of duplicates and of codes (RULEBOOK A6, E, VAL)."""

from practice.family import family
from practice.story import Story

QUESTION = "The list shows this row. What do you decide?"


@family(
    "validate-contact",
    "What came of the contact",
    "The list was validated by letter and call: no reply, still wanted, treated elsewhere, or all treatment declined.",
    asks="D T C R",
    rules="VAL-2 VAL-3 VAL-5",
    wrong="silence_stops",
    slips="missing_stop",
    accepts_either="decision",
    kind="validate",
    version=2,
    local=True,
)
def contact(story: Story) -> None:
    story.referred().seen_first().after(30, 70)
    way = story.pick(*("no_reply", "no_reply", "still_wants", "cannot_now"), *("elsewhere", "declines", "found") * 2)
    if way in {"no_reply", "still_wants", "cannot_now"}:
        story.on("patient_contacted", outcome=way)
    elif way == "declines":
        story.on("patient_declines_treatment", all_treatment=True, rtt_code="35")
    elif way == "elsewhere":
        story.on("treated_elsewhere", by=story.pick("nhs", "private"))
    else:
        story.on("appointment_attended", first=False, treatment="first_definitive_treatment")
        story.after(35, 60).fact("found_on")
    story.question(question=QUESTION)


@family(
    "validate-planned",
    "Planned, overdue, undated",
    "A row of the planned list, or a follow-up after a stop: due later, overdue, undated, or past its own limit.",
    asks="D R",
    rules="PL1 ST12 NS7 E1-16 E1-35 E1-36",
    slips="",
    accepts_either="decision",
    kind="validate",
    version=2,
)
def planned(story: Story) -> None:
    way = story.pick("ahead", "overdue", "overdue", "overdue", "undated", "followup", "followup_ahead")
    if way.startswith("followup"):
        story.referred().seen_first().after(20, 50)
        story.on("appointment_attended", first=False, treatment="first_definitive_treatment", rtt_code="30")
        later = 7 * story.random.randint(6, 11)
        lcad = story.later(later + 60 if way == "followup_ahead" else later - 20)
        story.after(later).on("patient_contacted", outcome="still_wants").question(question=QUESTION, lcad=lcad)
        return
    total = 7 * story.random.randint(14, 28)
    due = story.later(total + 90 if way == "ahead" else total - story.random.randint(15, 60))
    dated = {} if way == "undated" else {"due": due}
    story.on("planned_list_added", reason=story.pick("age_or_growth", "staged_treatment"), **dated)
    story.after(total).on("patient_contacted", outcome="still_wants").question(question=QUESTION)


@family(
    "validate-duplicates",
    "Two rows, one patient",
    "A row of the list that may be open twice, under one identifier or for one referral, or may be right as it is.",
    asks="D R",
    rules="E2 E1-3 E1-2 E1-13 E1-19",
    wrong="duplicate_34",
    slips="duplicate same_identifier missing_start wrong_number",
    accepts_either="decision",
    kind="validate",
)
def duplicates(story: Story) -> None:
    story.referred().seen_first()
    if story.chance(0.5):
        story.on("decision_to_admit")
    story.question(question=QUESTION)


@family(
    "validate-codes",
    "Codes that do not fit",
    "A row with a code that contradicts what happened, or with codes that are right.",
    asks="D C R",
    rules="A6 A6-1 R28 E1-9 E1-20",
    slips="wrong_code",
    accepts_either="decision code",
    kind="validate",
)
def codes(story: Story) -> None:
    story.referred().seen_first()
    for _ in range(story.pick(0, 1, 2)):
        story.after(15, 40).on("appointment_attended", first=False, rtt_code="20")
    story.question(question=QUESTION)
