"""What is recorded about one cancelled appointment or operation."""

from datetime import date, time

from rules.event_choices import CANCELLED_BECAUSE
from rules.rtt.statuses import ask_rtt_status
from rules.specialties import Specialty
from words.patient import OFFER_ANSWERS, AboutPatient, ask_notes
from words.questions import Answers, ChoicesBy, YesNo, YesNoUnknown, as_choices, ask, choices, repeat, when

TYPES = choices(
    "First outpatient", "Follow-up", "Pre-assessment", "Day case", "Inpatient operation", diagnostic="Diagnostic test"
)
ADMISSIONS = ("day_case", "inpatient_operation")
WHO = choices(patient="Patient", hospital_non_clinical="Hospital, non-clinical", hospital_clinical="Hospital, clinical")
HOSPITAL = ("hospital_non_clinical", "hospital_clinical")
STAGES = choices(
    before_day="Before the day",
    on_day_before_arrival="On the day, before arrival",
    after_admission="After admission",
    in_theatre="In theatre",
)
PATIENT_CLASSES = choices(
    **{"1": "1 Ordinary admission", "2": "2 Day case", "3": "3 Regular day", "4": "4 Regular night"}
)
ADMISSION_METHODS = choices(
    **{"11": "11 Waiting list", "12": "12 Booked", "13": "13 Planned", "21": "21 Emergency", "81": "81 Transfer"}
)
REVIEW_OUTCOMES = choices("Rebook", active_monitoring="Active monitoring", discharged="Discharged to the GP")


ANOTHER = {"other": "another reason"}
"""Reads the same in every list."""
REASON_LISTS = ChoicesBy(
    "cancelled_by", {who: as_choices({**reasons, **ANOTHER}) for who, reasons in CANCELLED_BECAUSE.items()}
)


class DateOffered(Answers):
    """Another date offered after the cancellation."""

    offered_date: date = ask(
        "For which date was this offer?",
        help="The new date itself. One within the 28 days, offered in time, meets the guarantee.",
        rule="CAN-7",
        label="Date offered",
    )
    offered_on: date | None = ask(
        "When was this offer made?",
        help="The day the patient heard of it. An offer made after day 28 does not meet the guarantee.",
        rule="CAN-7",
        label="Offered on",
    )
    answer: str | None = ask(
        "What did the patient say to this offer?",
        help="A date within the 28 days that the patient declines for a later one still meets the guarantee.",
        choices=OFFER_ANSWERS,
        rule="CAN-8",
        label="Answer",
    )
    decline_reason: str | None = ask(
        "Why was this offer declined?", when=when("answer", "declined"), rule="CAN-8", label="Reason declined"
    )


class Cancellation(AboutPatient):
    """One cancellation, by the patient or by the hospital."""

    type: str = ask(
        "What was cancelled?",
        heading="What was cancelled",
        help="An operation cancelled at the last minute has a 28-day guarantee; an appointment has none.",
        choices=TYPES,
        label="Type",
    )
    specialty: Specialty = ask(
        "In which specialty was the appointment or operation?",
        help="The treatment function the appointment or operation belongs to.",
        rule="TFC-1",
    )
    appointment_date: date = ask(
        "For which date was the appointment or operation booked?",
        help="The day it was booked for. The 28 days of the guarantee count from it.",
        rule="CAN-7",
        label="Appointment or operation date",
    )
    appointment_time: time | None = ask(
        "At what time was the appointment or operation booked?",
        help="Such as 14:30",
        label="Appointment or operation time",
    )
    urgent_operation: YesNo | None = ask(
        "Is the cancelled operation an urgent one?", when=when("type", *ADMISSIONS), rule="CAN-14"
    )
    cancelled_by: str = ask(
        "Who cancelled it?",
        heading="The cancellation",
        help="Only the patient's own condition is a clinical reason. No bed, no staff, no time is non-clinical.",
        choices=WHO,
        rule="CAN-11",
    )
    reason: str = ask(
        "Why was it cancelled?",
        help="The list depends on who cancelled.",
        choices=REASON_LISTS,
        rule="CAN-11",
        label="Reason",
    )
    cancellation_date: date = ask(
        "When was it cancelled?",
        help="Any notice before the appointment, however short, makes it a cancellation.",
        rule="CAN-2",
    )
    cancellation_time: time | None = ask("At what time was it cancelled?", help="Such as 09:15")
    on_the_day_or_after_admission: YesNo = ask(
        "Was it cancelled on the day, or after admission?",
        help="The day the patient was due to arrive, or the day of the operation.",
        rule="CAN-6",
        label="On the day or after admission",
    )
    stage: str | None = ask("At what stage was it cancelled?", choices=STAGES, rule="CAN-6", label="Stage")
    clinic_level: YesNo | None = ask(
        "Was the whole clinic or list cancelled?",
        when=when("cancelled_by", *HOSPITAL),
        rule="CAN-15",
        label="Whole clinic or list",
    )
    leave_notice_weeks: int | None = ask(
        "With how many weeks' notice was the leave given?",
        when=when("clinic_level", "yes"),
        rule="CAN-15",
        label="Weeks' notice of leave",
    )
    has_opcs: YesNoUnknown | None = ask(
        "Does the cancelled operation have an OPCS code?",
        heading="Does the 28-day guarantee apply?",
        help="Invasive X-ray counts; minor operations in outpatients do not.",
        when=when("type", *ADMISSIONS),
        rule="CAN-5",
        label="OPCS code",
    )
    patient_class: str | None = ask(
        "Which patient class is recorded for the admission?",
        choices=PATIENT_CLASSES,
        when=when("type", *ADMISSIONS),
        rule="CAN-5",
        label="Patient class",
    )
    admission_method: str | None = ask(
        "Which admission method is recorded?",
        choices=ADMISSION_METHODS,
        when=when("type", *ADMISSIONS),
        rule="CAN-5",
        label="Admission method",
    )
    nhs_funded: YesNo | None = ask(
        "Is the operation funded by the NHS?", when=when("type", *ADMISSIONS), rule="CAN-5", label="NHS-funded"
    )
    new_date_offered: date | None = ask(
        "Which new date was offered?",
        heading="The new date",
        help="After a last-minute cancellation: a binding date within 28 days of the date booked.",
        rule="CAN-7",
        label="New date offered",
    )
    offered_on: date | None = ask(
        "When was the new date offered?",
        help="An offer made after day 28 does not meet the guarantee.",
        label="Offered on",
    )
    offer_answer: str | None = ask(
        "What did the patient say to the new date?", choices=OFFER_ANSWERS, rule="CAN-8", label="Answer to the offer"
    )
    date_accepted: date | None = ask(
        "When did the patient accept the new date?",
        help="An offer that was declined in time met the guarantee.",
        when=when("offer_answer", "accepted"),
        label="Date accepted",
    )
    offer_decline_reason: str | None = ask(
        "Why was the new date declined?", when=when("offer_answer", "declined"), rule="CAN-8", label="Reason declined"
    )
    other_offers: list[DateOffered] = repeat(
        "Other dates offered", "date offered", help="Every date counts, declined ones too."
    )
    unfit_inside_28_days: YesNo | None = ask(
        "Did the patient become unfit inside the 28 days?",
        when=when("type", *ADMISSIONS),
        rule="CAN-9",
        label="Unfit inside 28 days",
    )
    rescheduled_date: date | None = ask(
        "If it was only moved: to which date was it moved?",
        help="To within 24 hours of the original time is a postponement, allowed once.",
        rule="CAN-10",
        label="Moved to date",
    )
    rescheduled_time: time | None = ask(
        "If it was only moved: to what time was it moved?", help="Such as 08:30", label="Moved to time"
    )
    treated_on: date | None = ask(
        "When was the patient seen or treated after all?", rule="CAN-7", label="Seen or treated on"
    )
    previous_patient_cancellations: int | None = ask(
        "How many times did the patient cancel before?",
        heading="What came before, and the review",
        help="On a linked pathway earlier cancellations are counted for you.",
        when=when("cancelled_by", "patient"),
        rule="CAN-4",
        label="Previous cancellations by the patient",
    )
    previous_last_minute: int | None = ask(
        "How many times did the hospital cancel it at the last minute before?",
        when=when("cancelled_by", *HOSPITAL),
        rule="CAN-14",
        label="Previous last-minute cancellations",
    )
    previous_postponements: int | None = ask(
        "How many times was it postponed before?", rule="CAN-10", label="Previous postponements"
    )
    review_date: date | None = ask("When did a clinician review the case?", rule="CAN-3", label="Clinical review date")
    review_outcome: str | None = ask(
        "What did the clinician decide?", choices=REVIEW_OUTCOMES, rule="CAN-3", label="Clinical review outcome"
    )
    discharge_in_best_interest: YesNo | None = ask(
        "Did the clinician record that discharge is in the patient's best interest?",
        when=when("review_outcome", "discharged"),
        rule="CAN-3",
        label="In the best interest",
    )
    declines_all_treatment: YesNo | None = ask(
        "Does the patient decline all treatment?",
        help="A decision of its own, made with the clinician.",
        when=when("cancelled_by", "patient"),
        rule="CAN-13",
        label="Declines all treatment",
    )
    rtt_code: str | None = ask_rtt_status("20", "31", "32", "33", "34", "35", heading="The clock", rule="CAN-1")
    clock_stop: date | None = ask(
        "If a clock stop was recorded because of it: on which date?", rule="CAN-1", label="Clock stop recorded"
    )
    notes: str | None = ask_notes()

    @property
    def by_patient(self) -> bool:
        return self.cancelled_by == "patient"
