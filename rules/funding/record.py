"""What is recorded about one request for funding: the case, the evidence, its way through the steps, the answer."""

from datetime import date

from rules.funding.rules import BY_CRITERIA, CATEGORIES, MOVES, REFUSED
from words.patient import AboutPatient, ask_notes
from words.questions import Answers, YesNo, YesNoUnknown, as_choices, ask, choices, repeat, when

CATEGORY_CHOICES = as_choices(CATEGORIES)
STATUSES = choices(**{slug: slug.replace("_", " ").capitalize() for slug in MOVES})
EVIDENCE_KINDS = choices(
    "Clinic letter", "Measurement or score", "Test result", "Photograph", "Published study", "Other"
)


class Evidence(Answers):
    """One thing attached to the request."""

    kind: str = ask(
        "What kind of evidence is it?",
        help="Prior approval and EBI are decided on a measurement or score, such as a BMI.",
        choices=EVIDENCE_KINDS,
        rule="FUN-5",
    )
    description: str = ask("What does this piece of evidence show?", help="One line on what it proves.", rule="FUN-5")
    dated: date | None = ask(
        "What date is this piece of evidence from?", help="The date of the letter, result or paper.", rule="FUN-5"
    )


class Move(Answers):
    """One step of the request: to which status it went, and when."""

    to: str = ask(
        "To which status did the request go?",
        help="As it happened. A step that may not follow the one before is found.",
        choices=STATUSES,
        rule="FUN-4",
    )
    on: date | None = ask("When did the request go there?", help="The day it went there.", rule="FUN-4")


class FundingRequest(AboutPatient):
    """One request for the funding of a treatment."""

    treatment: str = ask(
        "For which treatment is funding asked?",
        heading="The request",
        help="Procedure, medicine or device, as the policy names it.",
        rule="FUN-6",
    )
    category: str = ask(
        "What kind of request is it?",
        help="Not routinely commissioned: individual request. Commissioned with criteria: prior approval or EBI.",
        choices=CATEGORY_CHOICES,
        rule="FUN-6",
    )
    consultant: str = ask("Which consultant asks for funding?", help="The patient does not.", rule="FUN-4")
    icb: str | None = ask(
        "Which ICB decides the request?", help="That of the patient's GP practice.", label="ICB", rule="FUN-4"
    )
    cost: float | None = ask(
        "What does the treatment cost, in pounds?",
        help="For the whole course. Cost alone decides nothing.",
        label="Cost in pounds",
        rule="FUN-3",
    )
    urgent: YesNo | None = ask("Is the request urgent?", help="Danger to life or limb.", rule="FUN-4")
    urgent_reason: str | None = ask(
        "What is in danger, and by when?",
        help="Life, limb, sight or an organ. A long wait is no reason by itself.",
        long=True,
        when=when("urgent", "yes"),
        rule="FUN-4",
    )
    criteria_met: YesNoUnknown | None = ask(
        "Are the criteria for funding met?",
        heading="The case",
        help="All of those the policy names. If not: an individual request, or declined.",
        when=when("category", *BY_CRITERIA),
        rule="FUN-6",
    )
    ebi_routine: YesNoUnknown | None = ask(
        "Is the intervention done routinely when its criteria are met?",
        help="No for the four of list 1 that are not routinely done.",
        label="Done routinely",
        when=when("category", "ebi"),
        rule="FUN-7",
    )
    criteria_evidence: str | None = ask(
        "What shows that the criteria are met?",
        help="Criterion by criterion: the measurement, the score, where it has got to.",
        long=True,
        label="Criteria evidence",
        rule="FUN-5",
    )
    exceptionality: str | None = ask(
        "How does this patient differ from others at the same stage?",
        help="And why would they gain more? Rarity and social factors alone are not exceptional.",
        long=True,
        label="Clinical exceptionality",
        when=when("category", "ifr"),
        rule="FUN-3",
    )
    treatments_tried: str | None = ask(
        "Which standard treatments were tried, and with what result?",
        help="What, for how long, and why it was stopped; or why one cannot be given.",
        long=True,
        rule="FUN-5",
    )
    evidence: list[Evidence] = repeat("Evidence attached", "piece of evidence", help="What goes with the request.")
    status: str = ask(
        "Where is the request now?",
        heading="Where it is",
        help="Record what happened, also when it was not right.",
        choices=STATUSES,
        rule="FUN-4",
    )
    moves: list[Move] = repeat(
        "Steps so far",
        "step",
        help="In their order, from the draft on. A step that may not follow the one before is found.",
    )
    submitted_on: date | None = ask(
        "When was the request submitted?", help="To the ICB or NHS England, with its evidence.", rule="FUN-8"
    )
    screened_on: date | None = ask(
        "When was the request screened?", help="For completeness, before the panel.", rule="FUN-4"
    )
    panel_on: date | None = ask(
        "When was the request before the panel?", help="Empty if it was decided without one.", rule="FUN-4"
    )
    decided_on: date | None = ask(
        "When was the request decided?",
        help="The date of the decision letter. The patient is told as well.",
        rule="FUN-8",
    )
    decision_reasons: str | None = ask(
        "Which reasons were given for the decision?", help="As the decision letter gives them.", long=True, rule="FUN-4"
    )
    other_treatment: YesNoUnknown | None = ask(
        "Is there another treatment for the patient?",
        help="The consultant says. If there is one the clock keeps running; if not, it is a decision not to treat.",
        when=when("status", *REFUSED),
        rule="FUN-2",
    )
    patient_told_on: date | None = ask(
        "When was the patient told of the decision?",
        help="Declined with no other treatment: the clock stops on this day (34).",
        rule="FUN-2",
    )
    clock_start: date | None = ask(
        "When did the RTT clock start?",
        heading="The clock",
        help="Empty: the start of the pathway it belongs to. The weeks at each step are counted from it.",
        label="RTT clock start",
        rule="FUN-1",
    )
    paused: YesNo | None = ask(
        "Was the clock paused while funding was decided?",
        help="What the system says, even if it is not right.",
        label="Clock paused",
        rule="FUN-1",
    )
    clock_stop: date | None = ask(
        "Which clock stop is recorded, if any?",
        help="As the system has it. Funding never stops the clock; telling the patient of a refusal may.",
        label="RTT clock stop",
        rule="FUN-2",
    )
    notes: str | None = ask_notes()
