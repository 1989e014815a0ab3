"""What is recorded about one consent: the form, its two stages, what was said, who decides, and a change of mind."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from dashapp.patient import AboutPatient, Notes, ask_rtt_status
from dashapp.questions import YES_NO, YES_NO_UNKNOWN, Ask, as_choices, choices, when
from rules.consent import CAPACITY, FORMS

FORM_CHOICES = as_choices(FORMS)
CAPACITY_CHOICES = as_choices(CAPACITY)
SIDES = choices("Left", "Right", "Both", none="No side")
CHANGES = choices(condition="The condition", options="The options", risks="The risks")
INTERPRETERS = choices(professional="Professional interpreter", family="Family member or friend", none="Nobody")
LACKS = when("capacity", "lacks_capacity")


class Consent(AboutPatient):
    """One patient's consent to one procedure."""

    date_of_birth: Annotated[date, Ask("What is the date of birth?", rule="CON-6")]
    procedure: Annotated[
        str, Ask("For which procedure?", help="Every word in full, as on the form; no abbreviations.", rule="CON-8")
    ]
    has_side: Annotated[str | None, Ask("Has the procedure a side?", choices=YES_NO, rule="CON-8")] = None
    side: Annotated[
        str | None, Ask("Which side does the form name?", choices=SIDES, when=when("has_side", "yes"), rule="CON-8")
    ] = None
    listed_procedure: Annotated[
        str | None, Ask("Which procedure is on the waiting list?", help="As the list entry says it.", rule="CON-8")
    ] = None
    listed_side: Annotated[
        str | None,
        Ask("Which side is on the waiting list?", choices=SIDES, when=when("has_side", "yes"), rule="CON-8"),
    ] = None
    form: Annotated[str, Ask("Which consent form was used?", choices=FORM_CHOICES, rule="CON-1")]
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
        date | None, Ask("When was the decision to admit?", label="Decision to admit", rule="CON-2")
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
    risks_discussed: Annotated[
        str | None, Ask("Were the material risks discussed?", choices=YES_NO, label="Risks discussed", rule="CON-3")
    ] = None
    material_risks: Annotated[
        str | None,
        Ask("Which risks?", long=True, label="Material risks", when=when("risks_discussed", "yes"), rule="CON-3"),
    ] = None
    alternatives_discussed: Annotated[
        str | None,
        Ask("Were the alternatives discussed?", choices=YES_NO, label="Alternatives discussed", rule="CON-3"),
    ] = None
    no_treatment_discussed: Annotated[
        str | None,
        Ask(
            "Was doing nothing among them?",
            choices=YES_NO,
            label="No treatment discussed",
            when=when("alternatives_discussed", "yes"),
            rule="CON-3",
        ),
    ] = None
    alternatives: Annotated[
        str | None, Ask("Which alternatives?", long=True, when=when("alternatives_discussed", "yes"), rule="CON-3")
    ] = None
    questions: Annotated[
        str | None, Ask("What did the patient ask, and what was answered?", help="In the patient's words.", long=True)
    ] = None
    changed: Annotated[
        list[str], Ask("What has changed since stage one?", choices=CHANGES, label="Changed since", rule="CON-2")
    ] = []
    changed_on: Annotated[
        date | None, Ask("When was the change known?", when=when("changed", *CHANGES), rule="CON-2")
    ] = None
    reconfirmed_on: Annotated[
        date | None, Ask("When was consent gone through again?", label="Reconfirmed on", rule="CON-2")
    ] = None
    stage_two_on: Annotated[
        date | None,
        Ask("When was it confirmed, stage two?", help="Usually on the day.", label="Stage two on", rule="CON-2"),
    ] = None
    stage_two_by: Annotated[str | None, Ask("Who confirmed it?", help="Name and role.", label="Stage two by")] = None
    best_interests: Annotated[
        str | None,
        Ask(
            "Is there a best-interests record?", choices=YES_NO, label="Best-interests record", when=LACKS, rule="CON-4"
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
    interpreter_needed: Annotated[str | None, Ask("Is an interpreter needed?", choices=YES_NO, rule="CON-7")] = None
    interpreter: Annotated[
        str | None,
        Ask("Who interpreted?", choices=INTERPRETERS, when=when("interpreter_needed", "yes"), rule="CON-7"),
    ] = None
    refuses: Annotated[str | None, Ask("Does the patient refuse?", choices=YES_NO, rule="CON-6")] = None
    withdrawn_on: Annotated[date | None, Ask("When was consent withdrawn?", rule="CON-9")] = None
    withdrawn_why: Annotated[
        str | None,
        Ask("Why?", help="As the patient said it; no reason has to be given.", label="Withdrawn because", long=True),
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
    declines_all_treatment: Annotated[
        str | None,
        Ask("Does the patient decline all treatment?", choices=YES_NO, rule="CON-9", label="Declines all treatment"),
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
    rtt_code: Annotated[str | None, ask_rtt_status("20", "34", "35")] = None
    notes: Notes = None
