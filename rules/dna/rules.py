"""The rule book on missed appointments.

Source: NHS England PRN01045 v5.0, §3.4.5, §4.4.1.3, §13 and Annex D; rule book A5, D2 and amendments R9, R29, D3, C6.
"""

from collections.abc import Mapping

from rules.explain import Confidence, RuleBook

BOOK = RuleBook("dna", "DNA and was not brought")

_LOCAL = Confidence.CHECK_LOCAL_POLICY

NOTICE = BOOK.declare(
    "DNA-1",
    "With notice it is a cancellation",
    "Did not attend (failed to attend, was not brought) means missing an appointment or admission without prior "
    "notice. Any notice, however short, makes it a cancellation, and the clock keeps running.",
    "PRN01045 v5.0 §4.4.1.3, §4.4.2.1, §13",
)
FIRST = BOOK.declare(
    "DNA-2",
    "A first missed appointment nullifies the clock",
    "Missing the first care activity after the referral that started the clock nullifies that period (code 33): it "
    "leaves the numerator and the denominator. This holds only if the provider can show that the appointment was "
    "clearly communicated; otherwise the clock keeps running.",
    "PRN01045 v5.0 rule 5e, §4.4.1.3",
)
FIRST_ACTIVITY = BOOK.declare(
    "DNA-3",
    "What counts as the first appointment",
    "The first appointment is the first care activity after the referral, a straight-to-test diagnostic included.",
    "PRN01045 v5.0 Annex D, code 33",
    _LOCAL,
)
NEW_CLOCK = BOOK.declare(
    "DNA-4",
    "Rebooking starts a new clock at zero",
    "After a nullified first appointment a new clock starts at zero on the earlier of two dates: the day the patient "
    "contacts the trust to rebook, or the day the provider decides to offer another appointment, even if there is no "
    "slot yet. It does not start on the new appointment itself.",
    "PRN01045 v5.0 §3.4.5, §4.4.1.3",
)
LATER = BOOK.declare(
    "DNA-5",
    "A later missed appointment never stops the clock by itself",
    "After the first appointment the clock keeps running. Only a discharge back to the GP stops it (code 34, on the "
    "date of discharge), and only when all four tests are met: the appointment was clearly communicated; a clinician "
    "has decided that discharge is not contrary to the patient's best clinical interest; it follows a published local "
    "policy; and that policy is clearly defined, protects vulnerable people (for example children) and was agreed "
    "with clinicians, commissioners, patients and other stakeholders.",
    "PRN01045 v5.0 rule 5f, §4.4.1.3 (the date; the code is inferred)",
)
NO_BLANKET = BOOK.declare(
    "DNA-6",
    "No blanket rule may discharge",
    'A "two strikes and out" rule applied without the four tests is not acceptable. A clinician decides, case by case.',
    "PRN01045 v5.0 §4.4.1.3, §8.1",
)
SAFEGUARDING = BOOK.declare(
    "DNA-7",
    "Was not brought: think of safeguarding",
    "A child or an adult who depends on someone else does not miss an appointment: they were not brought. Ask why, "
    "make a safeguarding check and tell the GP or referrer before anything else is decided.",
    "PRN01045 v5.0 §4.4.1.3 (vulnerable patients), §13 WNB; local safeguarding policy",
    _LOCAL,
)
REMOTE = BOOK.declare(
    "DNA-8",
    "An unanswered call is a missed appointment",
    "A telephone or video appointment that the patient does not answer is a missed appointment like any other; the "
    "attempts to ring are part of the evidence.",
    "PRN01045 v5.0 §4.4.1.3, §13; local access policy",
    _LOCAL,
)
TELL = BOOK.declare(
    "DNA-9",
    "Tell the patient and the GP",
    "After a missed appointment the patient is written to: what happened, and how to rebook. A stop without treatment "
    "is told to the patient, then to the GP or referrer, without undue delay.",
    "PRN01045 v5.0 §2.1; rule book J (DNA letters)",
)
CANCER = BOOK.declare(
    "DNA-10",
    "Cancer: a first-seen adjustment, and no discharge after one",
    "The 28-day and 62-day clocks never stop for a missed appointment. If the first appointment was missed they are "
    "adjusted by the days from receipt of the referral to the day the patient makes contact to rebook (reason 3). A "
    "later one gives no adjustment. Local policies do not discharge after a single missed appointment.",
    "CWT guidance v11 §2.4; Data Dictionary: Waiting Time Adjustment Reason (First Seen)",
    _LOCAL,
)
DM01 = BOOK.declare(
    "DNA-11",
    "Diagnostics: the wait for that test starts again",
    "When a diagnostic appointment is missed, the DM01 wait for that test is set to zero and starts again from the "
    "date of the missed appointment. This never touches the RTT clock.",
    "DM01 guidance (March 2015) and FAQ (February 2015)",
    _LOCAL,
)
RATE = BOOK.declare(
    "DNA-12",
    "DNA rate",
    "Missed appointments divided by attended plus missed appointments. Cancellations are in neither.",
    "Rule book D2",
)

FOUR_TESTS: Mapping[str, str] = {
    "communicated": "the appointment was clearly communicated",
    "best_interest": "a clinician decided that discharge is not contrary to the patient's best clinical interest",
    "published_policy": "the discharge follows a published local policy",
    "protective_policy": "the policy protects vulnerable people and was agreed with clinicians, commissioners, "
    "patients and other stakeholders",
}
