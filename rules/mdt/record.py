"""What is recorded about one meeting: who came, which patients were discussed, what was decided and who does what."""

import datetime
from types import MappingProxyType

from rules.calendar import add_days
from rules.cancer import tables
from rules.event_choices import MEETING_OUTCOMES, NO_TREATMENT_REASONS
from rules.mdt.rules import CORE_ROLES, DAY_38
from rules.specialties import SPECIALTIES
from words.patient import AboutPatient, ask_notes
from words.questions import Answers, Choices, YesNo, as_choices, ask, choices, repeat, when

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
OUTCOME_LABELS = as_choices(MEETING_OUTCOMES)
REASONS: Choices = MappingProxyType({code: f"{code} {words}" for code, words in NO_TREATMENT_REASONS.items()})
DECIDED = tuple(slug for slug in MEETING_OUTCOMES if slug != "deferred")
WITHOUT_TREATMENT = ("palliative", "active_monitoring")


class ActionToDo(Answers):
    """One thing somebody does after the meeting."""

    what: str = ask("What is to be done?", rule="MDT-3", label="Action")
    owner: str | None = ask("Who will do this?", rule="MDT-3", label="Owner")
    due: datetime.date | None = ask("By when will this be done?", rule="MDT-3", label="Due")
    done_on: datetime.date | None = ask(
        "When was this done?", help="An action without this day is still to do.", rule="MDT-3", label="Done on"
    )

    @property
    def words(self) -> str:
        return (self.what or "").strip() or "not described"


class MeetingCase(AboutPatient):
    """One patient on the meeting's list."""

    question: str = ask(
        "What is the question to the meeting?", help="One that can be answered.", rule="MDT-2", label="Question"
    )
    order: int | None = ask(
        "In which place on the list is the patient?",
        help="Left empty, the earliest breach date comes first.",
        label="Order",
    )
    discussion: str | None = ask(
        "How will the patient be discussed?",
        help="By protocol where a standard of care fits and the team need not debate it.",
        choices=DISCUSSIONS,
        label="Discussion",
    )
    presenter: str | None = ask("Who presents the patient?", rule="MDT-2")
    added_on: datetime.date | None = ask("When was the patient added to the list?", rule="MDT-2", label="Added on")
    stage: str | None = ask("What is the stage of the disease, where known?", help="Such as T2 N0 M0.", label="Stage")
    performance_status: str | None = ask(
        "What is the performance status?", choices=PERFORMANCE, rule="MDT-2", label="Performance status"
    )
    imaging_ready: YesNo | None = ask("Is the imaging ready for the meeting?", rule="MDT-2")
    pathology_ready: YesNo | None = ask("Is the pathology ready for the meeting?", rule="MDT-2")
    nurse_specialist_present: YesNo | None = ask(
        "Is the clinical nurse specialist there for this patient?",
        help="One of the core roles, and the one who supports the patient afterwards.",
        rule="MDT-1",
        label="CNS present",
    )
    clinical_trial: str | None = ask(
        "Was a clinical trial considered?", help="Which, and whether it fits.", label="Clinical trial"
    )
    route: str | None = ask("By which route did the patient come?", choices=ROUTES, rule="MDT-7", label="Route")
    referred_to_mdt_on: datetime.date | None = ask(
        "When was the patient referred to the meeting?",
        when=when("route", *NOT_URGENT),
        rule="MDT-7",
        label="Referred to the meeting on",
    )
    upgraded_on: datetime.date | None = ask(
        "When did the consultant upgrade the patient?",
        help="No later than the referral to the meeting.",
        rule="MDT-7",
        label="Upgraded on",
    )
    upgrade_declined: YesNo | None = ask(
        "Did the consultant decide against an upgrade?",
        when=when("route", "routine"),
        rule="MDT-7",
        label="Upgrade decided against",
    )
    cancer_clock_start: datetime.date | None = ask(
        "When did the 62-day clock start?", rule="MDT-6", label="Cancer clock start"
    )
    first_seen_adjustment: int | None = ask(
        "Which first-seen adjustment is recorded, in days?", rule="MDT-6", label="First-seen adjustment"
    )
    breach_date: datetime.date | None = ask("When does the pathway breach?", rule="MDT-9", label="Breach date")
    outcome: str | None = ask(
        "What is the outcome of the discussion?", choices=OUTCOME_LABELS, rule="MDT-3", label="Outcome"
    )
    decision: str | None = ask(
        "What was decided for the patient, in words?",
        help="So that somebody who was not there understands it.",
        long=True,
        when=when("outcome", *DECIDED),
        rule="MDT-3",
        label="Decision",
    )
    tests: str | None = ask(
        "Which further tests are wanted?", when=when("outcome", "more_tests"), rule="MDT-3", label="Tests"
    )
    tests_wanted_by: datetime.date | None = ask(
        "By when are the further tests wanted?",
        when=when("outcome", "more_tests"),
        rule="MDT-3",
        label="Tests wanted by",
    )
    deferred_reason: str | None = ask(
        "Why was the discussion deferred, and what is missing?", when=when("outcome", "deferred"), rule="MDT-9"
    )
    next_meeting: datetime.date | None = ask(
        "At which meeting will the patient be discussed again?",
        when=when("outcome", "deferred"),
        rule="MDT-9",
        label="Next meeting",
    )
    deferrals: int | None = ask(
        "How many times has the patient been deferred, this time included?",
        when=when("outcome", "deferred"),
        rule="MDT-9",
        label="Deferrals",
    )
    no_treatment_reason: str | None = ask(
        "Why will there be no anti-cancer treatment?",
        choices=REASONS,
        when=when("outcome", *WITHOUT_TREATMENT),
        rule="MDT-8",
        label="No treatment reason",
    )
    treating_provider: str | None = ask(
        "To which provider is the patient transferred?",
        when=when("outcome", "refer"),
        rule="MDT-6",
        label="Treating provider",
    )
    transferred_on: datetime.date | None = ask(
        "When was the transfer sent?", when=when("outcome", "refer"), rule="MDT-6", label="Transferred on"
    )
    decision_to_treat: datetime.date | None = ask(
        "When did the patient and the clinician agree the plan?",
        help="The decision to treat. The meeting's date is not that date, unless the patient was seen that day.",
        when=when("outcome", *DECIDED),
        rule="MDT-5",
        label="Decision to treat",
    )
    patient_seen_that_day: YesNo | None = ask(
        "Was the patient seen on the day of the meeting?", when=when("outcome", *DECIDED), rule="MDT-5"
    )
    told_by: str | None = ask("Who tells the patient the outcome?", rule="MDT-4", label="Told by")
    tell_by: datetime.date | None = ask("By when will the patient be told the outcome?", rule="MDT-4", label="Tell by")
    told_on: datetime.date | None = ask(
        "When was the patient told the outcome?", help="Ends the 28-day clock.", rule="MDT-4", label="Told on"
    )
    gp_told_on: datetime.date | None = ask("When was the GP told the outcome?", rule="MDT-4", label="GP told on")
    actions: list[ActionToDo] = repeat("Actions", "action", help="Who does what, by when.")

    @property
    def lacks(self) -> list[str]:
        """What the patient still lacks before the meeting; empty when ready. What is not recorded is not there."""
        there = {
            "the question": bool((self.question or "").strip()),
            "performance status": self.performance_status is not None,
            "imaging": self.imaging_ready == "yes",
            "pathology": self.pathology_ready == "yes",
            "a presenter": bool((self.presenter or "").strip()),
        }
        return [words for words, known in there.items() if not known]

    @property
    def transfer_due(self) -> datetime.date | None:
        """The day by which a transfer is due, day 38 (B7); None without the start of the cancer clock."""
        start = self.cancer_clock_start
        return None if start is None else add_days(start, DAY_38 + max(self.first_seen_adjustment or 0, 0))


class Meeting(Answers):
    """One meeting of a multidisciplinary team."""

    tumour_site_or_specialty: str = ask(
        "Which team meets?",
        heading="The meeting",
        help="Each team has its own core members, who make it quorate.",
        choices=SITES,
        label="Tumour site or specialty",
    )
    date: datetime.date = ask(
        "When is the meeting?",
        help="The meeting is not the decision to treat, and its date is not that date.",
        rule="MDT-5",
        label="Meeting date",
    )
    time: datetime.time | None = ask("At what time does the meeting start?", help="Such as 08:30", label="Start")
    status: str = ask(
        "Where has the meeting got to?",
        help="Held once it took place; only then does it say who was there.",
        choices=STATUSES,
        label="Status",
    )
    place: str | None = ask("Where is the meeting?", choices=PLACES, label="Place")
    chair: str = ask("Who chairs the meeting?", rule="MDT-1", label="Chair")
    cut_off: datetime.date | None = ask("Until when could patients be added?", rule="MDT-2", label="Cut-off for adding")
    end_time: datetime.time | None = ask("When did the meeting end?", rule="MDT-1", label="End")
    core_roles: list[str] = ask(
        "Which core roles does this team need?",
        heading="Who was there",
        help="As the site's own rules say. With none ticked, all six.",
        choices=ROLES,
        rule="MDT-1",
        label="Core roles",
    )
    present: list[str] = ask(
        "Who was at the meeting?", choices=ROLES, when=when("status", "held"), rule="MDT-1", label="Attendance"
    )
    cases: list[MeetingCase] = repeat(
        "Patients on the list",
        "patient",
        heading="Patients",
        columns=("patient_name", "nhs_number", "outcome", "decision_to_treat", "told_on"),
        help="Each may belong to one of your pathways; the outcome then appears on its timeline.",
    )
    notes: str | None = ask_notes(heading="Notes")

    @property
    def missing_roles(self) -> list[str]:
        """The core roles nobody came for, in the order of the site's rule."""
        return [role for role in self.core_roles or CORE_ROLES if role not in self.present]

    @property
    def quorate(self) -> bool | None:
        """Were all core roles there? None unless the meeting was held and attendance recorded."""
        return not self.missing_roles if self.status == "held" and self.present else None

    @property
    def in_order(self) -> list[MeetingCase]:
        """The patients as they are worked through: by the order given, then the earliest breach date."""
        return sorted(self.cases, key=lambda case: (case.order or 999, case.breach_date or datetime.date.max))
