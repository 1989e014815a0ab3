"""What the rule book on consent and capacity says: its rules and the remarks made under them.

Sources: rule book G (from memory of the law and guidance named with each rule: check local policy); MODULES, consent.
"""

from __future__ import annotations

from collections.abc import Mapping

from rules.explain import Confidence, RuleBook, Severity

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

FORM_WRONG = BOOK.remark(
    "consent-form-does-not-match",
    Severity.BREACH,
    FORM_RULE,
    "The form is {form}, but {why}.",
    "Use {right}.",
)
FORM_MISSING = BOOK.remark(
    "consent-form-missing",
    Severity.BREACH,
    CLEAR_FORM,
    "No consent form is recorded.",
    "Complete the form that fits the patient's age and capacity.",
)
UNSIGNED = BOOK.remark(
    "consent-form-unsigned",
    Severity.BREACH,
    CLEAR_FORM,
    "Nobody signed the form besides the clinician.",
    "Go through it with whoever decides, and have it signed before the patient is listed.",
)
SIGNED_BY_FAMILY = BOOK.remark(
    "consent-signed-by-family",
    Severity.BREACH,
    SOMEBODY_ELSE,
    "A family member or friend signed the form. Being next of kin gives no right to consent for somebody else.",
    "Take consent from the patient. If capacity is lacking, consult the family and record best interests on form 4.",
)
FORM_4_SIGNED = BOOK.remark(
    "consent-form-4-signed",
    Severity.WATCH,
    FORM_RULE,
    "Form 4 is signed as consent by {who}. It records best interests and is not signed as consent.",
    "Check who decides: with capacity, or with a valid attorney or deputy, another form is used.",
)
PROCEDURE_MISSING = BOOK.remark(
    "consent-procedure-missing",
    Severity.BREACH,
    CLEAR_FORM,
    "The procedure is not written down.",
    "Write it in full, as it is meant to be done.",
)
PROCEDURE_CHANGED = BOOK.remark(
    "consent-wrong-procedure",
    Severity.BREACH,
    CLEAR_FORM,
    'The form is for "{consented}", but the patient is listed for "{listed}".',
    "Take consent for the procedure that is planned.",
)
SIDE_MISSING = BOOK.remark(
    "consent-side-missing",
    Severity.BREACH,
    CLEAR_FORM,
    "The procedure has a side, and none is written down.",
    "Write left, right or both in full.",
)
SIDE_WRONG = BOOK.remark(
    "consent-side-differs",
    Severity.BREACH,
    CLEAR_FORM,
    "The form says {consented}, the list says {listed}.",
    "Stop, check with the patient and the clinician, and take consent again.",
)
ABBREVIATED = BOOK.remark(
    "consent-abbreviation",
    Severity.BREACH,
    CLEAR_FORM,
    'Abbreviations in the procedure: "{found}".',
    "Write every word in full, the side above all.",
)
STAGE_ONE_MISSING = BOOK.remark(
    "consent-stage-one-missing",
    Severity.BREACH,
    TWO_STAGES,
    "Stage one has no {missing}.",
    "Record the date and who took consent: the person who performs it, or a trained delegate.",
)
TAKEN_BY_OTHERS = BOOK.remark(
    "consent-taken-by-somebody-else",
    Severity.WATCH,
    TWO_STAGES,
    "Stage one was taken by somebody who neither performs the procedure nor is a trained delegate.",
    "Let the person who performs it, or a trained delegate, go through it with the patient.",
)
STAGES_REVERSED = BOOK.remark(
    "consent-stages-out-of-order",
    Severity.BREACH,
    TWO_STAGES,
    "The confirmation, {two}, is before stage one, {one}.",
    "Correct one of the two dates.",
)
BEFORE_DTA = BOOK.remark(
    "consent-after-decision-to-admit",
    Severity.NOTE,
    TWO_STAGES,
    "Stage one, {one}, is {days} after the decision to admit on {dta}: was the decision shared?",
    "Bring the consent conversation to the decision, not to the day of surgery.",
)
ONE_DAY = BOOK.remark(
    "consent-only-on-the-day",
    Severity.WATCH,
    TWO_STAGES,
    "Both stages are on the same day.",
    "Give information and time before the day; check the local policy for minor procedures.",
)
RECONFIRM = BOOK.remark(
    "consent-reconfirm",
    Severity.BREACH,
    TWO_STAGES,
    "Since stage one {changed} changed, and consent has not been confirmed again.",
    "Go through it with the patient again, and record the new date.",
)
EXPIRED_BELIEF = BOOK.remark(
    "consent-no-fixed-expiry",
    Severity.NOTE,
    TWO_STAGES,
    "Stage one was {days} ago. That alone does not end consent.",
    "Ask whether anything has changed: condition, options, risks or wishes. If not, confirm it on the day.",
    depends_on_today=True,
)
NOT_CONFIRMED = BOOK.remark(
    "consent-not-confirmed",
    Severity.WATCH,
    TWO_STAGES,
    "The procedure was booked for {day}, and consent is not recorded as confirmed.",
    "Record when it was confirmed and by whom, or the new date of the procedure.",
    depends_on_today=True,
)
RISKS_MISSING = BOOK.remark(
    "consent-risks-missing",
    Severity.BREACH,
    MATERIAL_RISK,
    "No material risks are recorded as discussed.",
    "Record those a reasonable person, or this patient, would find significant.",
)
ALTERNATIVES_MISSING = BOOK.remark(
    "consent-alternatives-missing",
    Severity.BREACH,
    MATERIAL_RISK,
    "No alternatives are recorded as discussed{nothing}.",
    "Discuss the reasonable alternatives, doing nothing among them.",
)
NO_BEST_INTERESTS = BOOK.remark(
    "consent-best-interests-missing",
    Severity.BREACH,
    MENTAL_CAPACITY,
    "The patient lacks capacity for this decision, and no best-interests record exists.",
    "Not ready to list: record the assessment, who was consulted and the decision.",
)
NO_IMCA = BOOK.remark(
    "consent-advocate-missing",
    Severity.WATCH,
    SOMEBODY_ELSE,
    "The patient lacks capacity and there is nobody to consult, and no independent advocate (IMCA) is recorded.",
    "Instruct an advocate for serious treatment.",
)
ATTORNEY = BOOK.remark(
    "consent-attorney-decides",
    Severity.WATCH,
    SOMEBODY_ELSE,
    "{who} is recorded for a patient who lacks capacity.",
    "Check that it is valid, in force and covers this treatment: if so it decides. An advance decision only refuses.",
)
ATTORNEY_WITH_CAPACITY = BOOK.remark(
    "consent-attorney-not-yet",
    Severity.NOTE,
    SOMEBODY_ELSE,
    "An attorney or advance decision is recorded, but the patient has capacity: the patient decides.",
    "Take consent from the patient.",
)
AGE_CONTRADICTED = BOOK.remark(
    "consent-age-contradicts-capacity",
    Severity.BREACH,
    YOUNG,
    "{capacity} is recorded, but the patient is {age}.",
    "Correct the date of birth or the capacity.",
)
CHILD_CAPACITY = BOOK.remark(
    "consent-child-capacity",
    Severity.WATCH,
    YOUNG,
    "The patient is {age}: under 16 capacity is not presumed.",
    "Record whether the child is Gillick competent, or who holds parental responsibility.",
)
REFUSED_YOUNG = BOOK.remark(
    "consent-young-person-refuses",
    Severity.BREACH,
    YOUNG,
    "A competent young person of {age} refuses.",
    "Do not go on; take legal advice.",
)
FAMILY_INTERPRETS = BOOK.remark(
    "consent-family-interprets",
    Severity.BREACH,
    INTERPRETER,
    "A family member or friend interpreted.",
    "Repeat the conversation with a professional interpreter.",
)
INTERPRETER_MISSING = BOOK.remark(
    "consent-interpreter-missing",
    Severity.BREACH,
    INTERPRETER,
    "An interpreter is needed, and none is recorded.",
    "Book a professional interpreter for both stages.",
)
WITHDRAWN = BOOK.remark(
    "consent-withdrawn",
    Severity.BREACH,
    WITHDRAWAL,
    "Consent was withdrawn on {day}.",
    "Do not go on. On the day it is a cancellation by the patient, not a missed appointment and not in the 28-day "
    "return; the clock keeps running unless all treatment is declined (35).",
)
WITHDRAWN_RECORDED = BOOK.remark(
    "consent-withdrawal-recorded-wrongly",
    Severity.BREACH,
    WITHDRAWAL,
    "Consent was withdrawn on the day, and that is recorded as {recorded}.",
    "Record a cancellation by the patient: the patient came, and the hospital did not cancel. It does not count in the "
    "28-day return.",
)
WITHDRAWN_IS_NO_STOP = BOOK.remark(
    "consent-withdrawal-is-no-stop",
    Severity.BREACH,
    WITHDRAWAL,
    "Status {code} would stop the clock, but the patient withdrew from this procedure and does not decline all "
    "treatment.",
    "Keep the clock running (20), and agree the next step with the patient.",
)
DECLINED_NOT_35 = BOOK.remark(
    "consent-declined-not-35",
    Severity.WATCH,
    WITHDRAWAL,
    "The patient declined all treatment, and status {code} is recorded.",
    "Offer 35 on the pathway, with the date the patient said so.",
)

READY_BLOCKERS = frozenset(check.code for check in BOOK.checks if check.severity is Severity.BREACH)
"""The remarks that keep a patient from being ready to list."""
