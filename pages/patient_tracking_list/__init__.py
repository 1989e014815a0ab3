"""Patient tracking list: every pathway with its clock, what comes next, and what a validator would ask.

Teaches rule book A with its amendments P1: what starts, stops and never stops an 18-week clock, and why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from hashlib import sha256
from random import Random
from typing import Any

from dashapp.module import Case, Chart, Column, Derived, Due, Fact, Meaning, Module, Patient, Row, View, section
from dashapp.patient import SPECIALTIES
from dashapp.questions import choices
from dashapp.services.rtt_ribbons import make_rtt_ribbon
from rules import rtt
from rules.calendar import band_label, month_end, week_band
from rules.explain import Finding, in_words
from rules.rtt import STATUS_WORDS, Clock

from .reading import check_row, list_events, make_facts
from .record import Pathway

STATES = choices(**STATUS_WORDS)
LONG_WAITS = (18, 26, 40, 52, 65, 78, 104)
BANDS = tuple(band_label(band) for band in range(105))
NOT_CONTACTED_DAYS = 84


def read_clock(case: Case) -> Clock:
    return rtt.read_pathway(case.pathway_events, case.today)


def find_findings(case: Case) -> Iterable[Finding]:
    clock: Clock = case.clocks
    return (*clock.findings, *check_row(make_facts(case.record_id, case.answers, clock), case.today))


def tell_meaning(case: Case) -> Meaning:
    """The clock drawn, its dates and the two waits, and every step that led there."""
    clock: Clock = case.clocks
    ribbon = make_rtt_ribbon(clock, case.pathway_events, with_effects=True)
    return Meaning((("18 weeks (RTT)", ribbon),) if ribbon else (), tuple(list_facts(clock)), clock.steps)


def list_facts(clock: Clock) -> Iterable[Fact]:
    yield Fact("Clock", STATUS_WORDS[clock.status], "fine" if clock.status == "stopped" else "note")
    if clock.clock_start:
        yield Fact("Started", in_words(clock.clock_start))
    if clock.clock_stop and clock.last:
        yield Fact("Stopped", f"{in_words(clock.clock_stop)}, code {clock.last.stop_code}")
    if clock.wait:
        yield Fact("Waited", f"{clock.wait.days:,} days, band {clock.wait.band} weeks")
    if clock.breach_date and clock.status == "open":
        yield Fact("Last day within 18 weeks", in_words(clock.last_day_within_18w))
        yield Fact("Breach date", in_words(clock.breach_date), "breach" if (clock.days_left or 0) <= 0 else "note")
    if clock.prior_wait_days:
        yield Fact(
            "Place on the list", f"as if waiting {clock.list_position_days:,} days, with the wait before monitoring"
        )
    for due in clock.monitoring_review_dates[:1]:
        yield Fact("Clinical review due", in_words(due), "watch")
    for extra in clock.additional_pathways:
        yield Fact("Separate pathway", f"starts {in_words(extra.clock_start)}")


def tell(read: Callable[[Clock], Any]) -> Callable[[Case], Any]:
    """A derived value read off the clock."""
    return lambda case: read(case.clocks)


def tell_band(clock: Clock) -> str | None:
    return band_label(week_band(clock.wait.days)) if clock.wait else None


def tell_next(case: Case) -> str:
    """What happens next, as recorded."""
    answers: Pathway = case.answers
    return answers.next_event or ("Admission booked" if answers.tci_date else "Nothing booked")


def tell_next_on(case: Case) -> date | None:
    return case.answers.next_event_on or case.answers.tci_date


def complete(answers: dict[str, Any], record_id: str) -> dict[str, Any]:
    """A pathway gets an identifier of 20 characters when none was given (RULEBOOK P1, R24)."""
    if answers.get("pathway_id"):
        return answers
    return {**answers, "pathway_id": sha256(record_id.encode()).hexdigest()[:20].upper()}


def is_open(row: Row) -> bool:
    return row["state"] == "open"


def over(weeks: int) -> Callable[[Row], bool]:
    return lambda row: is_open(row) and (row["days"] or 0) > 7 * weeks


def has_nothing_next(row: Row) -> bool:
    return is_open(row) and row["next_on"] is None


def tips_in(row: Row) -> bool:
    """Over 18 weeks by the end of this month, and not yet."""
    return is_open(row) and row["breach_on"] is not None and row["tips_in"]


def tell_tips_in(case: Case) -> bool:
    """Whether the clock passes 18 weeks between today and the end of the month."""
    breach = case.clocks.breach_date
    return breach is not None and case.today < breach <= month_end(case.today)


def not_contacted(case: Case) -> bool:
    """Waiting 12 weeks and not contacted in the last 12."""
    clock: Clock = case.clocks
    waited = clock.wait.days if clock.status == "open" and clock.wait else 0
    last = case.answers.contacted_on
    return waited > NOT_CONTACTED_DAYS and (last is None or (case.today - last).days > NOT_CONTACTED_DAYS)


def list_due(case: Case) -> Iterable[Due]:
    """The last day of a clock that has not passed it, the review of active monitoring, the next tracking action."""
    clock: Clock = case.clocks
    if clock.status == "open" and clock.last_day_within_18w and clock.last_day_within_18w >= case.today:
        yield Due(clock.last_day_within_18w, "Last day within 18 weeks", "breach")
    for review in clock.monitoring_review_dates[-1:]:
        yield Due(review, "Clinical review of active monitoring")
    for comment in case.answers.tracking[-1:]:
        if comment.due and comment.next_action:
            yield Due(comment.due, comment.next_action)


def make_example(random: Random, patient: Patient, today: date) -> dict[str, Any]:
    """A plausible pathway of the last year, somewhere on its way."""
    received = today - timedelta(days=random.randint(5, 330))
    answers: dict[str, Any] = {
        "patient_name": patient.name,
        "nhs_number": patient.nhs_number,
        "date_of_birth": patient.date_of_birth.isoformat(),
        "treatment_function": random.choice(list(SPECIALTIES)),
        "referral_source": random.choices(("gp", "consultant", "optometrist", "dentist"), weights=(7, 2, 1, 1))[0],
        "referral_route": random.choice(("letter", "ers_booked")),
        "referral_received": received.isoformat(),
        "priority": random.choices(("routine", "urgent"), weights=(4, 1))[0],
        "commissioner": random.choice(("15N", "93C", "13T")),
        "events": [],
    }
    seen = received + timedelta(days=random.randint(30, 110))
    if seen < today:
        answers["events"] += [
            {"date": seen.isoformat(), "event": "appointment_attended", "first": "yes", "rtt_code": "20"}
        ]
        answers |= after_first_appointment(random, seen, today)
        answers["events"] += answers.pop("later", [])
    else:
        answers |= {"next_event": "First outpatient appointment", "next_event_on": seen.isoformat()}
    return answers


def after_first_appointment(random: Random, seen: date, today: date) -> dict[str, Any]:
    """What follows a first appointment: treatment, a decision to admit, monitoring, or nothing recorded."""
    decided = seen + timedelta(days=random.randint(7, 40))
    if decided > today:
        return {
            "next_event": "Follow-up appointment",
            "next_event_on": decided.isoformat(),
            "next_event_owner": "Booking office",
        }
    course = random.random()
    if course < 0.35:
        return {"later": [{"date": decided.isoformat(), "event": "treatment_started", "rtt_code": "30"}]}
    if course < 0.45:
        monitoring = {
            "event": "active_monitoring_start",
            "initiated_by": "patient",
            "reason": "see_how_they_cope",
            "rtt_code": "31",
        }
        review = (decided + timedelta(days=90)).isoformat()
        return {"later": [{"date": decided.isoformat(), "review_due": review, **monitoring}]}
    answers = {
        "decision_to_admit": decided.isoformat(),
        "list_type": "admitted",
        "clinical_priority": random.choice(("p2", "p3", "p4")),
    }
    if random.random() < 0.6:
        tci = today + timedelta(days=random.randint(5, 60))
        answers |= {"tci_date": tci.isoformat(), "tci_given_on": (today - timedelta(days=3)).isoformat()}
    return answers


MODULE = Module(
    slug="patient-tracking-list",
    store_key="patients",
    title="Patient tracking list",
    journey="Referral and list",
    purpose="Every pathway with its 18-week clock, its band, what comes next, and what a validator would ask.",
    one="pathway",
    many="pathways",
    record=Pathway,
    teaches=(
        "The clock runs from the day the referral is received until treatment starts, or a decision ends the wait.",
        "There is no pause: unfitness, holidays and cancellations never stop a clock.",
        "Active monitoring stops the clock; going ahead later starts a new one, at zero.",
        "Week 18 ends on day 126: a pathway breaches on day 127.",
    ),
    sections=(
        section("The patient", "patient_name", "nhs_number", "date_of_birth", "child_or_vulnerable", "adjustments"),
        section(
            "The referral",
            "treatment_function",
            "referral_source",
            "referral_route",
            "referral_received",
            "priority",
            "pathway_id",
            "ppid_issuer",
            "ubrn",
            "main_specialty",
            "consultant",
            "site",
            "provider",
            "commissioner",
        ),
        section("What has happened", "events"),
        section(
            "Lists and decisions",
            "list_type",
            "on_cancer_ptl",
            "transfer_state",
            "decision_to_treat",
            "decision_to_admit",
            "clinical_priority",
            "priority_reviewed_on",
            "procedure",
            "intended_management",
            "tci_date",
            "tci_given_on",
            "pre_operative_state",
            "planned",
            "planned_due",
        ),
        section(
            "What comes next",
            "next_event",
            "next_event_on",
            "next_event_owner",
            "last_attended_on",
            "last_dna_on",
            "last_cancelled_on",
            "last_cancelled_by",
            "latest_clinically_appropriate_date",
        ),
        section(
            "Validation and tracking",
            "last_validated_on",
            "last_validated_by",
            "validation_comment",
            "contacted_on",
            "tracking",
            "notes",
        ),
    ),
    complete=complete,
    findings=find_findings,
    events=list_events,
    clocks=read_clock,
    facts=lambda case: make_facts(case.record_id, case.answers, case.clocks),
    meaning=tell_meaning,
    due=list_due,
    derived=(
        Derived("ribbon", "Clock", lambda case: make_rtt_ribbon(case.clocks, ()), kind="ribbon"),
        Derived("state", "State", tell(lambda clock: clock.status), choices=STATES),
        Derived("days", "Days waited", tell(lambda clock: clock.wait.days if clock.wait else None), kind="count"),
        Derived("list_days", "Days for list place", tell(lambda clock: clock.list_position_days), kind="count"),
        Derived("band", "Band", tell(tell_band)),
        Derived("days_left", "Days left", tell(lambda clock: clock.days_left), kind="days"),
        Derived("breach_on", "Breach date", tell(lambda clock: clock.breach_date), kind="date"),
        Derived("start_on", "Clock start", tell(lambda clock: clock.clock_start), kind="date"),
        Derived("stop_on", "Clock stop", tell(lambda clock: clock.clock_stop), kind="date"),
        Derived("stop_code", "Stop code", tell(lambda clock: clock.last.stop_code if clock.last else None)),
        Derived("next_step", "What comes next", tell_next),
        Derived("next_on", "Next on", tell_next_on, kind="date"),
        Derived("tips_in", "Passes 18 weeks this month", tell_tips_in),
        Derived("not_contacted", "Not contacted for 12 weeks", not_contacted),
    ),
    columns=(
        Column("patient_name", flex=2, pinned=True),
        Column("ribbon", flex=3),
        Column("days_left"),
        Column("treatment_function", flex=2),
        Column("next_step", flex=2),
        Column("next_on"),
        Column("state"),
        Column("nhs_number"),
    ),
    views=(
        View("undated", "No next event", "the clock runs and nothing is booked", has_nothing_next, "breach"),
        View(
            "tip-in", "Pass 18 weeks this month", "the clock passes 18 weeks by the end of this month", tips_in, "watch"
        ),
        *(
            View(
                f"over-{weeks}",
                f"Over {weeks} weeks",
                f"the clock runs and the wait is over {weeks} weeks",
                over(weeks),
                "breach" if weeks > 40 else "watch",
            )
            for weeks in LONG_WAITS
        ),
        View(
            "wrong",
            "With something wrong",
            "a finding says that something is wrong",
            lambda row: row["worst"] == "breach",
            "breach",
        ),
        View(
            "contact",
            "Not contacted for 12 weeks",
            "waiting over 12 weeks and not contacted in the last 12",
            lambda row: row["not_contacted"],
            "watch",
        ),
        View(
            "admitted",
            "Decision to admit",
            "there is a decision to admit and the clock runs",
            lambda row: is_open(row) and bool(row.get("decision_to_admit")),
        ),
        View(
            "no-tci",
            "Admitted list, no date",
            "there is a decision to admit and no admission date",
            lambda row: is_open(row) and bool(row.get("decision_to_admit")) and not row.get("tci_date"),
            "watch",
        ),
        View(
            "monitoring",
            "Active monitoring",
            "the patient is on active monitoring",
            lambda row: row["state"] == "active_monitoring",
        ),
        View("stopped", "Stopped", "the clock has stopped", lambda row: row["state"] == "stopped", "fine"),
    ),
    charts=(
        Chart(
            "bands",
            "Open pathways by weeks waited",
            "Pathways whose clock runs, by week band as in the monthly return.",
            by=lambda row: row["band"] if is_open(row) else None,
            order=BANDS,
            category="Weeks waited",
            unit="pathways",
        ),
        Chart(
            "by-specialty",
            "Open pathways by treatment function",
            "Pathways whose clock runs, by treatment function.",
            by=lambda row: SPECIALTIES.get(row["treatment_function"]) if is_open(row) else None,
            category="Treatment function",
            unit="pathways",
        ),
        Chart(
            "by-state",
            "Pathways by state of the clock",
            "All pathways by the state of the clock.",
            by="state",
            unit="pathways",
        ),
        Chart(
            "starts",
            "Clock starts by month",
            "Pathways by the month the present clock started.",
            by=lambda row: str(row["start_on"])[:7] if row["start_on"] else None,
            order="label",
            category="Month",
            shape="line",
            unit="pathways",
        ),
        Chart(
            "stops",
            "Clock stops by month",
            "Pathways by the month the clock stopped, nullified ones left out.",
            by=lambda row: str(row["stop_on"])[:7] if row["stop_on"] and row["state"] != "nullified" else None,
            order="label",
            category="Month",
            shape="line",
            unit="pathways",
        ),
    ),
    filters=("treatment_function", "priority", "state"),
    name_of=lambda answers: f"{answers.patient_name}, {SPECIALTIES[answers.treatment_function].lower()}",
    example=make_example,
)
