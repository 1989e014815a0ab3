"""The record of a plan: which service, its demand and list, its sessions, what is lost on the way, the target."""

from datetime import date
from typing import Annotated

from pydantic import Field

from pages.capacity_planner.service.changes import KINDS
from pages.capacity_planner.service.reading import ALL_SERVICES
from rules.specialties import SPECIALTIES
from words.patient import ask_notes
from words.questions import Answers, YesNo, ask, choices, repeat, when

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

    weeks_from: Annotated[int, Field(ge=0, le=520)] = ask(
        "From how many weeks' wait does this group go?",
        help="Whole weeks. The first group usually starts at 0.",
        label="Weeks from",
    )
    weeks_to: Annotated[int, Field(ge=1, le=520)] = ask(
        "To how many weeks' wait does this group go?",
        help="The next group begins where this one ends, such as 0 to 6 and 6 to 12.",
        label="Weeks to",
    )
    patients: Annotated[int, Field(ge=0, le=1_000_000)] = ask(
        "How many patients wait as long as that?", label="Patients"
    )


class PlannedSession(Answers):
    """One session of the template: a clinic with slots, or a theatre list with minutes."""

    name: str = ask("What is the session called?", label="Session")
    kind: str = ask(
        "Which kind of session is it?",
        help="A clinic is counted in slots, a theatre list in the cases that fit its minutes.",
        choices=SESSION_KINDS,
        rule="CAP-17",
    )
    weekday: str = ask("On which weekday is the session held?", choices=WEEKDAYS)
    sessions: Annotated[float, Field(gt=0, le=100)] = ask(
        "How many of these sessions are held on that day?",
        default=1.0,
        help="Two clinics at the same time are 2.",
        label="Sessions on that day",
    )
    slots: Annotated[float | None, Field(gt=0, le=1000)] = ask(
        "How many slots has one session?",
        default=None,
        help="Everybody one session can see, before the losses asked about below.",
        when=CLINIC,
        needed=True,
        rule="CAP-16",
        label="Slots a session",
    )
    session_minutes: Annotated[float | None, Field(gt=0, le=1440)] = ask(
        "How many minutes has one session?", default=None, help="240 when left empty.", when=THEATRE, rule="CAP-17"
    )
    case_minutes: Annotated[float | None, Field(gt=0, le=1440)] = ask(
        "How many minutes does one case take?",
        default=None,
        help="From one patient in theatre to the next, turnaround included.",
        when=THEATRE,
        needed=True,
    )
    turnaround_minutes: Annotated[float | None, Field(ge=0, le=600)] = ask(
        "How many minutes are there between two cases?", default=None, help="0 when left empty.", when=THEATRE
    )
    utilisation: Percent = ask(
        "Which share of the minutes is planned for, in percent?", default=None, help="85 when left empty.", when=THEATRE
    )
    every_weeks: Annotated[int | None, Field(ge=1, le=52)] = ask(
        "Every how many weeks is the session held?", default=None, help="Every week when left empty."
    )
    first: date | None = ask(
        "From which day on is the session held?", help="From the start of the plan when left empty."
    )
    last: date | None = ask("Until which day is the session held?", help="To the end of the plan when left empty.")


class Closed(Answers):
    """Days without sessions."""

    first: date = ask(
        "From which day are there no sessions?",
        help="The first day without sessions.",
        rule="SIM-2",
        label="Closed from",
    )
    last: date = ask(
        "To which day are there no sessions?",
        help="The last day without sessions; the day after, they are held again.",
        rule="SIM-2",
        label="Closed to",
    )
    why: str | None = ask("Why are there no sessions?")


class PriorityShare(Answers):
    """A clinical priority and its share of referrals."""

    name: str = ask(
        "Which priority is it?",
        help="As on the tracking list, such as P2 or Urgent. The first in the list is seen first.",
        rule="SIM-3",
        label="Priority",
    )
    percent: Annotated[float, Field(ge=0, le=100)] = ask(
        "Which share of referrals has this priority, in percent?",
        help="All priorities together make 100.",
        label="Percent",
    )


class ChangeAsked(Answers):
    """One thing that could be done, or could happen."""

    name: str = ask("What is the scenario called?", label="Scenario")
    kind: str = ask(
        "What changes in this scenario?",
        help="One change a scenario; the forecast compares it with doing nothing.",
        choices=KINDS,
        label="What changes",
    )
    amount: Annotated[float, Field(gt=0, le=10_000)] = ask(
        "By how much does it change?", help="Slots a week, or percent, as the change says.", label="Amount"
    )
    first: date | None = ask("From which day on does it change?", help="From the start when left empty.")
    last: date | None = ask("Until which day does it change?", help="To the end when left empty.")
    cost: Annotated[float | None, Field(ge=0, le=1_000_000)] = ask(
        "What does one slot cost, in pounds?",
        default=None,
        help="For the cost of each week of wait avoided.",
        label="£ a slot",
    )


class Plan(Answers):
    """One plan."""

    name: str = ask("What is this plan called?", heading="The service", label="Plan")
    service: str = ask("For which service is this plan?", choices=SERVICES, rule="TFC-1")
    service_name: str | None = ask(
        "Under which name do you know the service?", help="A clinic, a team, a site.", label="Known as"
    )
    source: str = ask(
        "Where do demand and list come from?",
        heading="Demand and list",
        choices=SOURCES,
        rule="CAP-1",
        label="Demand and list from",
    )
    people: str | None = ask(
        "Whose pathways are counted?",
        help="Your own when left empty.",
        choices=PEOPLE,
        when=PATHWAYS,
        label="Whose pathways",
    )
    since: date | None = ask(
        "From which day on are clocks counted?",
        help="The 52 weeks to today when left empty, or as many as the list covers.",
        when=PATHWAYS,
        label="Counted since",
    )
    until: date | None = ask(
        "Until which day are clocks counted?", help="Today when left empty.", when=PATHWAYS, label="Counted until"
    )
    demand: Positive = ask(
        "How many referrals come in a week?",
        default=None,
        help="On average. Leave empty when you give the weeks one by one below.",
        when=TYPED,
        label="Referrals a week",
    )
    weekly_referrals: str | None = ask(
        "How many referrals came in each week?",
        help="Oldest first, with spaces, commas or lines between, as copied from a spreadsheet.",
        when=TYPED,
        long=True,
        rule="CAP-15",
        label="Referrals of each week",
    )
    weekly_treated: str | None = ask(
        "How many patients were treated in each of those weeks?",
        help="As many weeks as above.",
        when=TYPED,
        long=True,
        label="Treated in each week",
    )
    list_size: Annotated[int | None, Field(ge=1, le=1_000_000)] = ask(
        "How many patients wait now?",
        default=None,
        help="Leave empty when you give them by weeks waited below.",
        when=TYPED,
        label="Waiting now",
    )
    waits: list[Waits] = repeat(
        "How many wait, by weeks waited?",
        "group",
        help="Who waits today, in bands of weeks. It is where the forecast starts from.",
        when=TYPED,
    )
    seasons: str | None = ask(
        "How do referrals differ by month?",
        help="Twelve factors, January first, with spaces or commas between; 1 is a usual month, 0.8 a fifth fewer. "
        "They are scaled to a mean of 1. Every month is alike when left empty.",
        rule="SIM-1",
        label="Seasons",
    )
    sessions: list[PlannedSession] = repeat(
        "Which sessions are in job plans?",
        "session",
        heading="Sessions",
        columns=("name", "weekday", "sessions", "slots", "session_minutes", "case_minutes"),
        help="Slots of a session are for this service alone.",
    )
    slots: Positive = ask(
        "How many slots are there a week?",
        default=None,
        help="Leave empty when you give the sessions above.",
        rule="CAP-16",
        label="Slots a week",
    )
    weeks_worked: Annotated[float | None, Field(gt=0, le=52)] = ask(
        "In how many of 52 weeks are sessions held?",
        default=None,
        help="After leave and bank holidays; 42 is usual for one clinician, 52 when left empty.",
        rule="CAP-16",
        label="Weeks worked of 52",
    )
    bank_holidays_worked: YesNo | None = ask("Are sessions held on bank holidays?", rule="SIM-2")
    closed: list[Closed] = repeat(
        "On which days are there no sessions?", "fallow period", help="As well as bank holidays, such as an audit day."
    )
    sessions_cancelled: Percent = ask(
        "Which share of sessions is cancelled, in percent?",
        default=None,
        heading="What is lost on the way",
        rule="SIM-2",
        label="Sessions cancelled, %",
    )
    carve_out: Percent = ask(
        "Which share of slots is held for others, such as urgent and cancer patients, in percent?",
        default=None,
        help="Slots this list never gets.",
        rule="CAP-16",
        label="Carve-out, %",
    )
    unbooked: Percent = ask(
        "Which share of slots stays unbooked, in percent?",
        default=None,
        help="Slots that nobody was booked into, of those that were open.",
        label="Not booked, %",
    )
    follow_ups: Annotated[float | None, Field(ge=0, le=100)] = ask(
        "How many follow-up appointments has one new patient in the same slots?",
        default=None,
        help="0 when follow-ups have sessions of their own.",
        label="Follow-ups for one new",
    )
    missed: Percent = ask(
        "Which share of appointments is missed, in percent?", default=None, rule="SIM-4", label="Missed (DNA), %"
    )
    missed_rebooked: Percent = ask(
        "Which share of missed appointments is booked again, in percent?",
        default=None,
        help="100 when left empty.",
        label="Missed, rebooked",
    )
    patient_cancels: Percent = ask(
        "Which share of appointments do patients cancel, in percent?",
        default=None,
        rule="SIM-4",
        label="Cancelled by patients, %",
    )
    refilled: Percent = ask(
        "Which share of cancelled slots is filled again, in percent?",
        default=None,
        help="0 when left empty.",
        label="Refilled, %",
    )
    hospital_cancels: Percent = ask(
        "Which share of appointments does the hospital cancel, on the day included, in percent?",
        default=None,
        rule="SIM-4",
        label="Cancelled by the hospital, %",
    )
    removals: Percent = ask(
        "Which share of the list leaves each week without treatment, in percent?",
        default=None,
        help="As seen on the tracking list when left empty; 0 when there is none.",
        rule="SIM-5",
        label="Removals a week, %",
    )
    order: str | None = ask("Who is seen first?", heading="The order", choices=ORDERS, rule="SIM-3")
    priorities: list[PriorityShare] = repeat(
        "Which priorities are there, the first seen first?",
        "priority",
        help="As seen on the tracking list when left empty.",
        when=when("order", "priority"),
    )
    inpatients: YesNo | None = ask(
        "Do patients of this plan stay in a bed overnight?",
        heading="Beds",
        help="Beds are then worked out as well.",
        label="Inpatients",
    )
    stay_days: Annotated[float | None, Field(gt=0, le=365)] = ask(
        "How many days does a patient stay on average?",
        default=None,
        when=INPATIENTS,
        needed=True,
        rule="CAP-21",
        label="Mean length of stay, days",
    )
    admitted: Percent = ask(
        "Which share of new patients is admitted, in percent?",
        default=None,
        help="100 when left empty.",
        when=INPATIENTS,
        label="Admitted, %",
    )
    occupancy: Annotated[float | None, Field(gt=0, le=100)] = ask(
        "Which share of beds is to be occupied, in percent?",
        default=None,
        help="92 when left empty.",
        when=INPATIENTS,
        rule="CAP-21",
        label="Target occupancy, %",
    )
    target_weeks: Annotated[float | None, Field(gt=0, le=104)] = ask(
        "Within how many weeks should patients be seen?",
        default=None,
        heading="The target",
        help="18 when left empty.",
        rule="CAP-5",
        label="Target, weeks",
    )
    target_percent: Annotated[float | None, Field(gt=0, lt=100)] = ask(
        "For which share of patients should the target be met, in percent?",
        default=None,
        help="92 when left empty.",
        rule="CAP-3",
        label="Target, %",
    )
    clear_by: date | None = ask("By when should the list be at its target?", rule="CAP-14", label="Clear by")
    horizon: Annotated[int | None, Field(ge=8, le=260)] = ask(
        "How many weeks ahead is the forecast made?", default=None, help="52 when left empty.", label="Weeks ahead"
    )
    runs: Annotated[int | None, Field(ge=50, le=5000)] = ask(
        "How many runs of chance does the forecast take?",
        default=None,
        help="1,000 when left empty.",
        rule="SIM-7",
        label="Runs",
    )
    seed: Annotated[int | None, Field(ge=0, le=1_000_000)] = ask(
        "Which seed does chance begin with?",
        default=None,
        help="The same seed gives the same forecast; 1 when left empty.",
        label="Seed",
    )
    changes: list[ChangeAsked] = repeat(
        "Which scenarios should be compared with doing nothing?",
        "scenario",
        heading="Scenarios",
        help="Each is run over the same weeks and the same chance as doing nothing.",
    )
    notes: str | None = ask_notes(heading="Notes")
