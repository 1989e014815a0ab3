"""What is recorded about one meeting: who came, which patients were discussed, what was decided and who does what."""

from __future__ import annotations

import datetime
from types import MappingProxyType
from typing import Annotated

from dashapp.declare.module import section
from dashapp.declare.patient import SPECIALTIES, AboutPatient, Notes
from dashapp.declare.questions import YES_NO, Answers, Ask, Choices, Repeat, as_choices, choices, when
from rules.cancer import tables
from rules.mdt import CORE_ROLES, NO_TREATMENT_REASONS, OUTCOMES

TUMOUR_SITES = choices(
    "Brain and central nervous system",
    "Breast",
    "Cancer of unknown primary",
    "Children's cancer",
    "Gynaecological",
    "Haematological",
    "Head and neck",
    "Hepatobiliary and pancreatic",
    "Lower gastrointestinal",
    "Lung",
    "Sarcoma",
    "Skin",
    "Thyroid",
    "Upper gastrointestinal",
    "Urological",
)
SITES: Choices = MappingProxyType({**TUMOUR_SITES, **SPECIALTIES})
STATUSES = choices("Planned", "Held", "Cancelled")
PLACES = choices("In a room", "By video", mixed="In a room and by video")
ROUTES: Choices = MappingProxyType({**tables.ROUTES, "routine": "Routine"})
NOT_URGENT = ("routine", "consultant_upgrade")
DISCUSSIONS = choices(full="Full discussion", standard_of_care="Standard of care, by protocol")
PERFORMANCE = choices(
    **{
        "0": "0 Fully active",
        "1": "1 Restricted in strenuous activity",
        "2": "2 Up and about more than half the day",
        "3": "3 In bed or chair more than half the day",
        "4": "4 Completely disabled",
    }
)
ROLES = as_choices(CORE_ROLES)
OUTCOME_LABELS = as_choices(OUTCOMES)
REASONS: Choices = MappingProxyType({code: f"{code} {words}" for code, words in NO_TREATMENT_REASONS.items()})
DECIDED = tuple(slug for slug in OUTCOMES if slug != "deferred")
WITHOUT_TREATMENT = ("palliative", "active_monitoring")


class ActionToDo(Answers):
    """One thing somebody does after the meeting."""

    what: Annotated[str, Ask("What is to be done?", rule="MDT-3", label="Action")]
    owner: Annotated[str | None, Ask("Who does it?", rule="MDT-3", label="Owner")] = None
    due: Annotated[datetime.date | None, Ask("By when?", rule="MDT-3", label="Due")] = None
    done_on: Annotated[
        datetime.date | None,
        Ask("When was it done?", help="An action without this day is still to do.", rule="MDT-3", label="Done on"),
    ] = None


class MeetingCase(AboutPatient):
    """One patient on the meeting's list."""

    question: Annotated[
        str,
        Ask("What is the question to the meeting?", help="One that can be answered.", rule="MDT-2", label="Question"),
    ]
    order: Annotated[
        int | None,
        Ask("In which place on the list?", help="Left empty, the earliest breach date comes first.", label="Order"),
    ] = None
    discussion: Annotated[
        str | None,
        Ask(
            "How will it be discussed?",
            help="By protocol where a standard of care fits and the team need not debate it.",
            choices=DISCUSSIONS,
            label="Discussion",
        ),
    ] = None
    presenter: Annotated[str | None, Ask("Who presents?", rule="MDT-2")] = None
    added_on: Annotated[
        datetime.date | None, Ask("When was the patient added to the list?", rule="MDT-2", label="Added on")
    ] = None
    stage: Annotated[str | None, Ask("What is the stage, where known?", help="Such as T2 N0 M0.", label="Stage")] = None
    performance_status: Annotated[
        str | None,
        Ask("What is the performance status?", choices=PERFORMANCE, rule="MDT-2", label="Performance status"),
    ] = None
    imaging_ready: Annotated[str | None, Ask("Is the imaging there?", choices=YES_NO, rule="MDT-2")] = None
    pathology_ready: Annotated[str | None, Ask("Is the pathology there?", choices=YES_NO, rule="MDT-2")] = None
    nurse_specialist_present: Annotated[
        str | None,
        Ask(
            "Is the clinical nurse specialist there for this patient?",
            help="One of the core roles, and the one who supports the patient afterwards.",
            choices=YES_NO,
            rule="MDT-1",
            label="CNS present",
        ),
    ] = None
    clinical_trial: Annotated[
        str | None, Ask("Was a clinical trial considered?", help="Which, and whether it fits.", label="Clinical trial")
    ] = None

    route: Annotated[
        str | None, Ask("By which route did the patient come?", choices=ROUTES, rule="MDT-7", label="Route")
    ] = None
    referred_to_mdt_on: Annotated[
        datetime.date | None,
        Ask(
            "When was the patient referred to the meeting?",
            when=when("route", *NOT_URGENT),
            rule="MDT-7",
            label="Referred to the meeting on",
        ),
    ] = None
    upgraded_on: Annotated[
        datetime.date | None,
        Ask(
            "When did the consultant upgrade the patient?",
            help="No later than the referral to the meeting.",
            rule="MDT-7",
            label="Upgraded on",
        ),
    ] = None
    upgrade_declined: Annotated[
        str | None,
        Ask(
            "Did the consultant decide against an upgrade?",
            choices=YES_NO,
            when=when("route", "routine"),
            rule="MDT-7",
            label="Upgrade decided against",
        ),
    ] = None
    cancer_clock_start: Annotated[
        datetime.date | None,
        Ask("When did the 62-day clock start?", rule="MDT-6", label="Cancer clock start"),
    ] = None
    first_seen_adjustment: Annotated[
        int | None,
        Ask("Which first-seen adjustment is recorded, in days?", rule="MDT-6", label="First-seen adjustment"),
    ] = None
    breach_date: Annotated[
        datetime.date | None, Ask("When does the pathway breach?", rule="MDT-9", label="Breach date")
    ] = None

    outcome: Annotated[
        str | None, Ask("What is the outcome?", choices=OUTCOME_LABELS, rule="MDT-3", label="Outcome")
    ] = None
    decision: Annotated[
        str | None,
        Ask(
            "What was decided, in words?",
            help="So that somebody who was not there understands it.",
            long=True,
            when=when("outcome", *DECIDED),
            rule="MDT-3",
            label="Decision",
        ),
    ] = None
    tests: Annotated[
        str | None, Ask("Which tests?", when=when("outcome", "more_tests"), rule="MDT-3", label="Tests")
    ] = None
    tests_wanted_by: Annotated[
        datetime.date | None,
        Ask("By when are they wanted?", when=when("outcome", "more_tests"), rule="MDT-3", label="Tests wanted by"),
    ] = None
    deferred_reason: Annotated[
        str | None,
        Ask("Why was it deferred, and what is missing?", when=when("outcome", "deferred"), rule="MDT-9"),
    ] = None
    next_meeting: Annotated[
        datetime.date | None,
        Ask(
            "At which meeting does it come back?", when=when("outcome", "deferred"), rule="MDT-9", label="Next meeting"
        ),
    ] = None
    deferrals: Annotated[
        int | None,
        Ask(
            "How many times has it been deferred, this time included?",
            when=when("outcome", "deferred"),
            rule="MDT-9",
            label="Deferrals",
        ),
    ] = None
    no_treatment_reason: Annotated[
        str | None,
        Ask(
            "Why will there be no anti-cancer treatment?",
            choices=REASONS,
            when=when("outcome", *WITHOUT_TREATMENT),
            rule="MDT-8",
            label="No treatment reason",
        ),
    ] = None
    treating_provider: Annotated[
        str | None,
        Ask("To which provider?", when=when("outcome", "refer"), rule="MDT-6", label="Treating provider"),
    ] = None
    transferred_on: Annotated[
        datetime.date | None,
        Ask("When was the transfer sent?", when=when("outcome", "refer"), rule="MDT-6", label="Transferred on"),
    ] = None
    decision_to_treat: Annotated[
        datetime.date | None,
        Ask(
            "When did the patient and the clinician agree the plan?",
            help="The decision to treat. The meeting's date is not that date, unless the patient was seen that day.",
            when=when("outcome", *DECIDED),
            rule="MDT-5",
            label="Decision to treat",
        ),
    ] = None
    patient_seen_that_day: Annotated[
        str | None,
        Ask(
            "Was the patient seen on the day of the meeting?",
            choices=YES_NO,
            when=when("outcome", *DECIDED),
            rule="MDT-5",
        ),
    ] = None
    told_by: Annotated[str | None, Ask("Who tells the patient?", rule="MDT-4", label="Told by")] = None
    tell_by: Annotated[datetime.date | None, Ask("By when?", rule="MDT-4", label="Tell by")] = None
    told_on: Annotated[
        datetime.date | None,
        Ask("When was the patient told?", help="Ends the 28-day clock.", rule="MDT-4", label="Told on"),
    ] = None
    gp_told_on: Annotated[datetime.date | None, Ask("When was the GP told?", rule="MDT-4", label="GP told on")] = None
    actions: Annotated[list[ActionToDo], Repeat("Actions", "action", help="Who does what, by when.")] = []


class Meeting(Answers):
    """One meeting of a multidisciplinary team."""

    date: Annotated[
        datetime.date,
        Ask(
            "When is the meeting?",
            help="The meeting is not the decision to treat, and its date is not that date.",
            rule="MDT-5",
            label="Meeting date",
        ),
    ]
    time: Annotated[datetime.time | None, Ask("At what time does it start?", help="Such as 08:30", label="Start")] = (
        None
    )
    end_time: Annotated[datetime.time | None, Ask("When did it end?", rule="MDT-1", label="End")] = None
    tumour_site_or_specialty: Annotated[
        str,
        Ask(
            "Which team is it?",
            help="Each team has its own core members, who make it quorate.",
            choices=SITES,
            label="Tumour site or specialty",
        ),
    ]
    place: Annotated[str | None, Ask("Where?", choices=PLACES, label="Place")] = None
    status: Annotated[
        str,
        Ask(
            "How does it stand?",
            help="Held once it took place; only then does it say who was there.",
            choices=STATUSES,
            label="Status",
        ),
    ]
    chair: Annotated[str, Ask("Who chairs it?", rule="MDT-1", label="Chair")]
    cut_off: Annotated[
        datetime.date | None,
        Ask("Until when could patients be added?", rule="MDT-2", label="Cut-off for adding"),
    ] = None
    core_roles: Annotated[
        list[str],
        Ask(
            "Which core roles does this team need?",
            help="As the site's own rules say. With none ticked, all six.",
            choices=ROLES,
            rule="MDT-1",
            label="Core roles",
        ),
    ] = []
    present: Annotated[
        list[str],
        Ask("Who was there?", choices=ROLES, when=when("status", "held"), rule="MDT-1", label="Attendance"),
    ] = []
    cases: Annotated[
        list[MeetingCase],
        Repeat(
            "Patients on the list",
            "patient",
            help="Each may belong to one of your pathways; the outcome then appears on its timeline.",
        ),
    ] = []
    notes: Notes = None


SECTIONS = (
    section(
        "The meeting",
        "tumour_site_or_specialty",
        "date",
        "time",
        "status",
        "place",
        "chair",
        "cut_off",
        "end_time",
    ),
    section("Who was there", "core_roles", "present"),
    section("Patients", "cases"),
    section("Notes", "notes"),
)
