"""What is recorded about one request for funding: the case, the evidence, its way through the steps, the answer."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from dashapp.declare.patient import AboutPatient, Notes
from dashapp.declare.questions import YES_NO, YES_NO_UNKNOWN, Answers, Ask, Repeat, as_choices, choices, when
from rules.funding import CATEGORIES, MOVES

CATEGORY_CHOICES = as_choices(CATEGORIES)
STATUSES = choices(**{slug: slug.replace("_", " ").capitalize() for slug in MOVES})
EVIDENCE_KINDS = choices(
    "Clinic letter", "Measurement or score", "Test result", "Photograph", "Published study", "Other"
)
IFR = when("category", "ifr")
DECLINED = when("status", "declined", "review")


class Evidence(Answers):
    """One thing attached to the request."""

    kind: Annotated[
        str,
        Ask(
            "What kind of evidence is it?",
            help="Prior approval and EBI are decided on a measurement or score, such as a BMI.",
            choices=EVIDENCE_KINDS,
            rule="FUN-5",
        ),
    ]
    description: Annotated[str, Ask("What does it show?", help="One line on what it proves.", rule="FUN-5")]
    dated: Annotated[
        date | None, Ask("Of which date?", help="The date of the letter, result or paper.", rule="FUN-5")
    ] = None


class Move(Answers):
    """One step of the request: to which status it went, and when."""

    to: Annotated[
        str,
        Ask(
            "To which status did it go?",
            help="As it happened. A step that may not follow the one before is found.",
            choices=STATUSES,
            rule="FUN-4",
        ),
    ]
    on: Annotated[date | None, Ask("When?", help="The day it went there.", rule="FUN-4")] = None


class FundingRequest(AboutPatient):
    """One request for the funding of a treatment."""

    treatment: Annotated[
        str, Ask("For which treatment?", help="Procedure, medicine or device, as the policy names it.", rule="FUN-6")
    ]
    category: Annotated[
        str,
        Ask(
            "What kind of request is it?",
            help="Not routinely commissioned: individual request. Commissioned with criteria: prior approval or EBI.",
            choices=CATEGORY_CHOICES,
            rule="FUN-6",
        ),
    ]
    consultant: Annotated[str, Ask("Which consultant asks?", help="The patient does not.", rule="FUN-4")]
    icb: Annotated[
        str | None, Ask("Which ICB decides?", help="That of the patient's GP practice.", label="ICB", rule="FUN-4")
    ] = None
    cost: Annotated[
        float | None,
        Ask("What does it cost, in pounds?", help="For the whole course. Cost alone decides nothing.", rule="FUN-3"),
    ] = None
    urgent: Annotated[
        str | None, Ask("Is it urgent?", help="Danger to life or limb.", choices=YES_NO, rule="FUN-4")
    ] = None
    urgent_reason: Annotated[
        str | None,
        Ask(
            "What is in danger, and by when?",
            help="Life, limb, sight or an organ. A long wait is no reason by itself.",
            long=True,
            when=when("urgent", "yes"),
            rule="FUN-4",
        ),
    ] = None
    criteria_met: Annotated[
        str | None,
        Ask(
            "Are the criteria met?",
            help="All of those the policy names. If not: an individual request, or declined.",
            choices=YES_NO_UNKNOWN,
            when=when("category", "prior_approval", "ebi"),
            rule="FUN-6",
        ),
    ] = None
    ebi_routine: Annotated[
        str | None,
        Ask(
            "Is the intervention done routinely when its criteria are met?",
            help="No for the four of list 1 that are not routinely done.",
            choices=YES_NO_UNKNOWN,
            label="Done routinely",
            when=when("category", "ebi"),
            rule="FUN-7",
        ),
    ] = None
    criteria_evidence: Annotated[
        str | None,
        Ask(
            "What shows that the criteria are met?",
            help="Criterion by criterion: the measurement, the score, where it stands.",
            long=True,
            label="Criteria evidence",
            rule="FUN-5",
        ),
    ] = None
    exceptionality: Annotated[
        str | None,
        Ask(
            "How does this patient differ from others at the same stage?",
            help="And why would they gain more? Rarity and social factors alone are not exceptional.",
            long=True,
            label="Clinical exceptionality",
            when=IFR,
            rule="FUN-3",
        ),
    ] = None
    treatments_tried: Annotated[
        str | None,
        Ask(
            "Which standard treatments were tried, and with what result?",
            help="What, for how long, and why it was stopped; or why one cannot be given.",
            long=True,
            rule="FUN-5",
        ),
    ] = None
    evidence: Annotated[
        list[Evidence], Repeat("Evidence attached", "piece of evidence", help="What goes with the request.")
    ] = []
    clock_start: Annotated[
        date | None,
        Ask(
            "When did the RTT clock start?",
            help="Empty: the start of the pathway it belongs to. The weeks at each step are counted from it.",
            label="RTT clock start",
            rule="FUN-1",
        ),
    ] = None
    status: Annotated[
        str,
        Ask(
            "Where is the request now?",
            help="Record what happened, also when it was not right.",
            choices=STATUSES,
            rule="FUN-4",
        ),
    ]
    moves: Annotated[
        list[Move],
        Repeat(
            "Steps so far",
            "step",
            help="In their order, from the draft on. A step that may not follow the one before is found.",
        ),
    ] = []
    submitted_on: Annotated[
        date | None, Ask("When was it submitted?", help="To the ICB or NHS England, with its evidence.", rule="FUN-8")
    ] = None
    screened_on: Annotated[
        date | None, Ask("When was it screened?", help="For completeness, before the panel.", rule="FUN-4")
    ] = None
    panel_on: Annotated[
        date | None, Ask("When was it before the panel?", help="Empty if it was decided without one.", rule="FUN-4")
    ] = None
    decided_on: Annotated[
        date | None,
        Ask("When was it decided?", help="The date of the decision letter. The patient is told besides.", rule="FUN-8"),
    ] = None
    decision_reasons: Annotated[
        str | None, Ask("Which reasons were given?", help="As the decision letter gives them.", long=True, rule="FUN-4")
    ] = None
    other_treatment: Annotated[
        str | None,
        Ask(
            "Is there another treatment for the patient?",
            help="The consultant says. If there is one the clock keeps running; if not, it is a decision not to treat.",
            choices=YES_NO_UNKNOWN,
            when=DECLINED,
            rule="FUN-2",
        ),
    ] = None
    patient_told_on: Annotated[
        date | None,
        Ask(
            "When was the patient told?",
            help="Declined with no other treatment: the clock stops on this day (34).",
            rule="FUN-2",
        ),
    ] = None
    paused: Annotated[
        str | None,
        Ask(
            "Was the clock paused while funding was decided?",
            help="What stands in the system, also where it is not right.",
            choices=YES_NO,
            label="Clock paused",
            rule="FUN-1",
        ),
    ] = None
    clock_stop: Annotated[
        date | None,
        Ask(
            "Which clock stop is recorded, if any?",
            help="As the system has it. Funding never stops the clock; telling the patient of a refusal may.",
            label="RTT clock stop",
            rule="FUN-2",
        ),
    ] = None
    notes: Notes = None
