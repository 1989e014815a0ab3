"""The rule book on patient choice and delay.

Source: NHS England PRN01045 v5.0, §4.4.1.4, §8.1 to §8.3; rule book A4, D2 and amendments R4 to R8, R21, C8, D10.
"""

from rules.explain import Confidence, RuleBook

BOOK = RuleBook("choice", "Patient choice and delay")

_LOCAL = Confidence.CHECK_LOCAL_POLICY

NO_PAUSE = BOOK.declare(
    "CHO-1",
    "There is no pause",
    "Since October 2015 no pause, suspension or adjustment is made in any reported RTT wait. A patient who chooses to "
    "wait longer is entitled to; the tolerance in the 92% standard allows for it. The clock runs until treatment, a "
    "clinical decision or the patient's own decision stops it.",
    "PRN01045 v5.0 §1.1, §8; Oct 2015 changes to RTT reporting",
)
REASONABLE = BOOK.declare(
    "CHO-2",
    "What makes an offer reasonable",
    "An offered date and time is reasonable with at least three weeks' (21 days') notice. A shorter-notice date may be "
    "offered, and refusing it has no consequence. Apply this pragmatically.",
    "PRN01045 v5.0 §8.3, §13 reasonable offer",
)
SECOND = BOOK.declare(
    "CHO-3",
    "The second date",
    "After a first date is declined a second is offered, within six weeks (42 days) of the first date.",
    "PRN01045 v5.0 §8.3",
)
HOLIDAY = BOOK.declare(
    "CHO-4",
    "Two dates inside one holiday are not two offers",
    "It is not reasonable to offer a second date inside the same holiday in which the first could not be kept.",
    "PRN01045 v5.0 §8.3 (the same week of a holiday; read here as the same stay away)",
    _LOCAL,
)
MONITORING = BOOK.declare(
    "CHO-5",
    "Active monitoring after two declined offers",
    "When a patient wishes to delay and declines two reasonable dates, the clinician may, after a clinical "
    "conversation and with the patient's agreement, start active monitoring (32). One declined date is not enough.",
    "PRN01045 v5.0 §4.4.1.4, §8.3",
)
PATIENT_LED = BOOK.declare(
    "CHO-6",
    "Active monitoring at the patient's wish",
    "A patient may choose not to have the intervention for now, for example to see how they cope, and the clinician "
    "agrees (31). No declined offer is needed for this.",
    "PRN01045 v5.0 §4.4.1.4, Annex E code 31",
)
CLINICAL = BOOK.declare(
    "CHO-7",
    "Active monitoring for clinical reasons",
    "When monitoring is clinically the best thing and no intervention or test is meant for now, the clinician may "
    "start active monitoring (32). It may apply at any point of the pathway, also after a decision to treat. It does "
    "not fit a wait of a couple of days for the next step.",
    "PRN01045 v5.0 §4.4.1.4",
)
FROM_DATE = BOOK.declare(
    "CHO-8",
    "From the date agreed, never backdated",
    "The clock stops on the date on which patient and clinician agree to active monitoring, not on the date an offer "
    "was made or declined.",
    "PRN01045 v5.0 §4.4.1.4, §8.3",
)
ELSEWHERE = BOOK.declare(
    "CHO-9",
    "Offers at another provider",
    "Two reasonable offers of an earlier date at another provider count only if the trust decided before offering that "
    "the move is clinically and socially appropriate, and each offer states date, provider and team. Refusing one has "
    "no effect on the clock.",
    "PRN01045 v5.0 §4.4.1.4, §8.2",
)
UNAVAILABLE = BOOK.declare(
    "CHO-10",
    "A declared time of unavailability",
    "No dates need to be offered when the patient is known to be away. Active monitoring should then not be considered "
    "unless two reasonable dates could have been offered inside that time.",
    "PRN01045 v5.0 §4.4.1.4, §8.3",
)
LONG_DELAY = BOOK.declare(
    "CHO-11",
    "A delay of more than six weeks",
    "A clinician reviews the effect on condition and plan. Content: carry on, or active monitoring if its tests are "
    "met. Not content: explain the risk and agree a clinically appropriate date. If the patient still refuses, the "
    "clinician acts in the patient's best interest and may discharge to the GP (34), told to the patient. The clock "
    "runs until one of these is decided. There is no blanket maximum delay.",
    "PRN01045 v5.0 §8.1",
)
NOT_FOR_ASKING = BOOK.declare(
    "CHO-12",
    "Nobody is discharged for asking to wait",
    "It is not acceptable to refer a patient back to the GP simply because they wish to delay. Only a clinical "
    "decision in the patient's best interest may do so, case by case.",
    "PRN01045 v5.0 §8.1",
)
REVIEW = BOOK.declare(
    "CHO-13",
    "Reviews during active monitoring",
    "Active monitoring because the patient delays: clinical review every 12 weeks. Clinical active monitoring, or to "
    "see how the patient copes: at the interval the clinician sets. Either way a review date exists and the patient "
    "is told it.",
    "PRN01045 v5.0 §8.3, Annex E codes 31 and 32",
)
THINKING = BOOK.declare(
    "CHO-14",
    "Thinking time",
    "A few days of thinking time: the clock runs. Over 14 days without a next step: have a conversation. A longer "
    "agreed time, such as a review in three months, is active monitoring by clinical decision and discussion, and the "
    "clock stops on that date.",
    "PRN01045 v5.0 §4.4.1.4 thinking time, footnote 17",
)
RETURN = BOOK.declare(
    "CHO-15",
    "Going ahead after active monitoring",
    "When the patient decides to go ahead a new clock starts at zero on that date, and the place on the list is the "
    "one held on leaving. Throughout, the patient knows how to come back.",
    "PRN01045 v5.0 §3.4.4, §8.3",
)
OFFER_DATE = BOOK.declare(
    "CHO-16",
    "Earliest reasonable offer date",
    "The earliest reasonable offer date is recorded only when at least two reasonable offers were declined.",
    "NHS Data Dictionary: Earliest Reasonable Offer Date",
)
PROVIDER = BOOK.declare(
    "CHO-17",
    "Choosing another team or provider",
    "The clock runs when the patient changes team without going back to the GP. If the change needs a new referral, it "
    "stops on the date of discharge to the GP, and the new referral starts a new one. Choice of provider and team for "
    "the first outpatient appointment is a legal right.",
    "PRN01045 v5.0 §8.2",
)
CANCER_OFFER = BOOK.declare(
    "CHO-18",
    "Cancer offers have their own measure",
    "The three weeks' notice of RTT is not applied on a cancer pathway: any date between the start and the end of the "
    "31- or 62-day period counts as reasonable.",
    "CWT guidance v12.1 (from memory)",
    _LOCAL,
)
