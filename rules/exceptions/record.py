"""The record of one delay for a clinical reason: why, who decided what, until when, and what was done to the clock."""

from datetime import date

from rules.event_choices import UNFIT_BECAUSE
from rules.rtt.statuses import ask_rtt_status
from rules.specialties import Specialty
from words.patient import AboutPatient, ask_notes
from words.questions import YesNo, YesNoUnknown, as_choices, ask, choices, when

ACTIONS = choices(
    keep_clock_running="Keep the clock running and rebook",
    active_monitoring="Active monitoring",
    return_to_gp="Return to the GP",
)
ASA = choices(**{f"asa_{grade}": f"ASA {grade}" for grade in range(1, 6)})
PLANS = choices("Weight", "Smoking", "HbA1c", "Blood pressure", "Anaemia", "Other")
STOPPING = ("active_monitoring", "return_to_gp")


class ClinicalException(AboutPatient):
    """One delay for a clinical reason."""

    specialty: Specialty = ask(
        "In which specialty is the patient waiting?", heading="The delay", help="As on the waiting list."
    )
    planned_procedure: str | None = ask("Which procedure was planned?", help="As it is on the list.")
    reason: str = ask(
        "Why is treatment delayed?",
        help="Only the patient's own condition counts. No beds, staff or theatre is not a clinical reason.",
        choices=as_choices(UNFIT_BECAUSE),
        rule="EXC-3",
    )
    reason_in_words: str = ask(
        "What is the clinical reason, in words?", help="As the clinician put it.", long=True, rule="EXC-3"
    )
    consultant: str = ask(
        "Which consultant is responsible?",
        help="The decision is a clinician's, never the booking office's.",
        rule="EXC-6",
        label="Responsible consultant",
    )
    decided_on: date = ask(
        "When was the delay decided?", help="The day of the clinician's decision, not of the entry.", rule="EXC-9"
    )
    expected_days: int | None = ask(
        "How long is the delay expected to last, in days?",
        heading="Becoming fit",
        help="Over six weeks the clinician looks at the plan again.",
        rule="EXC-8",
        label="Expected length, days",
    )
    fit_by: date | None = ask(
        "By when is the patient expected to be fit?",
        help="A date can be offered for after this day already now.",
        rule="EXC-6",
        label="Fit by",
    )
    asa: str | None = ask(
        "What is the ASA grade?", help="As the anaesthetist gave it.", choices=ASA, rule="EXC-6", label="ASA grade"
    )
    pre_op_result: str | None = ask(
        "What did the pre-operative assessment find?",
        help="Result and date. The assessment itself neither stops nor pauses the clock.",
        rule="EXC-1",
        label="Pre-operative result",
        long=True,
    )
    optimisation: list[str] = ask(
        "What has to improve before treatment?",
        help="All that have to before the operation.",
        choices=PLANS,
        when=when("reason", "optimisation"),
        rule="EXC-6",
    )
    plan: str | None = ask(
        "What is the plan until the patient is fit?",
        help="What has to change, by when, and who helps.",
        long=True,
        when=when("reason", "optimisation", "unfit_short_term", "unfit_long_term", "conservative_trial", "other"),
        rule="EXC-6",
        label="Plan to become fit",
    )
    tci_cancelled: YesNo | None = ask(
        "Was an admission date cancelled because of the delay?",
        help="For a clinical reason the 28-day guarantee does not apply; for want of a bed or staff it does.",
        rule="EXC-3",
        label="TCI cancelled",
    )
    action: str = ask(
        "What was decided about the wait?",
        heading="What was decided",
        help="Record what happened, also when it was not right.",
        choices=ACTIONS,
        rule="EXC-1",
    )
    decided_with_patient_on: date | None = ask(
        "When was the decision agreed with the patient?",
        help="The day the patient was told. A decision that stops the clock stops it on this day.",
        rule="EXC-9",
        label="Decided with the patient on",
    )
    best_interest: YesNo | None = ask(
        "Did the clinician decide that this is in the patient's best clinical interest?",
        help="Never because of what it does to the figures.",
        when=when("action", "return_to_gp"),
        rule="EXC-5",
        label="In the patient's best interest",
    )
    alternatives: str | None = ask(
        "Which alternatives were considered?",
        help="Another treatment, anaesthetic or provider.",
        long=True,
        rule="EXC-8",
    )
    patient_informed: YesNoUnknown = ask(
        "Has the patient been told of the decision?",
        help="What happens now, what they can do, and when they will hear.",
        rule="EXC-5",
    )
    gp_informed: YesNo | None = ask(
        "Has the GP been told of the decision?",
        help="After the patient, without undue delay. A letter on the pathway counts.",
        when=when("action", *STOPPING),
        rule="EXC-5",
        label="GP informed",
    )
    review_date: date = ask("When will the patient be reviewed?", help="A day, set with the consultant.", rule="EXC-6")
    review_date_told: YesNo | None = ask(
        "Has the patient been told the review date, and how to come back before it?",
        help="On active monitoring nobody else keeps watch.",
        when=when("action", "active_monitoring"),
        rule="EXC-6",
        label="Review date told",
    )
    reviewed_on: date | None = ask(
        "When was the review done?",
        help="Leave empty until it was. If the delay goes on, set the next review date.",
        rule="EXC-6",
    )
    rebooked_on: date | None = ask(
        "When was a new date for treatment given?",
        help="With it the delay is over: no review and no fitness check is waited for any more.",
        when=when("action", "keep_clock_running"),
        rule="EXC-1",
        label="Rebooked on",
    )
    rtt_code: str | None = ask_rtt_status("20", "31", "32", "34", "35", heading="The clock", rule="EXC-1")
    clock_stop: date | None = ask(
        "On which day was the clock stopped?",
        help="The day the decision was told, never an earlier one.",
        when=when("action", *STOPPING),
        rule="EXC-9",
        label="Clock stop",
    )
    paused: YesNo | None = ask(
        "Was the clock paused or suspended on the system?",
        help="Look at the system itself; some still offer it.",
        rule="EXC-1",
        label="Clock paused",
    )
    on_planned_list: YesNo | None = ask(
        "Was the patient moved to a planned list?",
        help="A planned list is only for what is due at a certain time.",
        rule="EXC-2",
        label="Moved to a planned list",
    )
    notes: str | None = ask_notes()

    @property
    def day_told(self) -> date:
        """The day a decision that stops the clock counts from: the day it was told, or that of the decision (R19)."""
        return self.decided_with_patient_on or self.decided_on

    @property
    def is_told(self) -> bool:
        return self.decided_with_patient_on is not None or self.patient_informed == "yes"

    @property
    def is_review_open(self) -> bool:
        """Is a review still owed? None is for who went back to the GP or has a new date."""
        done = self.reviewed_on is not None and self.reviewed_on >= self.review_date
        return self.action != "return_to_gp" and self.rebooked_on is None and not done
