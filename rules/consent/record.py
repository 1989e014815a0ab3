"""What is recorded about one consent: the form, its two stages, what was said, who decides, and a change of mind."""

from datetime import date

from rules.consent.rules import CAPACITY, FORMS
from rules.rtt.statuses import ask_rtt_status
from words.patient import AboutPatient, ask_notes
from words.questions import YesNo, YesNoUnknown, as_choices, ask, choices, when

FORM_CHOICES = as_choices(FORMS)
CAPACITY_CHOICES = as_choices(CAPACITY)
SIDES = choices("Left", "Right", "Both", none="No side")
CHANGES = choices(condition="The condition", options="The options", risks="The risks", time="Nothing: only time passed")
REAL_CHANGES = ("condition", "options", "risks")
TAKERS = choices(performs="Performs the procedure", delegate="A trained delegate", other="Somebody else")
SIGNERS = choices(
    patient="The patient",
    parent="Somebody with parental responsibility",
    attorney="An attorney or deputy",
    family="A family member or friend",
    nobody="Nobody: the line is empty",
)
DECIDERS = choices(attorney="An attorney for health (LPA)", deputy="A deputy", advance="An advance decision (ADRT)")
INTERPRETERS = choices(professional="Professional interpreter", family="Family member or friend", none="Nobody")
RECORDED_AS = choices(
    patient_cancelled="Cancelled by the patient", dna="Missed appointment (DNA)", hospital="Cancelled by the hospital"
)
LACKS = when("capacity", "lacks_capacity")


class Consent(AboutPatient):
    """One patient's consent to one procedure."""

    date_of_birth: date = ask(
        "What is the date of birth?",
        heading="The procedure",
        help="Age on the day of stage one decides who consents, and on which form.",
        rule="CON-6",
    )
    procedure: str = ask(
        "Which procedure is the consent for?",
        help="Every word in full, as on the form; no abbreviations.",
        rule="CON-8",
    )
    has_side: YesNo | None = ask(
        "Has the procedure a side?",
        help="Yes for an eye, ear, limb, lung, kidney or breast, and for a hernia.",
        rule="CON-8",
    )
    side: str | None = ask(
        "Which side does the form name?",
        help="As the form has it, even where it is wrong.",
        choices=SIDES,
        when=when("has_side", "yes"),
        rule="CON-8",
    )
    listed_procedure: str | None = ask(
        "Which procedure is on the waiting list?", help="As the list entry says it.", rule="CON-8"
    )
    listed_side: str | None = ask(
        "Which side is on the waiting list?",
        help="As the list entry says it. It has to be the side of the form.",
        choices=SIDES,
        when=when("has_side", "yes"),
        rule="CON-8",
    )
    procedure_on: date | None = ask(
        "For which day is the procedure booked?",
        help="Consent is confirmed on that day. Empty: the admission date of the pathway, if it has one.",
        label="Booked for",
        rule="CON-2",
    )
    capacity: str = ask(
        "Who decides about the procedure?",
        heading="Who decides, on which form",
        help="Capacity is presumed from 16 on, for this decision at this time.",
        label="Capacity",
        choices=CAPACITY_CHOICES,
        rule="CON-4",
    )
    form: str = ask(
        "Which consent form was used?",
        help="The one that was filled in, also where another one fits.",
        choices=FORM_CHOICES,
        rule="CON-1",
    )
    signed_by: str | None = ask(
        "Who signed the form, apart from the clinician?",
        help="Nobody signs a form 4 as consent, and nobody consents for another adult as next of kin.",
        choices=SIGNERS,
        label="Signed by",
        rule="CON-1",
    )
    best_interests: YesNo | None = ask(
        "Is there a best-interests record?",
        heading="Others who decide or are consulted",
        help="The assessment of capacity, who was consulted, and the decision. Without it: not ready to list.",
        label="Best-interests record",
        when=LACKS,
        rule="CON-4",
    )
    best_interests_on: date | None = ask(
        "When was the best-interests record made?",
        help="Capacity is assessed for this decision, near the time at which it is made.",
        label="Best-interests record on",
        when=when("best_interests", "yes"),
        rule="CON-4",
    )
    consulted: str | None = ask(
        "Who was consulted about the patient's best interests, and what was decided?",
        help="Family and others who care say what the patient would want; they do not consent.",
        long=True,
        when=when("best_interests", "yes"),
        rule="CON-4",
    )
    somebody_to_consult: YesNoUnknown | None = ask(
        "Is there somebody to consult about the patient's best interests?",
        help="Family, friends or others who care, apart from paid staff.",
        when=LACKS,
        rule="CON-5",
    )
    advocate: YesNo | None = ask(
        "Was an independent advocate (IMCA) instructed?",
        help="For serious treatment, when there is nobody else to consult.",
        label="Independent advocate (IMCA)",
        when=LACKS,
        rule="CON-5",
    )
    attorney_or_advance_decision: YesNoUnknown | None = ask(
        "Is there an attorney or deputy for health, or an advance decision?",
        help="A lasting power of attorney (LPA) or an advance decision to refuse treatment (ADRT).",
        label="LPA or ADRT",
        rule="CON-5",
    )
    who_decides_instead: str | None = ask(
        "Which of them decides instead of the patient?",
        help="An attorney or deputy consents or refuses; an advance decision only refuses.",
        choices=DECIDERS,
        label="Who decides instead",
        when=when("attorney_or_advance_decision", "yes"),
        rule="CON-5",
    )
    decision_to_admit: date | None = ask(
        "When was the decision to admit?",
        heading="Stage one",
        help="Together with stage one it shows whether the decision was made together.",
        label="Decision to admit",
        rule="CON-2",
    )
    stage_one_on: date = ask(
        "When was consent first taken (stage one)?",
        help="The conversation and the decision, before the day of the procedure.",
        label="Stage one on",
        rule="CON-2",
    )
    stage_one_by: str = ask(
        "Who took consent at stage one?",
        help="The person who performs the procedure, or a trained delegate.",
        label="Stage one by",
        rule="CON-2",
    )
    stage_one_role: str | None = ask(
        "What is the part of the person who took consent?",
        help="A delegate is trained for consent to this procedure.",
        choices=TAKERS,
        label="Their part",
        rule="CON-2",
    )
    risks_discussed: YesNo | None = ask(
        "Were the material risks discussed?",
        help="Those a reasonable person, or this patient, would find significant.",
        label="Risks discussed",
        rule="CON-3",
    )
    material_risks: str | None = ask(
        "Which risks were discussed?",
        help="As they were put to the patient, with what matters to this one in particular.",
        long=True,
        label="Material risks",
        when=when("risks_discussed", "yes"),
        rule="CON-3",
    )
    alternatives_discussed: YesNo | None = ask(
        "Were the alternatives discussed?",
        help="Every reasonable one, also one this hospital does not offer.",
        label="Alternatives discussed",
        rule="CON-3",
    )
    no_treatment_discussed: YesNo | None = ask(
        "Was doing nothing among them?",
        help="What happens without treatment is one of the alternatives.",
        label="No treatment discussed",
        when=when("alternatives_discussed", "yes"),
        rule="CON-3",
    )
    alternatives: str | None = ask(
        "Which alternatives were discussed?",
        help="Such as physiotherapy, medicine, another operation, or waiting.",
        long=True,
        when=when("alternatives_discussed", "yes"),
        rule="CON-3",
    )
    questions: str | None = ask(
        "What did the patient ask, and what was answered?", help="In the patient's words.", long=True, rule="CON-3"
    )
    interpreter_needed: YesNo | None = ask(
        "Is an interpreter needed?",
        help="A sign language interpreter is one too. Ask the patient, not the family.",
        rule="CON-7",
    )
    interpreter: str | None = ask(
        "Who interpreted for the patient?",
        help="In the conversation about consent, whatever was arranged for other visits.",
        choices=INTERPRETERS,
        when=when("interpreter_needed", "yes"),
        rule="CON-7",
    )
    changed: list[str] = ask(
        "What has changed since stage one?",
        heading="What has happened since",
        help="A change has to be gone through with the patient again. Time alone is none.",
        choices=CHANGES,
        label="Changed since",
        rule="CON-2",
    )
    changed_on: date | None = ask(
        "When was the change known?",
        help="Consent confirmed before that day does not cover the change.",
        when=when("changed", *REAL_CHANGES),
        rule="CON-2",
    )
    reconfirmed_on: date | None = ask(
        "When was consent gone through again?",
        help="Before the day of the procedure, because something changed. Empty if it was not.",
        label="Reconfirmed on",
        rule="CON-2",
    )
    stage_two_on: date | None = ask(
        "When was consent confirmed (stage two)?", help="Usually on the day.", label="Stage two on", rule="CON-2"
    )
    stage_two_by: str | None = ask(
        "Who confirmed consent at stage two?", help="Name and role.", label="Stage two by", rule="CON-2"
    )
    refuses: YesNo | None = ask(
        "Does the patient refuse the procedure?",
        heading="Refusing, withdrawing, declining",
        help="Asked above all of those under 18 for whom somebody else could consent.",
        rule="CON-6",
    )
    withdrawn_on: date | None = ask(
        "When was consent withdrawn?", help="At any time, in words or by deed. Empty if it was not.", rule="CON-9"
    )
    withdrawn_why: str | None = ask(
        "Why was consent withdrawn?",
        help="As the patient said it; no reason has to be given.",
        label="Withdrawn because",
        long=True,
        rule="CON-9",
    )
    withdrawn_on_the_day: YesNo | None = ask(
        "Was consent withdrawn on the day of the procedure?",
        help="Then it is a cancellation by the patient, not a missed appointment.",
        rule="CON-9",
    )
    recorded_as: str | None = ask(
        "What was the withdrawal recorded as on the day?",
        help="What the system says, even if it is not right.",
        choices=RECORDED_AS,
        label="Recorded as",
        when=when("withdrawn_on_the_day", "yes"),
        rule="CON-9",
    )
    declines_all_treatment: YesNo | None = ask(
        "Does the patient decline all treatment?",
        help="Every treatment on offer for this condition, not only this procedure or this date.",
        rule="CON-9",
        label="Declines all treatment",
    )
    declined_on: date | None = ask(
        "When did the patient decline all treatment?",
        help="The clock stops on this day (35).",
        when=when("declines_all_treatment", "yes"),
        rule="CON-9",
    )
    rtt_code: str | None = ask_rtt_status("20", "34", "35", rule="CON-9")
    notes: str | None = ask_notes()

    @property
    def age(self) -> int | None:
        """Age when consent was taken; None when the date of birth is after it."""
        born, on = self.date_of_birth, self.stage_one_on
        return calc_age(born, on) if born <= on else None

    @property
    def confirmed_on(self) -> date | None:
        """The last day on which consent was confirmed or gone through again."""
        return max(filter(None, (self.reconfirmed_on, self.stage_two_on)), default=None)

    @property
    def real_changes(self) -> list[str]:
        return [what for what in self.changed if what != "time"]

    @property
    def has_ended(self) -> bool:
        """Has the patient changed their mind? Nothing is left to confirm."""
        return self.withdrawn_on is not None or self.declines_all_treatment == "yes"


def calc_age(born: date, on: date) -> int:
    """Whole years on a day; a birthday on 29 February is reached on 1 March in common years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
