"""The rule book on consent and capacity.

Sources: rule book G (from memory of the law and guidance named with each rule: check local policy); MODULES, consent.
"""

from collections.abc import Mapping

from rules.explain import Confidence, RuleBook

BOOK = RuleBook("consent", "Consent and capacity")

_LOCAL = Confidence.CHECK_LOCAL_POLICY

FORMS: Mapping[str, str] = {
    "1": "form 1, an adult with capacity",
    "2": "form 2, parental responsibility for a child",
    "3": "form 3, procedures where consciousness is not impaired",
    "4": "form 4, an adult who lacks capacity",
}
CAPACITY: Mapping[str, str] = {
    "has_capacity": "has capacity",
    "lacks_capacity": "lacks capacity",
    "gillick": "under 16, Gillick competent",
    "parental_responsibility": "parental responsibility",
}

FORM_RULE = BOOK.declare(
    "CON-1",
    "The form follows age and capacity",
    "Form 1: adult with capacity. Form 2: parental responsibility for a child. Form 3: consciousness not impaired, by "
    "patient or parent. Form 4: adult who lacks capacity; it records best interests and is not signed as consent.",
    "Department of Health model consent forms 1 to 4",
    _LOCAL,
)
TWO_STAGES = BOOK.declare(
    "CON-2",
    "Two stages, no fixed expiry",
    "Information and decision come early, confirmation on the day. Consent does not expire after a fixed time; it is "
    "confirmed again when the condition, the options or the risks have changed.",
    "Department of Health reference guide to consent; GMC Decision making and consent",
    _LOCAL,
)
MATERIAL_RISK = BOOK.declare(
    "CON-3",
    "Material risks and reasonable alternatives",
    "Disclose the risks a reasonable person, or this patient, would find significant, and the reasonable alternatives, "
    "doing nothing among them.",
    "Montgomery v Lanarkshire [2015] UKSC 11",
    _LOCAL,
)
MENTAL_CAPACITY = BOOK.declare(
    "CON-4",
    "Capacity",
    "Capacity is presumed, for each decision at its time; support comes first, and an unwise decision is not "
    "incapacity. It is lacking when, because of an impairment, the person cannot understand, retain, weigh or "
    "communicate. Then best interests decide, with the family consulted and the least restrictive way chosen.",
    "Mental Capacity Act 2005 ss 1 to 4",
    _LOCAL,
)
SOMEBODY_ELSE = BOOK.declare(
    "CON-5",
    "Attorney, deputy, advance decision, advocate",
    "A valid attorney or deputy for health, or a valid advance decision, decides if in force. An independent advocate "
    "(IMCA) is instructed for serious treatment when there is nobody to consult.",
    "Mental Capacity Act 2005 ss 9, 24, 37",
    _LOCAL,
)
YOUNG = BOOK.declare(
    "CON-6",
    "Children and young people",
    "Under 16: the child if Gillick competent, otherwise somebody with parental responsibility. 16 and 17: presumed "
    "able to consent. When a competent young person refuses, take legal advice.",
    "Gillick v West Norfolk [1985] UKHL 7; Family Law Reform Act 1969 s8; Mental Capacity Act 2005",
    _LOCAL,
)
INTERPRETER = BOOK.declare(
    "CON-7",
    "A professional interpreter",
    "Family members do not interpret for consent.",
    "NHS England interpreting guidance",
    _LOCAL,
)
CLEAR_FORM = BOOK.declare(
    "CON-8",
    "A form that can be read",
    "Procedure and side are written in full. A form that is missing, unsigned, for the wrong side or procedure, or "
    "abbreviated is not ready to list.",
    "Rule book G; local consent policy",
    _LOCAL,
)
WITHDRAWAL = BOOK.declare(
    "CON-9",
    "Declining and withdrawing",
    "Consent may be withdrawn at any time. On the day it is a cancellation by the patient: not a missed appointment, "
    "not a hospital cancellation. Declining all treatment stops the clock (35) on the date told.",
    "PRN01045 v5.0 §4.4.1.2, §4.4.2.1; MODULES 1b, consent",
)
