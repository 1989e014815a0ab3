"""Cancer pathways: the 28-day, 31-day and 62-day clocks of one patient beside each other, and what is left to do.

Teaches rule book B with its amendments P2: three standards, two adjustments, who is accountable in a shared pathway.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import date, timedelta
from random import Random
from typing import Annotated, Any

from dashapp.module import Case, Chart, Column, Derived, Fact, Meaning, Measure, Module, Patient, Row, View, section
from dashapp.patient import PATIENT_SECTION, AboutPatient
from dashapp.questions import YES_NO, Ask, choices, when
from dashapp.services.cancer_ribbons import make_cancer_ribbon
from dashapp.services.ribbon_values import Ribbon
from rules import cancer
from rules.cancer import tables
from rules.cancer.clock import Clock
from rules.cancer.measures import D62, list_bands
from rules.cancer.reading import CancerClocks
from rules.cancer.record import CancerFacts, check_record
from rules.events import Event
from rules.explain import Finding
from rules.standards import Measure as Standard
from rules.standards import standard_on

REFERRERS = choices(
    "GP", "Dentist", "Optometrist", "Screening programme", "Consultant", "Emergency department", "Other"
)
TOLD_HOW = choices("Face to face", "Telephone", "Video", "Letter")
TOLD_BY = choices("Consultant", "Clinical nurse specialist", "GP", "Other")
PROGRESS = choices(
    awaiting_first_seen="Waiting to be seen",
    awaiting_result="Waiting for a diagnosis",
    awaiting_decision="Waiting for a decision to treat",
    awaiting_treatment="Waiting for treatment",
    treated="Treated",
    closed="Closed without treatment",
)
MILESTONES = (
    ("Referred", lambda row: True),
    ("First seen", lambda row: bool(row.get("first_seen"))),
    ("Told the result", lambda row: bool(row.get("told_on"))),
    ("Decision to treat", lambda row: bool(row.get("decision_to_treat"))),
    ("Treated", lambda row: bool(row.get("treatment_start"))),
)


class CancerPatient(AboutPatient):
    """One patient on a cancer pathway."""

    suspected_type: Annotated[
        str, Ask("Which cancer is suspected?", choices=tables.SUSPECTED_TYPES, label="Suspected cancer")
    ]
    route: Annotated[
        str, Ask("By which route did the patient come?", choices=tables.ROUTES, rule="CWT-START", label="Route")
    ]
    referral_received: Annotated[
        date, Ask("When was the referral received?", help="The day it arrived, not the day it was written.")
    ]
    screening_programme: Annotated[
        str | None,
        Ask("Which screening programme?", choices=tables.SCREENING_PROGRAMMES, when=when("route", "screening")),
    ] = None
    upgraded_on: Annotated[
        date | None,
        Ask(
            "When was the patient upgraded?",
            when=when("route", "consultant_upgrade"),
            needed=True,
            label="Date of upgrade",
        ),
    ] = None
    referrer: Annotated[str | None, Ask("Who referred the patient?", choices=REFERRERS)] = None
    referral_priority: Annotated[str | None, Ask("Which priority is recorded?", choices=tables.PRIORITIES)] = None
    source_of_referral: Annotated[
        str | None, Ask("Which source of referral is recorded?", help="Two digits; 17 is a screening programme.")
    ] = None
    cancer_referral_type: Annotated[
        str | None, Ask("Which cancer referral type is recorded?", help="Two digits; 16 is breast symptoms.")
    ] = None
    ppid: Annotated[str | None, Ask("Patient pathway identifier", help="20 characters.", label="PPID")] = None
    urgency_notes: Annotated[str | None, Ask("What makes it urgent?", long=True)] = None
    contact_number: Annotated[
        str | None, Ask("On which number can the patient be reached?", help="A made-up number.")
    ] = None

    first_dna_on: Annotated[
        date | None,
        Ask(
            "When was a first appointment missed, if one was?",
            rule="CWT-DNA-ADJUSTMENT",
            label="First appointment missed",
        ),
    ] = None
    rebook_contact_on: Annotated[
        date | None,
        Ask("When did the patient make contact to rebook?", rule="CWT-DNA-LENGTH", label="Contact to rebook"),
    ] = None
    first_seen: Annotated[date | None, Ask("When was the patient first seen?")] = None
    first_seen_organisation: Annotated[str | None, Ask("At which organisation?", label="First seen at")] = None
    diagnostic_test_on: Annotated[date | None, Ask("When was the diagnostic test?", label="Diagnostic test")] = None
    told_on: Annotated[date | None, Ask("When was the patient told?", rule="CWT-FDS-END", label="Told on")] = None
    told_outcome: Annotated[
        str | None, Ask("What were they told?", choices=tables.FDS_OUTCOMES, label="Told outcome")
    ] = None
    told_how: Annotated[str | None, Ask("How were they told?", choices=TOLD_HOW)] = None
    told_by: Annotated[str | None, Ask("Who told them?", choices=TOLD_BY)] = None
    fds_end_reason: Annotated[
        str | None,
        Ask(
            "Which end reason is recorded for the faster diagnosis standard?",
            choices=tables.FDS_END_REASONS,
            label="FDS end reason",
        ),
    ] = None
    fds_exclusion_reason: Annotated[
        str | None,
        Ask(
            "Why is the patient excluded?",
            choices=tables.FDS_EXCLUSION_REASONS,
            when=when("fds_end_reason", "03"),
            label="FDS exclusion reason",
        ),
    ] = None
    interval_scan: Annotated[str | None, Ask("Is a planned interval scan recorded?", choices=YES_NO)] = None

    diagnosed_type: Annotated[
        str | None, Ask("Which cancer was diagnosed?", choices=tables.CANCER_TYPES, label="Diagnosed cancer")
    ] = None
    icd10: Annotated[str | None, Ask("What is the diagnosis code?", help="ICD-10, such as C50.9.", label="ICD-10")] = (
        None
    )
    morphology: Annotated[str | None, Ask("What is the morphology?", help="Such as M8090/3, for skin.")] = None
    mdt_discussion: Annotated[
        date | None, Ask("When was the patient discussed at the MDT?", label="MDT discussion")
    ] = None
    decision_to_treat: Annotated[
        date | None, Ask("When was the decision to treat?", rule="CWT-DTT", label="Decision to treat")
    ] = None
    earliest_clinically_appropriate_date: Annotated[
        date | None,
        Ask(
            "What is the earliest clinically appropriate date?",
            help="For a subsequent treatment agreed ahead.",
            label="Earliest clinically appropriate date",
        ),
    ] = None
    offer_declined_on: Annotated[
        date | None,
        Ask(
            "For which date was an offer of treatment declined?",
            rule="CWT-TREATMENT-ADJUSTMENT",
            label="Offer declined for",
        ),
    ] = None
    available_again_on: Annotated[
        date | None, Ask("From when was the patient available again?", label="Available again")
    ] = None
    care_setting: Annotated[str | None, Ask("Where was treatment to be given?", choices=tables.CARE_SETTINGS)] = None
    investigating_provider: Annotated[
        str | None, Ask("Which provider investigated?", rule="CWT-SHARED", label="Investigating provider")
    ] = None
    transferred_on: Annotated[
        date | None,
        Ask("When was care transferred to the treating provider?", rule="CWT-SHARED", label="Transferred on"),
    ] = None
    treating_provider: Annotated[
        str | None, Ask("Which provider treats?", rule="CWT-SHARED", label="Treating provider")
    ] = None
    booked_treatment_on: Annotated[date | None, Ask("For when is treatment booked?", label="Treatment booked for")] = (
        None
    )
    treatment_start: Annotated[date | None, Ask("When did treatment start?", label="Treatment start")] = None
    event_type: Annotated[
        str | None, Ask("Which treatment is it?", choices=tables.EVENT_TYPES, label="Event type", rule="CWT-COHORT-62")
    ] = None
    modality: Annotated[
        str | None,
        Ask("What kind of treatment is it?", choices=tables.MODALITIES, label="Modality", rule="CWT-COHORT-31"),
    ] = None
    no_treatment_reason: Annotated[
        str | None,
        Ask("If there is no treatment, why?", choices=tables.NO_TREATMENT_REASONS, label="No treatment reason"),
    ] = None
    no_treatment_decided_on: Annotated[date | None, Ask("When was that decided?", label="No treatment decided on")] = (
        None
    )

    first_seen_adjustment: Annotated[
        int | None,
        Ask("Which first-seen adjustment is recorded, in days?", rule="CWT-DNA-LENGTH", label="First-seen adjustment"),
    ] = None
    first_seen_adjustment_reason: Annotated[
        str | None,
        Ask("With which reason?", choices=tables.ADJUSTMENT_REASONS_FIRST_SEEN, label="First-seen adjustment reason"),
    ] = None
    treatment_adjustment: Annotated[
        int | None,
        Ask(
            "Which treatment adjustment is recorded, in days?",
            rule="CWT-TREATMENT-ADJUSTMENT",
            label="Treatment adjustment",
        ),
    ] = None
    treatment_adjustment_reason: Annotated[
        str | None,
        Ask("With which reason?", choices=tables.ADJUSTMENT_REASONS_TREATMENT, label="Treatment adjustment reason"),
    ] = None
    delay_reason_first_seen: Annotated[
        str | None,
        Ask(
            "Why was the faster diagnosis standard missed?",
            choices=tables.DELAY_REASONS_FIRST_SEEN,
            label="Delay reason, 28 days",
        ),
    ] = None
    delay_comment_first_seen: Annotated[
        str | None, Ask("What happened?", long=True, label="Delay comment, 28 days")
    ] = None
    delay_reason_31: Annotated[
        str | None, Ask("Why was the 31-day standard missed?", label="Delay reason, 31 days")
    ] = None
    delay_comment_31: Annotated[str | None, Ask("What happened?", long=True, label="Delay comment, 31 days")] = None
    delay_reason_62: Annotated[
        str | None, Ask("Why was the 62-day standard missed?", label="Delay reason, 62 days")
    ] = None
    delay_comment_62: Annotated[str | None, Ask("What happened?", long=True, label="Delay comment, 62 days")] = None

    last_tracked_on: Annotated[date | None, Ask("When was the pathway last tracked?", label="Last tracked on")] = None
    next_action: Annotated[str | None, Ask("What happens next?", label="Next action")] = None
    next_action_due: Annotated[date | None, Ask("By when?", label="Next action due")] = None
    next_action_owner: Annotated[str | None, Ask("Who does it?", label="Next action owner")] = None
    escalated: Annotated[str | None, Ask("Has it been escalated?", choices=YES_NO)] = None
    tracking_comment: Annotated[str | None, Ask("Tracking comment", long=True)] = None


SAME_NAME = frozenset(field.name for field in fields(CancerFacts)) & frozenset(CancerPatient.model_fields)


def make_facts(answers: CancerPatient) -> CancerFacts:
    """The answers that events do not carry, as the rule book reads them."""
    same = {name: getattr(answers, name) for name in SAME_NAME}
    return CancerFacts(
        **same,
        missed_first_appointment=answers.first_dna_on is not None,
        offer_declined=answers.offer_declined_on is not None,
        fds_end_on=answers.told_on,
        decided_on=answers.decision_to_treat,
        treated_on=answers.treatment_start,
        closed=is_closed(answers),
    )


def is_closed(answers: CancerPatient) -> bool:
    """Nobody need track the pathway any more: treated, ruled out, or no treatment."""
    return bool(
        answers.treatment_start
        or answers.no_treatment_reason
        or answers.told_outcome in {"cancer_ruled_out", "excluded"}
    )


def list_events(answers: CancerPatient) -> Iterator[Event]:
    """The dated facts of the pathway, each in the words of the one vocabulary."""
    yield Event(answers.referral_received, "referral_received", referral_details(answers))
    if answers.upgraded_on and answers.route == "consultant_upgrade":
        yield Event(answers.upgraded_on, "consultant_upgrade")
    if answers.first_dna_on:
        yield Event(answers.first_dna_on, "dna", {"first": True})
    if answers.rebook_contact_on:
        yield Event(answers.rebook_contact_on, "patient_rebooks")
    if answers.told_on:
        told = {
            "outcome": answers.told_outcome,
            "end_reason": answers.fds_end_reason,
            "exclusion_reason": answers.fds_exclusion_reason,
        }
        yield Event(answers.told_on, "patient_told", given(told))
    for name in ("first_seen", "mdt_discussion", "decision_to_treat", "earliest_clinically_appropriate_date"):
        day = getattr(answers, name)
        if day:
            yield Event(day, name)
    yield from list_treatment_events(answers)


def list_treatment_events(answers: CancerPatient) -> Iterator[Event]:
    if answers.offer_declined_on:
        declined = {"reasonable": True, "care_setting": answers.care_setting}
        yield Event(answers.offer_declined_on, "tci_declined", given(declined))
    if answers.available_again_on:
        yield Event(answers.available_again_on, "patient_available")
    if answers.transferred_on:
        between = {"from": answers.investigating_provider, "to": answers.treating_provider}
        yield Event(answers.transferred_on, "transfer_to_treating_provider", given(between))
    treatment = {"event_type": answers.event_type, "modality": answers.modality, "provider": answers.treating_provider}
    if answers.treatment_start:
        yield Event(answers.treatment_start, "treatment_start", given(treatment))
    elif answers.no_treatment_reason == "01" and answers.no_treatment_decided_on:
        yield Event(answers.no_treatment_decided_on, "treatment_declined", given(treatment))


def referral_details(answers: CancerPatient) -> dict[str, object]:
    """A pathway that was upgraded began with a routine referral."""
    return given(
        {
            "route": "routine" if answers.route == "consultant_upgrade" else answers.route,
            "programme": answers.screening_programme,
            "source_of_referral": answers.source_of_referral,
            "priority": answers.referral_priority,
            "cancer_referral_type": answers.cancer_referral_type,
            "provider": answers.investigating_provider or answers.first_seen_organisation,
        }
    )


def given(details: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in details.items() if value is not None}


def read_clocks(case: Case) -> CancerClocks:
    return cancer.read_pathway(case.pathway_events, case.today)


def find_findings(case: Case) -> Iterable[Finding]:
    clocks: CancerClocks = case.clocks
    return (*clocks.findings, *check_record(make_facts(case.answers), case.today, clocks))


def tell_meaning(case: Case) -> Meaning:
    """The three clocks on one axis, who carries the patient, and the adjustments."""
    clocks: CancerClocks = case.clocks
    events = sorted(case.pathway_events, key=lambda event: event.date)
    ribbons = tuple(
        (clock.measure.label, make_cancer_ribbon(clock, events, case.today))
        for clock in (clocks.fds, clocks.d31, clocks.d62)
        if clock is not None
    )
    return Meaning(ribbons, tuple(list_facts(clocks)), clocks.steps)


def list_facts(clocks: CancerClocks) -> Iterator[Fact]:
    for clock in clocks.clocks:
        if clock.is_counted and clock.band:
            yield Fact(f"{clock.measure.label}: band", f"{clock.band} days")
        if clock.adjustment_non_admitted:
            yield Fact(
                f"{clock.measure.label} if guidance v12.1 adjusts this care", f"{clock.days_if_widened} days", "watch"
            )
    if clocks.adjustment_first_seen:
        yield Fact("First-seen adjustment", f"{clocks.adjustment_first_seen} days")
    if clocks.adjustment_treatment:
        yield Fact("Treatment adjustment", f"{clocks.adjustment_treatment} days")
    if shared := clocks.allocation:
        yield Fact(f"Accountable: {shared.investigating_provider} (investigating)", say_share(shared.investigating))
        yield Fact(f"Accountable: {shared.treating_provider} (treating)", say_share(shared.treating))


def say_share(share: Any) -> str:
    return f"{share.total:g} of the patient, {share.within:g} within 62 days"


def tell_progress(case: Case) -> str:
    """Where the patient is on the way, as one slug."""
    answers: CancerPatient = case.answers
    if answers.treatment_start:
        return "treated"
    if is_closed(answers):
        return "closed"
    if answers.decision_to_treat:
        return "awaiting_treatment"
    if answers.told_on:
        return "awaiting_decision"
    return "awaiting_result" if answers.first_seen else "awaiting_first_seen"


def urgent_clock(case: Case) -> Clock | None:
    """The running clock with the fewest days left, else the 62-day clock, else any."""
    clocks: CancerClocks = case.clocks
    running = [clock for clock in clocks.clocks if clock.is_running and clock.days_left is not None]
    if running:
        return min(running, key=lambda clock: clock.days_left or 0)
    return clocks.d62 or clocks.d31 or clocks.fds


def tell_days_left(case: Case) -> int | None:
    clock = urgent_clock(case)
    return clock.days_left if clock else None


def tell_ribbon(case: Case) -> Ribbon | None:
    clock = urgent_clock(case)
    return make_cancer_ribbon(clock, (), case.today) if clock else None


def tell_clock_name(case: Case) -> str | None:
    clock = urgent_clock(case)
    return clock.measure.label if clock else None


def tell_met(measure: str) -> Any:
    def tell(case: Case) -> str | None:
        clock: Clock | None = getattr(case.clocks, measure)
        if clock is None or not clock.is_counted or clock.met is None:
            return None
        return "met" if clock.met else "missed"

    return tell


def tell_month(measure: str) -> Any:
    def tell(case: Case) -> str | None:
        clock: Clock | None = getattr(case.clocks, measure)
        return clock.reporting_month if clock else None

    return tell


def tell_band(case: Case) -> str | None:
    clock: Clock | None = case.clocks.d62
    return clock.band if clock and clock.is_counted else None


def tell_days_62(case: Case) -> int | None:
    clock: Clock | None = case.clocks.d62
    return clock.days if clock and clock.is_counted else None


MET = choices("Met", "Missed")


def is_open(row: Row) -> bool:
    return row["progress"] not in {"treated", "closed"}


def due_within(days: int) -> Any:
    return lambda row: is_open(row) and row["days_left"] is not None and 0 <= row["days_left"] <= days


def is_over(row: Row) -> bool:
    return is_open(row) and row["days_left"] is not None and row["days_left"] < 0


def percent_met(key: str, title: str, measure: str, standard: Standard) -> Chart:
    """Share within one standard by month of report, beside the standard then in force."""

    def reference(months: Any) -> tuple[tuple[str, float], ...]:
        values = {value for month in months if (value := find_standard(standard, month)) is not None}
        return tuple((f"Standard {value:g}%", value) for value in sorted(values))

    return Chart(
        key,
        title,
        "Patients whose clock stopped in the month, by whether the wait was within the standard; waits that are not "
        "counted nationally are left out.",
        by=lambda row: row[f"{measure}_month"],
        order="label",
        category="Month",
        shape="line",
        unit="percent",
        measures=(
            Measure(
                "Within the standard, percent",
                counts=lambda row: row[f"{measure}_met"] == "met",
                among=lambda row: row[f"{measure}_month"] is not None,
            ),
        ),
        reference=reference,
    )


def find_standard(standard: Standard, month: str) -> float | None:
    """The standard in force in a month, in percent."""
    row = standard_on(standard, date.fromisoformat(f"{month}-01"))
    return round(100 * row.value, 1) if row and row.value is not None else None


def reached(row: Row) -> list[str]:
    return [label for label, holds in MILESTONES if holds(row)]


def make_example(random: Random, patient: Patient, today: date) -> dict[str, Any]:
    """A plausible pathway of the last four months, somewhere on its way; some with something to mend."""
    received = today - timedelta(days=random.randint(4, 120))
    route = random.choices(list(tables.ROUTES), weights=(7, 1, 1, 1))[0]
    site = random.choice(
        ("breast", "lower_gi", "lung", "skin", "urological", "head_neck", "gynaecological", "upper_gi")
    )
    answers: dict[str, Any] = {
        "patient_name": patient.name,
        "nhs_number": patient.nhs_number,
        "suspected_type": "breast" if route == "breast_symptomatic" else site,
        "route": route,
        "referral_received": received.isoformat(),
        "referrer": "gp",
        "last_tracked_on": (today - timedelta(days=random.randint(0, 12))).isoformat(),
        "next_action": random.choice(
            ("Chase the biopsy result", "Book the MDT", "Confirm the outpatient date", "Offer a theatre date")
        ),
        "next_action_owner": random.choice(("Pathway coordinator", "Clinical nurse specialist", "Booking office")),
        "next_action_due": (today + timedelta(days=random.randint(-3, 10))).isoformat(),
    }
    if route == "screening":
        answers["screening_programme"] = random.choice(list(tables.SCREENING_PROGRAMMES))
    if route == "consultant_upgrade":
        answers["upgraded_on"] = (received + timedelta(days=3)).isoformat()
    day = received
    if random.random() < 0.15:
        day = received + timedelta(days=9)
        answers |= {"first_dna_on": day.isoformat(), "rebook_contact_on": (day + timedelta(days=3)).isoformat()}
        day += timedelta(days=3)
    for name, low, high in (
        ("first_seen", 5, 14),
        ("told_on", 8, 26),
        ("decision_to_treat", 3, 14),
        ("treatment_start", 7, 33),
    ):
        day += timedelta(days=random.randint(low, high))
        if day > today or (name == "decision_to_treat" and answers.get("told_outcome") != "cancer_diagnosed"):
            break
        answers[name] = day.isoformat()
        answers |= follow_up(random, name, answers)
    return answers


def follow_up(random: Random, name: str, answers: dict[str, Any]) -> dict[str, Any]:
    """What goes with a milestone."""
    if name == "first_seen":
        return {"first_seen_organisation": "RXX01"}
    if name == "told_on":
        ruled_out = random.random() < 0.6
        return {
            "told_outcome": "cancer_ruled_out" if ruled_out else "cancer_diagnosed",
            "fds_end_reason": "02" if ruled_out else "01",
            "told_how": random.choice(list(TOLD_HOW)),
        }
    if name == "decision_to_treat":
        return {"mdt_discussion": answers["told_on"]}
    return {
        "event_type": "01",
        "modality": random.choice(("23", "02", "05", "03")),
        "icd10": "C50.9",
        "care_setting": "01",
    }


MODULE = Module(
    slug="cancer-pathways",
    store_key="cancer_patients",
    title="Cancer pathways",
    journey="Cancer and MDT",
    purpose="Patients on a cancer pathway: three clocks beside each other, days to breach, and what happens next.",
    one="cancer patient",
    many="cancer patients",
    record=CancerPatient,
    teaches=(
        "Three clocks run beside each other: 28 days to a diagnosis, 31 from the decision to treat, 62 in all.",
        "Only two things take days off a cancer wait: a missed first appointment and a declined admission.",
        "Unfitness, thinking time and cancellations never pause a clock.",
        "A shared pathway is split between the provider that investigated and the one that treated.",
    ),
    sections=(
        PATIENT_SECTION,
        section(
            "Referral",
            "suspected_type",
            "route",
            "referral_received",
            "screening_programme",
            "upgraded_on",
            "referrer",
            "referral_priority",
            "source_of_referral",
            "cancer_referral_type",
            "ppid",
            "urgency_notes",
            "contact_number",
        ),
        section(
            "First appointment and diagnosis",
            "first_dna_on",
            "rebook_contact_on",
            "first_seen",
            "first_seen_organisation",
            "diagnostic_test_on",
            "told_on",
            "told_outcome",
            "told_how",
            "told_by",
            "fds_end_reason",
            "fds_exclusion_reason",
            "interval_scan",
        ),
        section("Diagnosis", "diagnosed_type", "icd10", "morphology", "mdt_discussion"),
        section(
            "Treatment",
            "decision_to_treat",
            "earliest_clinically_appropriate_date",
            "booked_treatment_on",
            "offer_declined_on",
            "available_again_on",
            "care_setting",
            "treatment_start",
            "event_type",
            "modality",
            "no_treatment_reason",
            "no_treatment_decided_on",
        ),
        section("Shared pathway", "investigating_provider", "transferred_on", "treating_provider"),
        section(
            "Adjustments and delays as recorded",
            "first_seen_adjustment",
            "first_seen_adjustment_reason",
            "treatment_adjustment",
            "treatment_adjustment_reason",
            "delay_reason_first_seen",
            "delay_comment_first_seen",
            "delay_reason_31",
            "delay_comment_31",
            "delay_reason_62",
            "delay_comment_62",
        ),
        section(
            "Tracking",
            "last_tracked_on",
            "next_action",
            "next_action_due",
            "next_action_owner",
            "escalated",
            "tracking_comment",
        ),
    ),
    findings=find_findings,
    events=list_events,
    clocks=read_clocks,
    meaning=tell_meaning,
    derived=(
        Derived("ribbon", "Most urgent clock", tell_ribbon, kind="ribbon"),
        Derived("clock_name", "Clock", tell_clock_name),
        Derived("days_left", "Days left", tell_days_left, kind="days"),
        Derived("progress", "Stage", tell_progress, choices=PROGRESS),
        Derived("fds_met", "28 days", tell_met("fds"), choices=MET),
        Derived("d31_met", "31 days", tell_met("d31"), choices=MET),
        Derived("d62_met", "62 days", tell_met("d62"), choices=MET),
        Derived("fds_month", "28-day month", tell_month("fds")),
        Derived("d31_month", "31-day month", tell_month("d31")),
        Derived("d62_month", "62-day month", tell_month("d62")),
        Derived("d62_band", "62-day band", tell_band),
        Derived("d62_days", "62-day wait", tell_days_62, kind="count"),
    ),
    columns=(
        Column("patient_name", flex=2, pinned=True),
        Column("nhs_number"),
        Column("suspected_type", flex=2),
        Column("progress", flex=2),
        Column("clock_name", flex=2),
        Column("days_left"),
        Column("ribbon", flex=3),
        Column("next_action", flex=2),
        Column("next_action_due"),
    ),
    views=(
        View("over", "Past a standard", "a running clock has passed its last day", is_over, "breach"),
        View("week", "Due within 7 days", "a running clock has 7 days left or fewer", due_within(7), "watch"),
        View("fortnight", "Due within 14 days", "a running clock has 14 days left or fewer", due_within(14), "watch"),
        View(
            "harm",
            "Over 104 days",
            "the 62-day wait is over 104 days",
            lambda row: (row["d62_days"] or 0) > 104,
            "breach",
        ),
        View(
            "untracked",
            "Not tracked for 7 days",
            "the pathway was not tracked in the last 7 days",
            lambda row: "cancer-not-tracked" in row["findings"],
            "watch",
        ),
        *(
            View(key, label, f"the stage is: {label.lower()}", lambda row, key=key: row["progress"] == key)
            for key, label in PROGRESS.items()
        ),
    ),
    charts=(
        Chart(
            "funnel",
            "How far patients have come",
            "Patients who have reached each milestone.",
            by=reached,
            order=tuple(label for label, _ in MILESTONES),
            category="Milestone",
            shape="funnel",
            unit="patients",
        ),
        percent_met("fds-by-month", "Within 28 days by month", "fds", Standard.CANCER_FDS_28_DAYS),
        percent_met("d31-by-month", "Within 31 days by month", "d31", Standard.CANCER_31_DAYS),
        percent_met("d62-by-month", "Within 62 days by month", "d62", Standard.CANCER_62_DAYS),
        Chart(
            "by-site",
            "Patients by suspected cancer",
            "Patients by the cancer that was suspected.",
            by="suspected_type",
            unit="patients",
        ),
        Chart("by-route", "Patients by route", "Patients by the route they came by.", by="route", unit="patients"),
        Chart(
            "by-stage", "Patients by stage", "Patients by where they are on the way.", by="progress", unit="patients"
        ),
        Chart(
            "bands",
            "62-day waits by band",
            "62-day waits, running and stopped, in the published bands of days.",
            by=lambda row: row["d62_band"],
            order=tuple(list_bands(D62.edges)),
            category="Days",
            unit="patients",
        ),
    ),
    filters=("suspected_type", "route", "progress"),
    name_of=lambda answers: f"{answers.patient_name}, {tables.SUSPECTED_TYPES[answers.suspected_type].lower()}",
    example=make_example,
)
