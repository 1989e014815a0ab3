"""The rule book on clinical delay and fitness.

In the rules suite "clinical exceptions" are exceptions to the 18-week *right*; this book is about the pathway itself.
Source: NHS England PRN01045 v5.0 §4.4.1.4, §4.4.2.2, §5.1; SI 2012/2996 reg. 49; rule book A3, A11, R4, R19,
R20, R22, R31.
"""

from rules.explain import Confidence, RuleBook

BOOK = RuleBook("exceptions", "Clinical delay and fitness")

_LOCAL = Confidence.CHECK_LOCAL_POLICY

UNFIT = BOOK.declare(
    "EXC-1",
    "Unfitness never pauses the clock",
    "A patient who is unfit keeps waiting and the clock keeps running, unless a clinician decides to discharge or to "
    "start active monitoring. There has been no pause since October 2015.",
    "PRN01045 v5.0 §4.4.2.2, §5.1",
)
PLANNED = BOOK.declare(
    "EXC-2",
    "Never a planned list",
    "Patients on an RTT pathway are not placed on a planned list because they are unfit. A planned list is only for "
    "something due at a specific time.",
    "PRN01045 v5.0 §5.1",
)
CAPACITY = BOOK.declare(
    "EXC-3",
    "A lack of beds, staff or theatre is not clinical",
    "Only the patient's own condition, or what is clinically best for the patient, is a clinical reason. Resource "
    "reasons leave the clock running and are recorded as what they are.",
    "PRN01045 v5.0 §4.4.2.2; cancelled operations (QMCO) guidance",
)
MONITORING = BOOK.declare(
    "EXC-4",
    "When active monitoring fits",
    "It is a clinical decision that monitoring is best for now, with no intervention or test meant at that stage, "
    "agreed with the patient. It stops the clock (32) on the day it is decided and told. It does not fit a few days "
    "until the next step.",
    "PRN01045 v5.0 §4.4.1.4",
)
DISCHARGE = BOOK.declare(
    "EXC-5",
    "Return to the GP",
    "When there is a clinical reason not to go on at this stage and the GP takes over, it is a decision not to treat "
    "(34), in the patient's best clinical interest, told to the patient and then the GP.",
    "PRN01045 v5.0 §2.1, §4.4.1.4",
)
REVIEW = BOOK.declare(
    "EXC-6",
    "A review date, and a plan to become fit",
    "A delay for clinical reasons has a responsible consultant, a date by which the patient is looked at again, and a "
    "plan: what has to change, by when, and who helps.",
    "PRN01045 v5.0 §4.4.1.4, Annex E; local access policy",
    _LOCAL,
)
RIGHT = BOOK.declare(
    "EXC-7",
    "Exceptions to the right are something else",
    "The right to start treatment within 18 weeks does not apply when the patient chooses to wait, when delay is in "
    "the patient's best clinical interest, when monitoring is clinically appropriate, when agreed appointments were "
    "missed, or when treatment is no longer needed. None of these pauses the clock. Being complex is no exception: who "
    "can and should start treatment within 18 weeks does.",
    "SI 2012/2996 regs 43B(8), 48(4), 49; rules suite Oct 2022; NHS Constitution handbook",
    _LOCAL,
)
LONG_UNFIT = BOOK.declare(
    "EXC-8",
    "Unfit for long",
    "When a patient will be unfit for long (here: more than six weeks) the clinician reviews whether to wait, to start "
    "active monitoring, to treat otherwise or to return the patient to the GP. The guidance sets no number of weeks.",
    "Local access policy",
    _LOCAL,
)
TOLD = BOOK.declare(
    "EXC-9",
    "The clock stops on the day it is told",
    "The day of a decision should also be the day it is told to the patient. Where they differ, the day it is told is "
    "the stop, and the gap is looked into.",
    "PRN01045 v5.0 §4.4.1.2, rule 5",
)
CONSERVATIVE = BOOK.declare(
    "EXC-10",
    "Conservative treatment first",
    "If the conservative treatment is what was chosen as the definitive treatment, the clock stops (30) on the day it "
    "starts. If it is only tried on the way to another treatment, the clock runs, unless active monitoring is agreed.",
    "PRN01045 v5.0 §4.3.2.1, §4.4.1.4",
)
