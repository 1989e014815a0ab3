"""What is recorded about one consent: the form, its two stages, what was said, who decides, and a change of mind."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from dashapp.declare.patient import AboutPatient, Notes, ask_rtt_status
from dashapp.declare.questions import YES_NO, YES_NO_UNKNOWN, Ask, when

from .choices import (
    CAPACITY_CHOICES,
    CHANGES,
    DECIDERS,
    FORM_CHOICES,
    INTERPRETERS,
    LACKS,
    REAL_CHANGES,
    RECORDED_AS,
    SIDES,
    SIGNERS,
    TAKERS,
)


class Consent(AboutPatient):
    """One patient's consent to one procedure."""

    date_of_birth: Annotated[
        date,
        Ask(
            "What is the date of birth?",
            help="Age on the day of stage one decides who consents, and on which form.",
            rule="CON-6",
        ),
    ]
    procedure: Annotated[
        str, Ask("For which procedure?", help="Every word in full, as on the form; no abbreviations.", rule="CON-8")
    ]
    has_side: Annotated[
        str | None,
        Ask(
            "Has the procedure a side?",
            help="Yes for an eye, ear, limb, lung, kidney or breast, and for a hernia.",
            choices=YES_NO,
            rule="CON-8",
        ),
    ] = None
    side: Annotated[
        str | None,
        Ask(
            "Which side does the form name?",
            help="As the form has it, even where it is wrong.",
            choices=SIDES,
            when=when("has_side", "yes"),
            rule="CON-8",
        ),
    ] = None
    procedure_on: Annotated[
        date | None,
        Ask(
            "For which day is it booked?",
            help="Consent is confirmed on that day. Empty: the admission date of the pathway, if it has one.",
            label="Booked for",
            rule="CON-2",
        ),
    ] = None
    listed_procedure: Annotated[
        str | None, Ask("Which procedure is on the waiting list?", help="As the list entry says it.", rule="CON-8")
    ] = None
    listed_side: Annotated[
        str | None,
        Ask(
            "Which side is on the waiting list?",
            help="As the list entry says it. It has to be the side of the form.",
            choices=SIDES,
            when=when("has_side", "yes"),
            rule="CON-8",
        ),
    ] = None
    form: Annotated[
        str,
        Ask(
            "Which consent form was used?",
            help="The one that was filled in, also where another one fits.",
            choices=FORM_CHOICES,
            rule="CON-1",
        ),
    ]
    signed_by: Annotated[
        str | None,
        Ask(
            "Who signed it, besides the clinician?",
            help="Nobody signs a form 4 as consent, and nobody consents for another adult as next of kin.",
            choices=SIGNERS,
            label="Signed by",
            rule="CON-1",
        ),
    ] = None
    capacity: Annotated[
        str,
        Ask(
            "Who decides?",
            help="Capacity is presumed from 16 on, for this decision at this time.",
            label="Capacity",
            choices=CAPACITY_CHOICES,
            rule="CON-4",
        ),
    ]
    decision_to_admit: Annotated[
        date | None,
        Ask(
            "When was the decision to admit?",
            help="Beside stage one it shows whether the decision was made together.",
            label="Decision to admit",
            rule="CON-2",
        ),
    ] = None
    stage_one_on: Annotated[
        date,
        Ask(
            "When was stage one?",
            help="The conversation and the decision, before the day of the procedure.",
            label="Stage one on",
            rule="CON-2",
        ),
    ]
    stage_one_by: Annotated[
        str,
        Ask(
            "Who took consent at stage one?",
            help="The person who performs the procedure, or a trained delegate.",
            label="Stage one by",
            rule="CON-2",
        ),
    ]
    stage_one_role: Annotated[
        str | None,
        Ask(
            "What is that person's part?",
            help="A delegate is trained for consent to this procedure.",
            choices=TAKERS,
            label="Their part",
            rule="CON-2",
        ),
    ] = None
    risks_discussed: Annotated[
        str | None,
        Ask(
            "Were the material risks discussed?",
            help="Those a reasonable person, or this patient, would find significant.",
            choices=YES_NO,
            label="Risks discussed",
            rule="CON-3",
        ),
    ] = None
    material_risks: Annotated[
        str | None,
        Ask(
            "Which risks?",
            help="As they were put to the patient, with what matters to this one in particular.",
            long=True,
            label="Material risks",
            when=when("risks_discussed", "yes"),
            rule="CON-3",
        ),
    ] = None
    alternatives_discussed: Annotated[
        str | None,
        Ask(
            "Were the alternatives discussed?",
            help="Every reasonable one, also one this hospital does not offer.",
            choices=YES_NO,
            label="Alternatives discussed",
            rule="CON-3",
        ),
    ] = None
    no_treatment_discussed: Annotated[
        str | None,
        Ask(
            "Was doing nothing among them?",
            help="What happens without treatment is one of the alternatives.",
            choices=YES_NO,
            label="No treatment discussed",
            when=when("alternatives_discussed", "yes"),
            rule="CON-3",
        ),
    ] = None
    alternatives: Annotated[
        str | None,
        Ask(
            "Which alternatives?",
            help="Such as physiotherapy, medicine, another operation, or waiting.",
            long=True,
            when=when("alternatives_discussed", "yes"),
            rule="CON-3",
        ),
    ] = None
    questions: Annotated[
        str | None,
        Ask(
            "What did the patient ask, and what was answered?", help="In the patient's words.", long=True, rule="CON-3"
        ),
    ] = None
    changed: Annotated[
        list[str],
        Ask(
            "What has changed since stage one?",
            help="A change has to be gone through with the patient again. Time alone is none.",
            choices=CHANGES,
            label="Changed since",
            rule="CON-2",
        ),
    ] = []
    changed_on: Annotated[
        date | None,
        Ask(
            "When was the change known?",
            help="Consent confirmed before that day does not cover the change.",
            when=when("changed", *REAL_CHANGES),
            rule="CON-2",
        ),
    ] = None
    reconfirmed_on: Annotated[
        date | None,
        Ask(
            "When was consent gone through again?",
            help="Before the day of the procedure, because something changed. Empty if it was not.",
            label="Reconfirmed on",
            rule="CON-2",
        ),
    ] = None
    stage_two_on: Annotated[
        date | None,
        Ask("When was it confirmed, stage two?", help="Usually on the day.", label="Stage two on", rule="CON-2"),
    ] = None
    stage_two_by: Annotated[
        str | None, Ask("Who confirmed it?", help="Name and role.", label="Stage two by", rule="CON-2")
    ] = None
    best_interests: Annotated[
        str | None,
        Ask(
            "Is there a best-interests record?",
            help="The assessment of capacity, who was consulted, and the decision. Without it: not ready to list.",
            choices=YES_NO,
            label="Best-interests record",
            when=LACKS,
            rule="CON-4",
        ),
    ] = None
    best_interests_on: Annotated[
        date | None,
        Ask(
            "When was it made?",
            help="Capacity is assessed for this decision, near the time at which it is made.",
            label="Best-interests record on",
            when=when("best_interests", "yes"),
            rule="CON-4",
        ),
    ] = None
    consulted: Annotated[
        str | None,
        Ask(
            "Who was consulted, and what was decided?",
            help="Family and others who care say what the patient would want; they do not consent.",
            long=True,
            when=when("best_interests", "yes"),
            rule="CON-4",
        ),
    ] = None
    somebody_to_consult: Annotated[
        str | None,
        Ask(
            "Is there somebody to consult?",
            help="Family, friends or others who care, apart from paid staff.",
            choices=YES_NO_UNKNOWN,
            when=LACKS,
            rule="CON-5",
        ),
    ] = None
    advocate: Annotated[
        str | None,
        Ask(
            "Was an independent advocate (IMCA) instructed?",
            help="For serious treatment, when there is nobody else to consult.",
            choices=YES_NO,
            label="Independent advocate (IMCA)",
            when=LACKS,
            rule="CON-5",
        ),
    ] = None
    attorney_or_advance_decision: Annotated[
        str | None,
        Ask(
            "Is there an attorney or deputy for health, or an advance decision?",
            help="A lasting power of attorney (LPA) or an advance decision to refuse treatment (ADRT).",
            choices=YES_NO_UNKNOWN,
            label="LPA or ADRT",
            rule="CON-5",
        ),
    ] = None
    who_decides_instead: Annotated[
        str | None,
        Ask(
            "Which of them?",
            help="An attorney or deputy consents or refuses; an advance decision only refuses.",
            choices=DECIDERS,
            label="Who decides instead",
            when=when("attorney_or_advance_decision", "yes"),
            rule="CON-5",
        ),
    ] = None
    interpreter_needed: Annotated[
        str | None,
        Ask(
            "Is an interpreter needed?",
            help="A sign language interpreter is one too. Ask the patient, not the family.",
            choices=YES_NO,
            rule="CON-7",
        ),
    ] = None
    interpreter: Annotated[
        str | None,
        Ask(
            "Who interpreted?",
            help="In the conversation about consent, whatever was arranged for other visits.",
            choices=INTERPRETERS,
            when=when("interpreter_needed", "yes"),
            rule="CON-7",
        ),
    ] = None
    refuses: Annotated[
        str | None,
        Ask(
            "Does the patient refuse?",
            help="Asked above all of those under 18 for whom somebody else could consent.",
            choices=YES_NO,
            rule="CON-6",
        ),
    ] = None
    withdrawn_on: Annotated[
        date | None,
        Ask("When was consent withdrawn?", help="At any time, in words or by deed. Empty if it was not.", rule="CON-9"),
    ] = None
    withdrawn_why: Annotated[
        str | None,
        Ask(
            "Why?",
            help="As the patient said it; no reason has to be given.",
            label="Withdrawn because",
            long=True,
            rule="CON-9",
        ),
    ] = None
    withdrawn_on_the_day: Annotated[
        str | None,
        Ask(
            "Was it withdrawn on the day of the procedure?",
            help="Then it is a cancellation by the patient, not a missed appointment.",
            choices=YES_NO,
            rule="CON-9",
        ),
    ] = None
    recorded_as: Annotated[
        str | None,
        Ask(
            "What was it recorded as on the day?",
            help="What stands in the system, also where it is not right.",
            choices=RECORDED_AS,
            label="Recorded as",
            when=when("withdrawn_on_the_day", "yes"),
            rule="CON-9",
        ),
    ] = None
    declines_all_treatment: Annotated[
        str | None,
        Ask(
            "Does the patient decline all treatment?",
            help="Every treatment on offer for this condition, not only this procedure or this date.",
            choices=YES_NO,
            rule="CON-9",
            label="Declines all treatment",
        ),
    ] = None
    declined_on: Annotated[
        date | None,
        Ask(
            "When did the patient say so?",
            help="The clock stops on this day (35).",
            when=when("declines_all_treatment", "yes"),
            rule="CON-9",
        ),
    ] = None
    rtt_code: Annotated[str | None, ask_rtt_status("20", "34", "35", rule="CON-9")] = None
    notes: Notes = None
