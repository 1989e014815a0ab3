"""The record of a plan: which service, its demand and list, its sessions, what is lost on the way, the target."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from dashapp.declare.module import section
from dashapp.declare.patient import SPECIALTIES, Notes
from dashapp.declare.questions import YES_NO, Answers, Ask, Repeat, choices, when
from pages.capacity_planner.service.changes import KINDS
from pages.capacity_planner.service.reading import ALL_SERVICES

SERVICES = {ALL_SERVICES: "All services together", **SPECIALTIES}
SOURCES = choices(pathways="The pathways on a tracking list", typed="I type it")
PEOPLE = choices(own="My own tracking list", people="Everyone I look after")
WEEKDAYS = choices("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SESSION_KINDS = choices(clinic="Clinic or procedure list: slots", theatre="Theatre list: minutes")
ORDERS = choices(in_turn="In turn, the longest wait first", priority="By clinical priority, in turn within one")
TYPED, PATHWAYS, CLINIC, THEATRE, INPATIENTS = (
    when("source", "typed"),
    when("source", "pathways"),
    when("kind", "clinic"),
    when("kind", "theatre"),
    when("inpatients", "yes"),
)

Percent = Annotated[float | None, Field(ge=0, le=100)]
Positive = Annotated[float | None, Field(gt=0, le=100_000)]


class Waits(Answers):
    """Patients who have waited between so many weeks."""

    weeks_from: Annotated[
        int,
        Field(ge=0, le=520),
        Ask(
            "Waited from how many weeks?", help="Whole weeks. The first group usually starts at 0.", label="Weeks from"
        ),
    ]
    weeks_to: Annotated[
        int,
        Field(ge=1, le=520),
        Ask(
            "To how many weeks?",
            help="The next group begins where this one ends, such as 0 to 6 and 6 to 12.",
            label="Weeks to",
        ),
    ]
    patients: Annotated[int, Field(ge=0, le=1_000_000), Ask("How many patients?", label="Patients")]


class PlannedSession(Answers):
    """One session of the template: a clinic with slots, or a theatre list with minutes."""

    name: Annotated[str, Ask("What is the session called?", label="Session")]
    kind: Annotated[
        str,
        Ask(
            "Which kind of session?",
            help="A clinic is counted in slots, a theatre list in the cases that fit its minutes.",
            choices=SESSION_KINDS,
            rule="CAP-17",
        ),
    ]
    weekday: Annotated[str, Ask("On which weekday?", choices=WEEKDAYS)]
    sessions: Annotated[
        float,
        Field(gt=0, le=100),
        Ask("How many of them on that day?", help="Two clinics at the same time are 2.", label="Sessions on that day"),
    ] = 1.0
    slots: Annotated[
        float | None,
        Field(gt=0, le=1000),
        Ask(
            "How many slots has one?",
            help="Everybody one session can see, before the losses asked about below.",
            when=CLINIC,
            needed=True,
            rule="CAP-16",
            label="Slots a session",
        ),
    ] = None
    session_minutes: Annotated[
        float | None,
        Field(gt=0, le=1440),
        Ask("How many minutes has one?", help="240 when left empty.", when=THEATRE, rule="CAP-17"),
    ] = None
    case_minutes: Annotated[
        float | None,
        Field(gt=0, le=1440),
        Ask(
            "How many minutes does one case take?",
            help="From one patient in theatre to the next, turnaround included.",
            when=THEATRE,
            needed=True,
        ),
    ] = None
    turnaround_minutes: Annotated[
        float | None,
        Field(ge=0, le=600),
        Ask("How many minutes between two cases?", help="0 when left empty.", when=THEATRE),
    ] = None
    utilisation: Annotated[
        Percent,
        Ask("Which share of the minutes is planned for, in percent?", help="85 when left empty.", when=THEATRE),
    ] = None
    every_weeks: Annotated[
        int | None, Field(ge=1, le=52), Ask("Every how many weeks?", help="Every week when left empty.")
    ] = None
    first: Annotated[date | None, Ask("From which day on?", help="From the start of the plan when left empty.")] = None
    last: Annotated[date | None, Ask("Until which day?", help="To the end of the plan when left empty.")] = None


class Closed(Answers):
    """Days without sessions."""

    first: Annotated[
        date, Ask("From which day?", help="The first day without sessions.", rule="SIM-2", label="Closed from")
    ]
    last: Annotated[
        date,
        Ask(
            "To which day?",
            help="The last day without sessions; the day after, they are held again.",
            rule="SIM-2",
            label="Closed to",
        ),
    ]
    why: Annotated[str | None, Ask("Why?")] = None


class PriorityShare(Answers):
    """A clinical priority and its share of referrals."""

    name: Annotated[
        str,
        Ask(
            "Which priority?",
            help="As on the tracking list, such as P2 or Urgent. The first in the list is seen first.",
            rule="SIM-3",
            label="Priority",
        ),
    ]
    percent: Annotated[
        float,
        Field(ge=0, le=100),
        Ask("Which share of referrals, in percent?", help="All priorities together make 100.", label="Percent"),
    ]


class ChangeAsked(Answers):
    """One thing that could be done, or could happen."""

    name: Annotated[str, Ask("What is the scenario called?", label="Scenario")]
    kind: Annotated[
        str,
        Ask(
            "What changes?",
            help="One change a scenario; the forecast compares it with doing nothing.",
            choices=KINDS,
            label="What changes",
        ),
    ]
    amount: Annotated[
        float,
        Field(gt=0, le=10_000),
        Ask("By how much?", help="Slots a week, or percent, as the change says.", label="Amount"),
    ]
    first: Annotated[date | None, Ask("From which day on?", help="From the start when left empty.")] = None
    last: Annotated[date | None, Ask("Until which day?", help="To the end when left empty.")] = None
    cost: Annotated[
        float | None,
        Field(ge=0, le=1_000_000),
        Ask("What does one slot cost, in pounds?", help="For the cost of each week of wait avoided.", label="£ a slot"),
    ] = None


class Plan(Answers):
    """One plan."""

    name: Annotated[str, Ask("What is this plan called?", label="Plan")]
    service: Annotated[str, Ask("For which service?", choices=SERVICES, rule="TFC-1")]
    service_name: Annotated[
        str | None, Ask("Under which name do you know it?", help="A clinic, a team, a site.", label="Known as")
    ] = None
    source: Annotated[
        str,
        Ask("Where do demand and list come from?", choices=SOURCES, rule="CAP-1", label="Demand and list from"),
    ]
    people: Annotated[
        str | None,
        Ask("Whose pathways?", help="Your own when left empty.", choices=PEOPLE, when=PATHWAYS, label="Whose pathways"),
    ] = None
    since: Annotated[
        date | None,
        Ask(
            "From which day on are clocks counted?",
            help="The 52 weeks to today when left empty, or as many as the list covers.",
            when=PATHWAYS,
            label="Counted since",
        ),
    ] = None
    until: Annotated[
        date | None, Ask("Until which day?", help="Today when left empty.", when=PATHWAYS, label="Counted until")
    ] = None
    demand: Annotated[
        Positive,
        Ask(
            "How many referrals come in a week?",
            help="On average. Leave empty when you give the weeks one by one below.",
            when=TYPED,
            label="Referrals a week",
        ),
    ] = None
    weekly_referrals: Annotated[
        str | None,
        Ask(
            "How many referrals came in each week?",
            help="Oldest first, with spaces, commas or lines between, as copied from a spreadsheet.",
            when=TYPED,
            long=True,
            rule="CAP-15",
            label="Referrals of each week",
        ),
    ] = None
    weekly_treated: Annotated[
        str | None,
        Ask(
            "How many were treated in each of those weeks?",
            help="As many weeks as above.",
            when=TYPED,
            long=True,
            label="Treated in each week",
        ),
    ] = None
    list_size: Annotated[
        int | None,
        Field(ge=1, le=1_000_000),
        Ask(
            "How many wait now?",
            help="Leave empty when you give them by weeks waited below.",
            when=TYPED,
            label="Waiting now",
        ),
    ] = None
    waits: Annotated[
        list[Waits],
        Repeat(
            "How many wait, by weeks waited?",
            "group",
            help="Who waits today, in bands of weeks. It is where the forecast starts from.",
            when=TYPED,
        ),
    ] = []

    seasons: Annotated[
        str | None,
        Ask(
            "How do referrals differ by month?",
            help="Twelve factors, January first, with spaces or commas between; 1 is a usual month, 0.8 a fifth fewer. "
            "They are scaled to a mean of 1. Every month is alike when left empty.",
            rule="SIM-1",
            label="Seasons",
        ),
    ] = None

    sessions: Annotated[
        list[PlannedSession],
        Repeat("Which sessions are in job plans?", "session", help="Slots of a session are for this service alone."),
    ] = []
    slots: Annotated[
        Positive,
        Ask(
            "How many slots are there a week?",
            help="Leave empty when you give the sessions above.",
            rule="CAP-16",
            label="Slots a week",
        ),
    ] = None
    weeks_worked: Annotated[
        float | None,
        Field(gt=0, le=52),
        Ask(
            "In how many of 52 weeks are sessions held?",
            help="After leave and bank holidays; 42 is usual for one clinician, 52 when left empty.",
            rule="CAP-16",
            label="Weeks worked of 52",
        ),
    ] = None
    bank_holidays_worked: Annotated[
        str | None, Ask("Are sessions held on bank holidays?", choices=YES_NO, rule="SIM-2")
    ] = None
    closed: Annotated[
        list[Closed],
        Repeat(
            "On which days are there no sessions?", "fallow period", help="Beside bank holidays, such as an audit day."
        ),
    ] = []
    sessions_cancelled: Annotated[
        Percent, Ask("Which share of sessions is cancelled, in percent?", rule="SIM-2", label="Sessions cancelled, %")
    ] = None
    carve_out: Annotated[
        Percent,
        Ask(
            "Which share of slots is held for others, such as urgent and cancer patients, in percent?",
            help="Slots this list never gets.",
            rule="CAP-16",
            label="Carve-out, %",
        ),
    ] = None
    unbooked: Annotated[
        Percent,
        Ask(
            "Which share of slots stays unbooked, in percent?",
            help="Slots that nobody was booked into, of those that were open.",
            label="Not booked, %",
        ),
    ] = None
    follow_ups: Annotated[
        float | None,
        Field(ge=0, le=100),
        Ask(
            "How many follow-up appointments has one new patient in the same slots?",
            help="0 when follow-ups have sessions of their own.",
            label="Follow-ups for one new",
        ),
    ] = None

    missed: Annotated[
        Percent, Ask("Which share of appointments is missed, in percent?", rule="SIM-4", label="Missed (DNA), %")
    ] = None
    missed_rebooked: Annotated[
        Percent,
        Ask("Which share of those is booked again, in percent?", help="100 when left empty.", label="Missed, rebooked"),
    ] = None
    patient_cancels: Annotated[
        Percent, Ask("Which share do patients cancel, in percent?", rule="SIM-4", label="Cancelled by patients, %")
    ] = None
    refilled: Annotated[
        Percent,
        Ask("Which share of those slots is filled again, in percent?", help="0 when left empty.", label="Refilled, %"),
    ] = None
    hospital_cancels: Annotated[
        Percent,
        Ask(
            "Which share does the hospital cancel, on the day included, in percent?",
            rule="SIM-4",
            label="Cancelled by the hospital, %",
        ),
    ] = None
    removals: Annotated[
        Percent,
        Ask(
            "Which share of the list leaves each week without treatment, in percent?",
            help="As seen on the tracking list when left empty; 0 when there is none.",
            rule="SIM-5",
            label="Removals a week, %",
        ),
    ] = None
    order: Annotated[str | None, Ask("Who is seen first?", choices=ORDERS, rule="SIM-3")] = None
    priorities: Annotated[
        list[PriorityShare],
        Repeat(
            "Which priorities are there, the first seen first?",
            "priority",
            help="As seen on the tracking list when left empty.",
            when=when("order", "priority"),
        ),
    ] = []

    inpatients: Annotated[
        str | None,
        Ask(
            "Do patients of this plan stay in a bed overnight?",
            help="Beds are then worked out as well.",
            choices=YES_NO,
            label="Inpatients",
        ),
    ] = None
    stay_days: Annotated[
        float | None,
        Field(gt=0, le=365),
        Ask(
            "How many days does a patient stay on average?",
            when=INPATIENTS,
            needed=True,
            rule="CAP-21",
            label="Mean length of stay, days",
        ),
    ] = None
    admitted: Annotated[
        Percent,
        Ask(
            "Which share of new patients is admitted, in percent?",
            help="100 when left empty.",
            when=INPATIENTS,
            label="Admitted, %",
        ),
    ] = None
    occupancy: Annotated[
        float | None,
        Field(gt=0, le=100),
        Ask(
            "Which share of beds is to be occupied, in percent?",
            help="92 when left empty.",
            when=INPATIENTS,
            rule="CAP-21",
            label="Target occupancy, %",
        ),
    ] = None

    target_weeks: Annotated[
        float | None,
        Field(gt=0, le=104),
        Ask("Within how many weeks?", help="18 when left empty.", rule="CAP-5", label="Target, weeks"),
    ] = None
    target_percent: Annotated[
        float | None,
        Field(gt=0, lt=100),
        Ask("For which share of patients, in percent?", help="92 when left empty.", rule="CAP-3", label="Target, %"),
    ] = None
    clear_by: Annotated[
        date | None, Ask("By when should the list be at its target?", rule="CAP-14", label="Clear by")
    ] = None
    horizon: Annotated[
        int | None,
        Field(ge=8, le=260),
        Ask("How many weeks ahead?", help="52 when left empty.", label="Weeks ahead"),
    ] = None
    runs: Annotated[
        int | None,
        Field(ge=50, le=5000),
        Ask("How many runs of chance?", help="1,000 when left empty.", rule="SIM-7", label="Runs"),
    ] = None
    seed: Annotated[
        int | None,
        Field(ge=0, le=1_000_000),
        Ask("Which seed for chance?", help="The same seed gives the same forecast; 1 when left empty.", label="Seed"),
    ] = None
    changes: Annotated[
        list[ChangeAsked],
        Repeat(
            "Which scenarios should be compared with doing nothing?",
            "scenario",
            help="Each is run over the same weeks and the same chance as doing nothing.",
        ),
    ] = []
    notes: Notes = None


SECTIONS = (
    section("The service", "name", "service", "service_name"),
    section(
        "Demand and list",
        "source",
        "people",
        "since",
        "until",
        "demand",
        "weekly_referrals",
        "weekly_treated",
        "list_size",
        "waits",
        "seasons",
    ),
    section("Sessions", "sessions", "slots", "weeks_worked", "bank_holidays_worked", "closed"),
    section(
        "What is lost on the way",
        "sessions_cancelled",
        "carve_out",
        "unbooked",
        "follow_ups",
        "missed",
        "missed_rebooked",
        "patient_cancels",
        "refilled",
        "hospital_cancels",
        "removals",
    ),
    section("Order", "order", "priorities"),
    section("Beds", "inpatients", "stay_days", "admitted", "occupancy"),
    section("Target", "target_weeks", "target_percent", "clear_by", "horizon", "runs", "seed"),
    section("Scenarios", "changes"),
    section("Notes", "notes"),
)
