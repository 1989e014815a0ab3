"""What stops a clock, on which day and with which code, and what only looks like a stop (RULEBOOK A3, A4)."""

from practice.family import BUSY, family
from practice.story import Story

TREATED = {"treatment": "first_definitive_treatment"}


@family(
    "stop-admission",
    "Admitted",
    "A patient is admitted: for treatment on the next day, for a test, or for an operation that is not done.",
    asks="D T C R N",
    rules="SP1 SP5 NX1 NX2 EXC-3",
    wrong="operation_date test_admission_stops provider_cancel_resets floor_weeks",
    noise=BUSY,
)
def admission(story: Story) -> None:
    story.referred().listed().after(40, 90)
    way = story.pick("treated", "treated", "test", "treated_at_test", "not_done")
    if way == "treated":
        story.ask("admission", **{"for": "first_definitive_treatment"})
        story.after(1).fact("operated_on")
    elif way == "test":
        story.ask("admission", **{"for": "diagnostic_only"})
    elif way == "treated_at_test":
        story.on("admission", **{"for": "diagnostic_only", "rtt_code": "20"}).after(1)
        story.fact("operated_on").ask("treatment_started", definitive=True)
    else:
        story.on("admission", **{"for": "first_definitive_treatment"})
        reason = story.pick("no_bed", "no_theatre", "temporarily_unfit")
        story.after(story.pick(0, 1)).ask("treatment_not_carried_out", reason=reason)


@family(
    "stop-clinic",
    "Treated in the clinic, or back to the GP",
    "Treatment in a clinic or an assessment service is definitive, or a first attempt; or care goes back to the GP.",
    asks="D T C R",
    rules="SP2 SP3 SP3b SP7 NX9",
    wrong="floor_weeks",
)
def clinic(story: Story) -> None:
    if story.chance(0.3):
        story.on("referral_received", by="interface_service").after(14, 50)
        story.ask("interface_assessment", **story.pick(TREATED, {"decision": "decision_not_to_treat"}))
        return
    story.referred().seen_first().after(14, 60)
    way = story.pick("treated", "attempt", "gp")
    if way == "treated":
        story.ask("appointment_attended", first=False, **TREATED)
    elif way == "attempt":
        story.ask("treatment_started", definitive=False)
    else:
        story.ask("discharge_to_gp", reason="primary_care", clinician_reviewed=True)


@family(
    "stop-therapy",
    "Referred for therapy",
    "Therapy is chosen as the treatment: it is asked for on one day and begins on another.",
    asks="D T C R N",
    rules="SP4",
    wrong="referral_is_treatment first_seen",
)
def therapy(story: Story) -> None:
    story.referred().seen_first(decision="referred_for_therapy", rtt_code="10")
    story.fact("therapy_requested").after(14, 60).ask("therapy_started")


@family(
    "stop-no-treatment",
    "No treatment",
    "Nothing is treated here, the patient wants none of it, or has died; deciding and telling can differ.",
    asks="D T C R N",
    rules="SP6 SP10 SP11 SP12 NX11",
    wrong="decided_not_told",
)
def no_treatment(story: Story) -> None:
    story.referred().seen_first().after(14, 60)
    way = story.pick("same_day", "told_later", "not_told", "declines", "died", "listed")
    if way == "declines":
        story.ask("patient_declines_treatment", all_treatment=True)
    elif way == "listed":
        story.ask("transplant_listed", matched=True)
    elif way == "died":
        died = story.day
        story.after(2, 12).ask("death_notified", died=died)
    else:
        decided = story.day
        told = {"same_day": True, "not_told": False}.get(way)
        story.ask("decision_not_to_treat", reason="not_needed", communicated=told)
        if told is None:
            story.after(3, 15).asked["communicated"] = story.day
            story.fact("decided_on", decided)


@family(
    "stop-monitoring",
    "Active monitoring",
    "Nothing is to be done for now: whose idea was it, and who looks after the patient from here?",
    asks="D T C R",
    rules="SP8 SP9 AM1 AM3 AM8 CHO-6 SP7",
    wrong="31_for_32",
)
def monitoring(story: Story) -> None:
    story.referred().seen_first().after(14, 60)
    agreed = {"clinical_conversation": True, "patient_agreed": True}
    by, reason = story.pick(("care_professional", "clinical"), ("patient", "see_how_they_cope"))
    if story.chance(0.25):
        story.ask("active_monitoring_start", initiated_by="care_professional", reason="clinical", discharged_to_gp=True)
        return
    weeks = story.pick(12, 16, 26)
    story.ask("active_monitoring_start", initiated_by=by, reason=reason, weeks=weeks, **agreed)


@family(
    "stop-not",
    "It only looks like a stop",
    "The patient is unfit, is offered a date, cancels, is cancelled, or thinks it over for some days.",
    asks="D C R B",
    rules="NX3 NX4 NX5 NX6 NX7 CAN-1",
    wrong="pause thinking_stops planned_parks provider_cancel_resets floor_weeks",
    noise=BUSY,
)
def no_stop(story: Story) -> None:
    story.referred().listed().after(7, 40)
    way = story.pick("unfit", "offer", "patient", "provider", "thinks")
    if way == "unfit":
        story.ask("patient_unfit", reason=story.pick("unfit_short_term", "optimisation"), weeks=story.pick(3, 5, 6))
    elif way == "offer":
        story.ask("tci_offered", tci=story.ahead(story.random.randint(22, 40)))
    elif way == "thinks":
        story.ask("thinking_time_agreed", days=story.pick(4, 7, 10))
    else:
        reason = story.pick("unwell", "work_or_family") if way == "patient" else story.pick("ward_bed", "surgeon")
        story.ask(
            f"{way}_cancels", reason=reason, **({"notice_hours": story.pick(2, 24, 72)} if way == "patient" else {})
        )


@family(
    "stop-discharge",
    "Discharged without treatment",
    "The patient cancelled twice, or goes to another provider through the GP; then comes a discharge.",
    accepts_either="code",
    asks="D T C R",
    rules="SP15 SP16 NX5 CAN-3",
    wrong="two_strikes any_dna_stops",
    declares="rtt-discharge-not-valid",
)
def discharge(story: Story) -> None:
    story.referred().seen_first().after(14, 40)
    if story.chance(0.3):
        story.ask("discharge_to_gp", reason="patient_changes_provider", clinician_reviewed=True)
        return
    for _ in range(2):
        story.on("patient_cancels", notice_hours=story.pick(24, 48, 96), rtt_code="20").after(14, 30)
    story.ask("discharge_to_gp", reason="cancellation", clinician_reviewed=story.chance(0.5))
