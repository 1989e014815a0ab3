"""What stops a clock, on which day and with which code, and what only looks like a stop (RULEBOOK A3, A4)."""

from typing import Any

from practice.families.choice import AGREED, think_long
from practice.family import BUSY, family
from practice.story import Story

TREATED = {"treatment": "first_definitive_treatment"}


BY_US = {"initiated_by": "care_professional", "reason": "clinical"}
HAS_IT_STOPPED = "Has the RTT clock stopped, and on which day?"


def decide(story: Story, event: str, late: str = "told", **details: Any) -> None:
    """A decision of the day is asked about: the patient is told at once, some days later, or has not been told yet."""
    told: Any = late == "told"
    if late == "later":
        told = story.fact("decided_on").later(story.random.randint(3, 15))
    story.ask(event, **details, communicated=told)


@family(
    "stop-admission",
    "Admitted",
    "A patient is admitted: for treatment on the next day, for a test, or for an operation that is not done.",
    asks="D T C R N",
    rules="SP1 SP5 NX1 NX2 EXC-3 NX7 EXC-1",
    wrong="operation_date test_admission_stops provider_cancel_resets floor_weeks",
    noise=BUSY,
    version=2,
)
def admission(story: Story) -> None:
    story.referred().listed().after(40, 90)
    way = story.pick("treated", "test", "treated_at_test", "treated_at_test", "not_done", "not_done")
    treated_on = story.ahead(1)
    if way == "treated":
        story.ask("admission", **{"for": "first_definitive_treatment"})
        story.fact("operated_on", treated_on)
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
    rules="SP2 SP3 SP3b SP7 NX9 NX11",
    wrong="decided_not_told floor_weeks",
    version=2,
)
def clinic(story: Story) -> None:
    if story.chance(0.3):
        story.on("referral_received", by="interface_service").after(14, 50)
        way = story.pick("treated", "told", "later")
        if way == "treated":
            story.ask("interface_assessment", **TREATED)
        else:
            decide(story, "interface_assessment", way, decision="decision_not_to_treat")
        return
    story.referred().seen_first().after(14, 60)
    way = story.pick("treated", "attempt", "told", "later", "later", "not_told")
    if way == "treated":
        story.ask("appointment_attended", first=False, **TREATED)
    elif way == "attempt":
        story.ask("treatment_started", definitive=False)
    else:
        decide(story, "discharge_to_gp", way, reason="primary_care", clinician_reviewed=True)


@family(
    "stop-therapy",
    "Referred for therapy",
    "Therapy is chosen as the treatment: it is asked for on one day and begins on another, or has not begun.",
    kind="verdict",
    decisions="clock_stops clock_runs",
    asks="D T R N",
    rules="SP4 NX9",
    wrong="referral_is_treatment first_seen",
    version=2,
)
def therapy(story: Story) -> None:
    story.referred().seen_first(decision="referred_for_therapy", rtt_code="10")
    story.fact("therapy_requested").after(14, 60)
    way = story.pick("started", "started", "started", "meanwhile", "waits")
    if way == "started":
        story.on("therapy_started").after(5, 20).on("letter_sent")
    elif way == "meanwhile":
        story.on("treatment_started", definitive=False)
    else:
        story.on("letter_sent")
    story.question(question=HAS_IT_STOPPED)


@family(
    "stop-no-treatment",
    "No treatment",
    "Nothing is treated here, the patient wants none of it, or has died; deciding and telling can differ.",
    asks="D T C R N",
    rules="SP6 SP10 SP11 SP12 NX11 EXC-9",
    wrong="decided_not_told",
    accepts_either="date",
    version=2,
)
def no_treatment(story: Story) -> None:
    story.referred().seen_first().after(14, 60)
    way = story.pick("told", "later", "later", "not_told", "not_told", "declines", "declines_one", "died", "listed")
    if way.startswith("declines"):
        story.ask("patient_declines_treatment", all_treatment=way == "declines")
    elif way == "listed":
        decide(story, "transplant_listed", "later", matched=True)
    elif way == "died":
        died = story.day
        story.after(2, 12).ask("death_notified", died=died)
    else:
        decide(story, "decision_not_to_treat", way, reason="not_needed")


@family(
    "stop-monitoring",
    "Active monitoring",
    "Nothing is to be done for now: whose idea was it, has the patient agreed, and who looks after them from here?",
    asks="D T C R",
    rules="SP8 SP9 AM1 AM3 CHO-6 CHO-8 SP7 SP10 NX11",
    wrong="31_for_32 decided_not_told",
    declares="rtt-monitoring-not-allowed",
    version=2,
)
def monitoring(story: Story) -> None:
    story.referred().seen_first().after(14, 60)
    way, weeks = story.pick("agreed", "agreed", "discharged", "later", "refused", "refused"), story.pick(12, 16, 26)
    if way in {"discharged", "later"}:
        late = story.pick("told", "later", "not_told") if way == "discharged" else "later"
        gone: dict[str, Any] = {"discharged_to_gp": True} if way == "discharged" else {**AGREED, "weeks": weeks}
        decide(story, "active_monitoring_start", late, **BY_US, **gone)
    elif way == "refused":
        story.ask("active_monitoring_start", **BY_US, weeks=weeks, **{**AGREED, "patient_agreed": False})
    else:
        by, reason = story.pick(("care_professional", "clinical"), ("patient", "see_how_they_cope"))
        story.ask("active_monitoring_start", initiated_by=by, reason=reason, weeks=weeks, **AGREED)


@family(
    "stop-not",
    "Does it only look like a stop?",
    "The patient is unfit, is offered a date, cancels, is cancelled, or thinks it over; or it is decided to monitor.",
    asks="D C R B",
    rules="NX3 NX4 NX5 NX6 NX7 CAN-1 DNA-1 A5-1 EXC-1 EXC-3 CHO-14 AM10 SP9 AM1",
    wrong="pause thinking_stops planned_parks provider_cancel_resets floor_weeks",
    accepts_either="code",
    noise=BUSY,
    version=2,
)
def no_stop(story: Story) -> None:
    story.referred().listed().after(7, 40)
    way = story.pick("unfit", "offer", "patient", "provider", "thinks", "monitors", "thinks_long")
    if way == "unfit":
        story.ask("patient_unfit", reason=story.pick("infection", "optimisation"), weeks=story.pick(3, 5, 6))
    elif way == "offer":
        story.ask("tci_offered", tci=story.ahead(story.random.randint(22, 40)))
    elif way == "thinks":
        story.ask("thinking_time_agreed", days=story.pick(4, 7, 10))
    elif way == "thinks_long":
        think_long(story)
    elif way == "monitors":
        story.ask("active_monitoring_start", **BY_US, weeks=12, **AGREED)
    elif way == "patient":
        story.ask("patient_cancels", reason=story.pick("unwell", "work_or_family"), notice_hours=story.pick(2, 24, 72))
    else:
        story.ask("provider_cancels", reason=story.pick("ward_bed", "surgeon"))


@family(
    "stop-discharge",
    "Discharged without treatment",
    "The patient cancelled twice, or goes to another provider through the GP; then comes a discharge.",
    accepts_either="code",
    asks="D T C R",
    rules="SP15 SP16 NX5 CAN-3 NX11",
    wrong="two_strikes decided_not_told",
    declares="rtt-discharge-not-valid",
    version=2,
)
def discharge(story: Story) -> None:
    story.referred().seen_first().after(14, 40)
    if story.chance(0.3):
        late = story.pick("told", "later")
        decide(story, "discharge_to_gp", late, reason="patient_changes_provider", clinician_reviewed=True)
        return
    for _ in range(2):
        story.on("patient_cancels", notice_hours=story.pick(24, 48, 96), rtt_code="20").after(14, 30)
    reviewed = story.chance(0.7)
    late = story.pick("told", "later", "later", "not_told") if reviewed else "told"
    decide(story, "discharge_to_gp", late, reason="cancellation", clinician_reviewed=reviewed)
