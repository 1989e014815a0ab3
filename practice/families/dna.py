"""Missed appointments: the first, a later one, and those that were not missed at all (RULEBOOK A5)."""

from practice.family import family
from practice.story import Story

FIRST = {"first": True, "clearly_communicated": True}


BEFORE = "patient_contacted validated patient_unavailable"
"""Noise that says nothing of a letter with the date of a visit."""
REBOOKED = ("patient_contacts_to_rebook", "provider_decides_to_rebook")


@family(
    "dna-first",
    "The first appointment is missed",
    "A patient misses the first appointment; later the patient makes contact, and somebody decides to offer another.",
    kind="verdict",
    decisions="clock_nullified new_clock clock_runs",
    asks="D T R",
    rules="SP13 ST11 DNA-2 DNA-4 A5-4 A5-2",
    wrong="first_dna_runs any_dna_stops floor_weeks",
    slips="wrong_start missing_start duplicate dna_not_33",
    noise=BEFORE,
    version=2,
)
def first(story: Story) -> None:
    story.referred().after(7, 14).on("appointment_booked", tci=story.ahead(21), first=True).after(21)
    way = story.pick("missed", "rebooked", "rebooked", "unproven")
    code = "20" if way == "unproven" else "33"
    story.on("dna", first=True, clearly_communicated=way != "unproven", rtt_code=code).after(1, 8)
    if way == "missed":
        story.on("letter_sent")
    else:
        first, second = story.pick(REBOOKED, REBOOKED[::-1])
        story.on(first).after(1, 7).on(second).after(10, 30).fact("new_appointment")
    story.question(question="What has become of the RTT clock, and on which day?")


@family(
    "dna-first-unproven",
    "Missed, but was it communicated?",
    "The first appointment is missed; it can be shown that the patient was told of it, or nobody can show it.",
    asks="D C R B",
    rules="A5-2 A5-4 DNA-2 SP13",
    wrong="any_dna_stops floor_weeks",
    accepts_either="code",
    slips="wrong_start missing_start duplicate",
    noise=BEFORE,
    version=2,
)
def unproven(story: Story) -> None:
    story.referred().after(21, 60).ask("dna", first=True, clearly_communicated=story.chance(0.4))


@family(
    "dna-later",
    "A later appointment is missed",
    "An appointment after the first is missed; discharge to the GP follows or not, with its four tests or without.",
    asks="D T C R",
    rules="A5-3 R9 SP14 DNA-5 DNA-6",
    wrong="any_dna_stops two_strikes",
    accepts_either="date code",
    slips="wrong_start missing_start duplicate",
    declares="rtt-discharge-not-valid",
    noise="letter_sent patient_contacted",
    version=2,
    always={"date": "the guidance shows the day of the discharge and the day of the missed appointment"},
)
def later(story: Story) -> None:
    story.referred().seen_first().after(21, 50)
    way = story.pick("missed", "twice", "discharged", "discharged", "discharged", "failed", "failed")
    if way == "missed":
        story.ask("dna", first=False, clearly_communicated=True)
        return
    told = way != "failed" or story.chance(0.5)
    story.on("dna", first=False, clearly_communicated=told, rtt_code="20").after(2, 9)
    if way == "twice":
        story.after(14, 30).ask("dna", first=False, clearly_communicated=True)
        return
    tests = dict.fromkeys(("clinician_reviewed", "policy_published", "policy_protects_vulnerable"), True)
    if way == "failed" and told:
        tests[story.pick(*tests)] = False
    story.ask("discharge_to_gp", reason="dna", clearly_communicated=told, **tests, communicated=True)


@family(
    "dna-or-notice",
    "A call at the last moment",
    "The patient is not there, and rang shortly before or did not; is that a missed appointment or a cancellation?",
    asks="D C R B",
    rules="A5-1 DNA-1 CAN-1 NX5 SP13 DNA-2 A5-3 DNA-5",
    wrong="any_dna_stops floor_weeks",
    accepts_either="code",
    noise="letter_sent patient_contacted",
    version=2,
)
def notice(story: Story) -> None:
    is_first = story.chance(0.6)
    story.referred().after(21, 50)
    if not is_first:
        story.on("appointment_attended", first=True, rtt_code="10").after(21, 50)
    if story.chance(0.5):
        story.ask("dna", first=is_first, clearly_communicated=True)
        return
    reason = story.pick("unwell", "transport", "work_or_family")
    story.ask("patient_cancels", first=is_first, notice_hours=story.pick(2, 3, 4), reason=reason)


@family(
    "dna-letters",
    "Who is written to",
    "An appointment was missed, or the patient was discharged after one; somebody has to be told.",
    kind="verdict",
    decisions="patient patient_and_gp gp nobody",
    asks="D R",
    rules="DNA-9 LET-7",
    noise="letter_sent patient_contacted",
)
def letters(story: Story) -> None:
    story.referred().seen_first().after(21, 50)
    told = {"first": False, "clearly_communicated": True}
    if story.chance(0.5):
        story.ask("dna", **told)
    else:
        story.on("dna", **told, rtt_code="20").after(2, 9)
        tests = dict.fromkeys(("clinician_reviewed", "policy_published", "policy_protects_vulnerable"), True)
        story.ask("discharge_to_gp", reason="dna", clearly_communicated=True, **tests)
    story.asked["question"] = "Who has to be written to?"


@family(
    "dna-three-clocks",
    "One missed appointment, three clocks",
    "A patient with an urgent referral and a test ahead misses an appointment: what does it do to the RTT clock?",
    kind="verdict",
    decisions="clock_runs clock_stops clock_nullified new_clock",
    asks="D T R",
    rules="DNA-10 DNA-11",
    slips="",
    noise="patient_contacted validated",
    local=True,
    always={"date": "a missed appointment counts on its day"},
)
def three_clocks(story: Story) -> None:
    story.on("referral_received", route="urgent_suspected_cancer")
    if story.chance(0.5):
        story.after(7, 14).ask("dna", **FIRST)
    else:
        story.after(7, 13).on("appointment_attended", first=True, rtt_code="10")
        story.on("diagnostic_requested", test=story.pick("mri", "ct", "ultrasound")).after(7, 20)
        story.ask("dna", first=False, clearly_communicated=True)
    story.asked["question"] = "What does this missed appointment do to the RTT clock?"
