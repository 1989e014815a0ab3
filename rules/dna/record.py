"""The record of one missed appointment, and the choices its questions offer."""

from datetime import date, time

from rules.rtt.statuses import ask_rtt_status
from rules.specialties import Specialty
from words.patient import AboutPatient, ask_notes
from words.questions import YesNo, YesNoUnknown, ask, choices, when

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

    appointment_date: date = ask(
        "When was the appointment?",
        heading="The appointment",
        help="The day it was missed. A first one that was clearly communicated nullifies the clock on it.",
        rule="DNA-2",
    )
    appointment_time: time | None = ask("At what time was the appointment?", help="Such as 14:30")
    specialty: Specialty = ask(
        "In which specialty was the appointment?",
        help="The treatment function the appointment belongs to.",
        rule="TFC-1",
    )
    appointment_type: str = ask(
        "What kind of appointment was it?",
        help="A missed test also starts the wait for that test again.",
        choices=APPOINTMENT_TYPES,
        rule="DNA-11",
    )
    contact_type: str | None = ask(
        "How was the appointment to take place?",
        help="A call that is not answered is missed too.",
        choices=CONTACT_TYPES,
        rule="DNA-8",
    )
    first_after_referral: YesNoUnknown = ask(
        "Was it the first appointment after the referral?",
        help="The first care activity counts, a test booked straight from the referral included.",
        rule="DNA-3",
    )
    notice_given: YesNo | None = ask(
        "Did the patient give any notice of missing the appointment?",
        help="Any notice, however short, makes it a cancellation.",
        rule="DNA-1",
    )
    clearly_communicated: YesNoUnknown = ask(
        "Was the appointment clearly communicated?",
        heading="Was it clearly communicated?",
        help="Only what can be shown counts: a letter or message, its date, the right address or number.",
        rule="DNA-2",
    )
    letter_date: date | None = ask(
        "When was the patient told of the appointment?",
        help="Without it nobody can say that the appointment was clearly communicated.",
        when=when("clearly_communicated", "yes"),
    )
    letter_channel: str | None = ask(
        "How was the patient told of the appointment?",
        help="Any way counts, as long as it can be shown to have reached the patient.",
        choices=LETTER_CHANNELS,
        when=when("clearly_communicated", "yes"),
        rule="DNA-2",
    )
    communication_evidence: str | None = ask(
        "What shows that the patient was told of the appointment?",
        help="Where it is filed, who checked it.",
        long=True,
        when=when("clearly_communicated", "yes"),
    )
    child_or_vulnerable: YesNo = ask(
        "Is the patient a child, or an adult who depends on someone else?",
        heading="The person",
        rule="DNA-7",
        label="Child or vulnerable",
    )
    was_not_brought: YesNo | None = ask(
        "Was the patient not brought to the appointment?", when=when("child_or_vulnerable", "yes"), rule="DNA-7"
    )
    safeguarding_checked: YesNo | None = ask(
        "Has a safeguarding check been made?", when=when("child_or_vulnerable", "yes"), rule="DNA-7"
    )
    learning_disability: YesNoUnknown | None = ask(
        "Is a learning disability or another need for support recorded?",
        help="Reasonable adjustments may have been owed before the appointment.",
    )
    previous_dnas: int | None = ask(
        "How many appointments were missed before?", help="A number, 0 for none.", label="Missed before"
    )
    previous_cancellations: int | None = ask(
        "How many appointments did the patient cancel before?", help="A number, 0 for none.", label="Cancelled before"
    )
    contact_made: str | None = ask(
        "Has the patient been reached since the missed appointment?",
        heading="What was done",
        choices=CONTACTS_MADE,
        rule="DNA-9",
        label="Contact made",
    )
    attempts_to_ring: int | None = ask(
        "How many attempts to ring were made?",
        help="On different days and at different times, as local policy says.",
        label="Attempts to ring",
    )
    reason_given: str | None = ask("What reason did the patient give for missing it?", when=when("contact_made", "yes"))
    dna_letter_sent: YesNo | None = ask(
        "Has a letter about the missed appointment been sent?", rule="DNA-9", label="DNA letter sent"
    )
    action: str = ask(
        "What was decided after the missed appointment?",
        help="Record what happened, also when it was not right.",
        choices=ACTIONS,
        rule="DNA-5",
    )
    reviewing_clinician: str | None = ask(
        "Which clinician reviewed the case?",
        help="Only a clinician can decide that discharge is not against the patient's interest.",
        when=when("action", "discharged_after_review"),
        rule="DNA-5",
    )
    best_interest: YesNo | None = ask(
        "Did a clinician decide that discharge is not contrary to the patient's best clinical interest?",
        label="Not contrary to best interest",
        when=when("action", *DISCHARGED),
        rule="DNA-5",
    )
    best_interest_evidence: str | None = ask(
        "Where is the decision about the patient's best interest written down?",
        help="The letter, or the entry in the notes, in which the clinician says so.",
        when=when("best_interest", "yes"),
    )
    published_policy: YesNo | None = ask(
        "Does the discharge follow a published local policy?",
        when=when("action", *DISCHARGED),
        rule="DNA-5",
        label="Published policy",
    )
    protective_policy: YesNo | None = ask(
        "Does that policy protect vulnerable people, and was it agreed with all concerned?",
        help="With clinicians, commissioners, patients and other stakeholders.",
        label="Protective, agreed policy",
        when=when("action", *DISCHARGED),
        rule="DNA-5",
    )
    discharge_date: date | None = ask(
        "When was the patient discharged?",
        help="The day the decision was made; the clock stops when the patient is told.",
        when=when("action", *DISCHARGED),
    )
    patient_told_on: date | None = ask(
        "When was the patient told of the decision?",
        help="A stop counts from the day the patient was told.",
        when=when("action", *DISCHARGED),
    )
    gp_told_on: date | None = ask(
        "When was the GP told of the decision?",
        help="After the patient, and without undue delay.",
        when=when("action", *DISCHARGED),
        rule="DNA-9",
        label="GP told on",
    )
    rebook_contact_date: date | None = ask(
        "When did the patient make contact to rebook?", rule="DNA-4", label="Rebook contact date"
    )
    rebook_decision_date: date | None = ask(
        "When was it decided to offer another appointment?",
        help="Counts even if there is no slot yet.",
        rule="DNA-4",
        label="Rebook decision date",
    )
    new_appointment_date: date | None = ask(
        "When is the new appointment?",
        help="The new clock starts when rebooking was asked for or decided, not on this day.",
        rule="DNA-4",
    )
    cancer_pathway: YesNo | None = ask(
        "Is the patient on an urgent suspected cancer pathway?",
        heading="The clocks",
        rule="DNA-10",
        label="Cancer pathway",
    )
    referral_received: date | None = ask(
        "When was the cancer referral received?", when=when("cancer_pathway", "yes"), rule="DNA-10"
    )
    rtt_code: str | None = ask_rtt_status("20", "33", "34")
    notes: str | None = ask_notes()

    @property
    def discharged(self) -> bool:
        return self.action in DISCHARGED
