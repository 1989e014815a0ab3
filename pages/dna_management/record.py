"""The record of one missed appointment, and the choices its questions offer."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated

from dashapp.declare.patient import SPECIALTIES, AboutPatient, Notes, ask_rtt_status
from dashapp.declare.questions import YES_NO, YES_NO_UNKNOWN, Ask, choices, when

APPOINTMENT_TYPES = choices("First outpatient", "Follow-up", "Pre-assessment", "Diagnostic", "Treatment")
CONTACT_TYPES = choices("Face to face", "Telephone", "Video")
LETTER_CHANNELS = choices("Letter", "Text message", "Email", "Telephone", portal="Patient portal")
CONTACTS_MADE = choices("Yes", "No answer", "Not tried")
ACTIONS = choices(
    rebooked="Rebooked",
    rebook_contact_awaited="Waiting for the patient to make contact",
    discharged_after_review="Discharged after a clinician's review",
    discharged_without_review="Discharged without review",
    reminder_set_up="Reminder set up",
    support_arranged="Transport or support arranged",
)
DISCHARGED = ("discharged_after_review", "discharged_without_review")


class DnaCase(AboutPatient):
    """One missed appointment."""

    appointment_date: Annotated[
        date,
        Ask(
            "When was the appointment?",
            help="The day it was missed. A first one that was clearly communicated nullifies the clock on it.",
            rule="DNA-2",
        ),
    ]
    appointment_time: Annotated[time | None, Ask("At what time?", help="Such as 14:30")] = None
    specialty: Annotated[
        str,
        Ask(
            "In which specialty?",
            help="The treatment function the appointment belongs to.",
            choices=SPECIALTIES,
            rule="TFC-1",
        ),
    ]
    appointment_type: Annotated[
        str,
        Ask(
            "What kind of appointment was it?",
            help="A missed test also starts the wait for that test again.",
            choices=APPOINTMENT_TYPES,
            rule="DNA-11",
        ),
    ]
    contact_type: Annotated[
        str | None,
        Ask(
            "How was it to take place?",
            help="A call that is not answered is missed too.",
            choices=CONTACT_TYPES,
            rule="DNA-8",
        ),
    ] = None
    first_after_referral: Annotated[
        str,
        Ask(
            "Was it the first appointment after the referral?",
            help="The first care activity counts, a test booked straight from the referral included.",
            choices=YES_NO_UNKNOWN,
            rule="DNA-3",
        ),
    ]
    notice_given: Annotated[
        str | None,
        Ask(
            "Did the patient give any notice?",
            help="Any notice, however short, makes it a cancellation.",
            choices=YES_NO,
            rule="DNA-1",
        ),
    ] = None
    clearly_communicated: Annotated[
        str,
        Ask(
            "Was the appointment clearly communicated?",
            help="Only what can be shown counts: a letter or message, its date, the right address or number.",
            choices=YES_NO_UNKNOWN,
            rule="DNA-2",
        ),
    ]
    letter_date: Annotated[
        date | None,
        Ask(
            "When was the patient told of it?",
            help="Without it nobody can say that the appointment was clearly communicated.",
            when=when("clearly_communicated", "yes"),
        ),
    ] = None
    letter_channel: Annotated[
        str | None,
        Ask(
            "How were they told?",
            help="Any way counts, as long as it can be shown to have reached the patient.",
            choices=LETTER_CHANNELS,
            when=when("clearly_communicated", "yes"),
            rule="DNA-2",
        ),
    ] = None
    communication_evidence: Annotated[
        str | None,
        Ask(
            "What is the evidence?",
            help="Where it is filed, who checked it.",
            long=True,
            when=when("clearly_communicated", "yes"),
        ),
    ] = None
    child_or_vulnerable: Annotated[
        str,
        Ask(
            "Is the patient a child, or an adult who depends on someone else?",
            choices=YES_NO,
            rule="DNA-7",
            label="Child or vulnerable",
        ),
    ]
    was_not_brought: Annotated[
        str | None, Ask("Were they not brought?", choices=YES_NO, when=when("child_or_vulnerable", "yes"), rule="DNA-7")
    ] = None
    safeguarding_checked: Annotated[
        str | None,
        Ask(
            "Has a safeguarding check been made?", choices=YES_NO, when=when("child_or_vulnerable", "yes"), rule="DNA-7"
        ),
    ] = None
    learning_disability: Annotated[
        str | None,
        Ask(
            "Is a learning disability or another need for support recorded?",
            help="Reasonable adjustments may have been owed before the appointment.",
            choices=YES_NO_UNKNOWN,
        ),
    ] = None
    previous_dnas: Annotated[
        int | None,
        Ask("How many appointments were missed before?", help="A number, 0 for none.", label="Missed before"),
    ] = None
    previous_cancellations: Annotated[
        int | None,
        Ask("How many did the patient cancel before?", help="A number, 0 for none.", label="Cancelled before"),
    ] = None
    contact_made: Annotated[
        str | None,
        Ask("Has the patient been reached since?", choices=CONTACTS_MADE, rule="DNA-9", label="Contact made"),
    ] = None
    attempts_to_ring: Annotated[
        int | None,
        Ask(
            "How many attempts to ring were made?",
            help="On different days and at different times, as local policy says.",
            label="Attempts to ring",
        ),
    ] = None
    reason_given: Annotated[str | None, Ask("What reason did the patient give?", when=when("contact_made", "yes"))] = (
        None
    )
    dna_letter_sent: Annotated[
        str | None,
        Ask(
            "Has a letter about the missed appointment been sent?",
            choices=YES_NO,
            rule="DNA-9",
            label="DNA letter sent",
        ),
    ] = None
    action: Annotated[
        str,
        Ask(
            "What was decided?", help="Record what happened, also when it was not right.", choices=ACTIONS, rule="DNA-5"
        ),
    ]
    reviewing_clinician: Annotated[
        str | None,
        Ask(
            "Which clinician reviewed the case?",
            help="Only a clinician can decide that discharge is not against the patient's interest.",
            when=when("action", "discharged_after_review"),
            rule="DNA-5",
        ),
    ] = None
    best_interest: Annotated[
        str | None,
        Ask(
            "Did a clinician decide that discharge is not contrary to the patient's best clinical interest?",
            label="Not contrary to best interest",
            choices=YES_NO,
            when=when("action", *DISCHARGED),
            rule="DNA-5",
        ),
    ] = None
    best_interest_evidence: Annotated[
        str | None,
        Ask(
            "Where is that written down?",
            help="The letter, or the entry in the notes, in which the clinician says so.",
            when=when("best_interest", "yes"),
        ),
    ] = None
    published_policy: Annotated[
        str | None,
        Ask(
            "Is there a published local policy that it follows?",
            choices=YES_NO,
            when=when("action", *DISCHARGED),
            rule="DNA-5",
            label="Published policy",
        ),
    ] = None
    protective_policy: Annotated[
        str | None,
        Ask(
            "Does that policy protect vulnerable people, and was it agreed with all concerned?",
            help="With clinicians, commissioners, patients and other stakeholders.",
            label="Protective, agreed policy",
            choices=YES_NO,
            when=when("action", *DISCHARGED),
            rule="DNA-5",
        ),
    ] = None
    discharge_date: Annotated[
        date | None,
        Ask(
            "When was the patient discharged?",
            help="The day the decision was made; the clock stops when the patient is told.",
            when=when("action", *DISCHARGED),
        ),
    ] = None
    patient_told_on: Annotated[
        date | None,
        Ask(
            "When was the patient told?",
            help="A stop counts from the day the patient was told.",
            when=when("action", *DISCHARGED),
        ),
    ] = None
    gp_told_on: Annotated[
        date | None,
        Ask(
            "When was the GP told?",
            help="After the patient, and without undue delay.",
            when=when("action", *DISCHARGED),
            rule="DNA-9",
            label="GP told on",
        ),
    ] = None
    rebook_contact_date: Annotated[
        date | None, Ask("When did the patient make contact to rebook?", rule="DNA-4", label="Rebook contact date")
    ] = None
    rebook_decision_date: Annotated[
        date | None,
        Ask(
            "When was it decided to offer another appointment?",
            help="Counts even if there is no slot yet.",
            rule="DNA-4",
            label="Rebook decision date",
        ),
    ] = None
    new_appointment_date: Annotated[
        date | None,
        Ask(
            "When is the new appointment?",
            help="The new clock starts when rebooking was asked for or decided, not on this day.",
            rule="DNA-4",
        ),
    ] = None
    cancer_pathway: Annotated[
        str | None,
        Ask(
            "Is the patient on an urgent suspected cancer pathway?",
            choices=YES_NO,
            rule="DNA-10",
            label="Cancer pathway",
        ),
    ] = None
    referral_received: Annotated[
        date | None, Ask("When was the cancer referral received?", when=when("cancer_pathway", "yes"), rule="DNA-10")
    ] = None
    rtt_code: Annotated[str | None, ask_rtt_status("20", "33", "34")] = None
    notes: Notes = None
