"""What is recorded about one cancelled appointment or operation."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated

from dashapp.declare.module import section
from dashapp.declare.patient import OFFER_ANSWERS, PATIENT_SECTION, SPECIALTIES, AboutPatient, Notes, ask_rtt_status
from dashapp.declare.questions import YES_NO, YES_NO_UNKNOWN, Answers, Ask, ChoicesBy, Repeat, as_choices, choices, when
from rules.cancellations import REASONS

TYPES = choices(
    "First outpatient", "Follow-up", "Pre-assessment", "Day case", "Inpatient operation", diagnostic="Diagnostic test"
)
ADMISSIONS = ("day_case", "inpatient_operation")
WHO = choices(
    patient="Patient",
    hospital_non_clinical="Hospital, non-clinical",
    hospital_clinical="Hospital, clinical",
)
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
REASON_LISTS = ChoicesBy("cancelled_by", {who: as_choices({**reasons, **ANOTHER}) for who, reasons in REASONS.items()})


class DateOffered(Answers):
    """Another date offered after the cancellation."""

    offered_date: Annotated[
        date,
        Ask(
            "For which date?",
            help="The new date itself. One within the 28 days, offered in time, meets the guarantee.",
            rule="CAN-7",
            label="Date offered",
        ),
    ]
    offered_on: Annotated[
        date | None,
        Ask(
            "When was it offered?",
            help="The day the patient heard of it. An offer made after day 28 does not meet the guarantee.",
            rule="CAN-7",
            label="Offered on",
        ),
    ] = None
    answer: Annotated[
        str | None,
        Ask(
            "What did the patient say?",
            help="A date within the 28 days that the patient declines for a later one still meets the guarantee.",
            choices=OFFER_ANSWERS,
            rule="CAN-8",
            label="Answer",
        ),
    ] = None
    decline_reason: Annotated[
        str | None, Ask("Why was it declined?", when=when("answer", "declined"), rule="CAN-8", label="Reason declined")
    ] = None


class Cancellation(AboutPatient):
    """One cancellation, by the patient or by the hospital."""

    appointment_date: Annotated[
        date,
        Ask(
            "For which date was the appointment or operation booked?",
            help="The day it was booked for. The 28 days of the guarantee count from it.",
            rule="CAN-7",
            label="Appointment or operation date",
        ),
    ]
    appointment_time: Annotated[
        time | None, Ask("At what time?", help="Such as 14:30", label="Appointment or operation time")
    ] = None
    cancellation_date: Annotated[
        date,
        Ask(
            "When was it cancelled?",
            help="Any notice before the appointment, however short, makes it a cancellation.",
            rule="CAN-2",
        ),
    ]
    cancellation_time: Annotated[time | None, Ask("At what time was it cancelled?", help="Such as 09:15")] = None
    specialty: Annotated[
        str,
        Ask(
            "In which specialty?",
            help="The treatment function the appointment or operation belongs to.",
            choices=SPECIALTIES,
            rule="TFC-1",
        ),
    ]
    type: Annotated[
        str,
        Ask(
            "What was cancelled?",
            help="An operation cancelled at the last minute has a 28-day guarantee; an appointment has none.",
            choices=TYPES,
            label="Type",
        ),
    ]
    cancelled_by: Annotated[
        str,
        Ask(
            "Who cancelled?",
            help="Only the patient's own condition is a clinical reason. No bed, no staff, no time is non-clinical.",
            choices=WHO,
            rule="CAN-11",
        ),
    ]
    reason: Annotated[
        str,
        Ask("Why?", help="The list depends on who cancelled.", choices=REASON_LISTS, rule="CAN-11", label="Reason"),
    ]
    on_the_day_or_after_admission: Annotated[
        str,
        Ask(
            "Was it cancelled on the day, or after admission?",
            help="The day the patient was due to arrive, or the day of the operation.",
            choices=YES_NO,
            rule="CAN-6",
            label="On the day or after admission",
        ),
    ]
    stage: Annotated[str | None, Ask("At what stage?", choices=STAGES, rule="CAN-6", label="Stage")] = None

    has_opcs: Annotated[
        str | None,
        Ask(
            "Does the operation have an OPCS code?",
            help="Invasive X-ray counts; minor operations in outpatients do not.",
            choices=YES_NO_UNKNOWN,
            when=when("type", *ADMISSIONS),
            rule="CAN-5",
            label="OPCS code",
        ),
    ] = None
    patient_class: Annotated[
        str | None,
        Ask(
            "Which patient class is recorded?",
            choices=PATIENT_CLASSES,
            when=when("type", *ADMISSIONS),
            rule="CAN-5",
            label="Patient class",
        ),
    ] = None
    admission_method: Annotated[
        str | None,
        Ask(
            "Which admission method is recorded?",
            choices=ADMISSION_METHODS,
            when=when("type", *ADMISSIONS),
            rule="CAN-5",
            label="Admission method",
        ),
    ] = None
    nhs_funded: Annotated[
        str | None,
        Ask(
            "Is it funded by the NHS?", choices=YES_NO, when=when("type", *ADMISSIONS), rule="CAN-5", label="NHS-funded"
        ),
    ] = None
    urgent_operation: Annotated[
        str | None,
        Ask("Is it an urgent operation?", choices=YES_NO, when=when("type", *ADMISSIONS), rule="CAN-14"),
    ] = None

    new_date_offered: Annotated[
        date | None,
        Ask(
            "Which new date was offered?",
            help="After a last-minute cancellation: a binding date within 28 days of the date booked.",
            rule="CAN-7",
            label="New date offered",
        ),
    ] = None
    offered_on: Annotated[
        date | None,
        Ask("When was it offered?", help="An offer made after day 28 does not meet the guarantee.", label="Offered on"),
    ] = None
    offer_answer: Annotated[
        str | None, Ask("What did the patient say?", choices=OFFER_ANSWERS, rule="CAN-8", label="Answer to the offer")
    ] = None
    date_accepted: Annotated[
        date | None,
        Ask(
            "When did the patient accept it?",
            help="An offer that was declined in time met the guarantee.",
            when=when("offer_answer", "accepted"),
            label="Date accepted",
        ),
    ] = None
    offer_decline_reason: Annotated[
        str | None,
        Ask("Why was it declined?", when=when("offer_answer", "declined"), rule="CAN-8", label="Reason declined"),
    ] = None
    other_offers: Annotated[
        list[DateOffered], Repeat("Other dates offered", "date offered", help="Every date counts, declined ones too.")
    ] = []
    unfit_inside_28_days: Annotated[
        str | None,
        Ask(
            "Did the patient become unfit inside the 28 days?",
            choices=YES_NO,
            when=when("type", *ADMISSIONS),
            rule="CAN-9",
            label="Unfit inside 28 days",
        ),
    ] = None
    treated_on: Annotated[
        date | None, Ask("When was the patient seen or treated after all?", rule="CAN-7", label="Seen or treated on")
    ] = None
    rescheduled_date: Annotated[
        date | None,
        Ask(
            "If it was only moved: to which date?",
            help="To within 24 hours of the original time is a postponement, allowed once.",
            rule="CAN-10",
            label="Moved to date",
        ),
    ] = None
    rescheduled_time: Annotated[time | None, Ask("To what time?", help="Such as 08:30", label="Moved to time")] = None

    previous_postponements: Annotated[
        int | None, Ask("How many times was it postponed before?", rule="CAN-10", label="Previous postponements")
    ] = None
    previous_patient_cancellations: Annotated[
        int | None,
        Ask(
            "How many times did the patient cancel before?",
            help="On a linked pathway earlier cancellations are counted for you.",
            when=when("cancelled_by", "patient"),
            rule="CAN-4",
            label="Previous cancellations by the patient",
        ),
    ] = None
    previous_last_minute: Annotated[
        int | None,
        Ask(
            "How many times did the hospital cancel it at the last minute before?",
            when=when("cancelled_by", *HOSPITAL),
            rule="CAN-14",
            label="Previous last-minute cancellations",
        ),
    ] = None
    review_date: Annotated[
        date | None,
        Ask("When did a clinician review the case?", rule="CAN-3", label="Clinical review date"),
    ] = None
    review_outcome: Annotated[
        str | None,
        Ask("What did the clinician decide?", choices=REVIEW_OUTCOMES, rule="CAN-3", label="Clinical review outcome"),
    ] = None
    discharge_in_best_interest: Annotated[
        str | None,
        Ask(
            "Did the clinician record that discharge is in the patient's best interest?",
            choices=YES_NO,
            when=when("review_outcome", "discharged"),
            rule="CAN-3",
            label="In the best interest",
        ),
    ] = None
    declines_all_treatment: Annotated[
        str | None,
        Ask(
            "Does the patient decline all treatment?",
            help="A decision of its own, made with the clinician.",
            choices=YES_NO,
            when=when("cancelled_by", "patient"),
            rule="CAN-13",
            label="Declines all treatment",
        ),
    ] = None

    clinic_level: Annotated[
        str | None,
        Ask(
            "Was the whole clinic or list cancelled?",
            choices=YES_NO,
            when=when("cancelled_by", *HOSPITAL),
            rule="CAN-15",
            label="Whole clinic or list",
        ),
    ] = None
    leave_notice_weeks: Annotated[
        int | None,
        Ask(
            "With how many weeks' notice was the leave given?",
            when=when("clinic_level", "yes"),
            rule="CAN-15",
            label="Weeks' notice of leave",
        ),
    ] = None
    rtt_code: Annotated[str | None, ask_rtt_status("20", "31", "32", "33", "34", "35", rule="CAN-1")] = None
    clock_stop: Annotated[
        date | None,
        Ask("If a clock stop was recorded because of it: on which date?", rule="CAN-1", label="Clock stop recorded"),
    ] = None
    notes: Notes = None


SECTIONS = (
    PATIENT_SECTION,
    section("What was cancelled", "type", "specialty", "appointment_date", "appointment_time", "urgent_operation"),
    section(
        "The cancellation",
        "cancelled_by",
        "reason",
        "cancellation_date",
        "cancellation_time",
        "on_the_day_or_after_admission",
        "stage",
        "clinic_level",
        "leave_notice_weeks",
    ),
    section("Does the 28-day guarantee apply?", "has_opcs", "patient_class", "admission_method", "nhs_funded"),
    section(
        "The new date",
        "new_date_offered",
        "offered_on",
        "offer_answer",
        "date_accepted",
        "offer_decline_reason",
        "other_offers",
        "unfit_inside_28_days",
        "rescheduled_date",
        "rescheduled_time",
        "treated_on",
    ),
    section(
        "What came before, and the review",
        "previous_patient_cancellations",
        "previous_last_minute",
        "previous_postponements",
        "review_date",
        "review_outcome",
        "discharge_in_best_interest",
        "declines_all_treatment",
    ),
    section("The clock", "rtt_code", "clock_stop", "notes"),
)
