"""What the rule book on missed appointments says: its rules and the remarks made under them.

Source: NHS England PRN01045 v5.0, §3.4.5, §4.4.1.3, §13 and Annex D; rule book A5, D2 and amendments R9, R29, D3, C6.
"""

from __future__ import annotations

from collections.abc import Mapping

from rules.explain import Confidence, RuleBook, Severity

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

CANCELLATION_NOT_DNA = BOOK.check(
    "dna-notice-is-cancellation",
    Severity.BREACH,
    NOTICE,
    "Notice was given, so this is a cancellation and not a missed appointment. The clock keeps running.",
    "Record it in cancellation management instead.",
)
IN_FUTURE = BOOK.check(
    "dna-in-future",
    Severity.BREACH,
    NOTICE,
    "The appointment is on {day}, which has not come yet.",
    "Correct the date; an appointment can only be missed once it has passed.",
    depends_on_today=True,
)
REBOOK_BEFORE = BOOK.check(
    "dna-rebooked-before-missed",
    Severity.BREACH,
    NEW_CLOCK,
    "The rebooking is dated {day}, before the appointment was missed on {missed}.",
    "Correct one of the two dates; the earlier one is not used for the new clock.",
)
FIRST_UNKNOWN = BOOK.check(
    "dna-first-unknown",
    Severity.WATCH,
    FIRST,
    "It is not recorded whether this was the first appointment after the referral.",
    "Look at the referral and the appointments before this one: everything else depends on it.",
)
FIRST_IS_TEST = BOOK.check(
    "dna-first-is-test",
    Severity.NOTE,
    FIRST_ACTIVITY,
    "The first care activity after this referral was a diagnostic test (straight to test): it counts as the first "
    "appointment.",
    "Check that no clinic appointment came before it.",
)
FIRST_CONTRADICTED = BOOK.check(
    "dna-first-contradicted",
    Severity.WATCH,
    FIRST_ACTIVITY,
    "A {kind} appointment is recorded as the first after the referral.",
    "Check which it was: only the first care activity nullifies the clock.",
)
FIRST_AGAIN = BOOK.check(
    "dna-first-missed-again",
    Severity.WATCH,
    FIRST_ACTIVITY,
    "This is recorded as a first appointment although {count} before it. The guidance speaks of the first appointment "
    "after the referral and says nothing about one that was rebooked.",
    "Follow the local access policy, and write down why.",
)
NULLIFIES = BOOK.check(
    "dna-nullified",
    Severity.NOTE,
    FIRST,
    "First appointment after the referral, missed and clearly communicated: the clock is nullified.",
    "Record status 33 with the date of the appointment.",
)
STARTS_AGAIN = BOOK.check(
    "dna-new-clock",
    Severity.NOTE,
    NEW_CLOCK,
    "A new clock starts at zero on {start}: {why}.",
    "Record the new period with this start, not with the date of the new appointment.",
)
REBOOK_DATE_MISSING = BOOK.check(
    "dna-rebook-date-missing",
    Severity.WATCH,
    NEW_CLOCK,
    "The appointment was rebooked, but neither the day the patient made contact nor the day of the decision to rebook "
    "is recorded: the new clock has no start date.",
    "Give at least one of the two dates. The new appointment's own date is not the start.",
)
COMMUNICATION_UNKNOWN = BOOK.check(
    "dna-communication-unknown",
    Severity.WATCH,
    FIRST,
    "It is not recorded whether the appointment was clearly communicated. Until that is shown the clock keeps running.",
    "Find the letter or message: its date and how it was sent.",
)
NOT_COMMUNICATED = BOOK.check(
    "dna-not-communicated",
    Severity.WATCH,
    FIRST,
    "The appointment was not clearly communicated: nothing is nullified and nothing can be discharged for it. The "
    "clock keeps running.",
    "Offer another appointment and keep the original clock start.",
)
EVIDENCE_MISSING = BOOK.check(
    "dna-evidence-missing",
    Severity.WATCH,
    FIRST,
    "The appointment is said to have been clearly communicated, but {missing} missing.",
    "Add the evidence: if it cannot be shown, the clock was never nullified or stopped.",
)
LETTER_TOO_LATE = BOOK.check(
    "dna-letter-after-appointment",
    Severity.BREACH,
    FIRST,
    "The letter is dated {sent}, after the appointment on {due}: it cannot show that the appointment was communicated.",
    "Correct the date, or record that the appointment was not clearly communicated.",
)
CLOCK_RUNS = BOOK.check(
    "dna-later-clock-runs",
    Severity.NOTE,
    LATER,
    "This was not the first appointment: the clock keeps running while the patient is rebooked.",
    "Keep the same clock start, and record status 20.",
)
TEST_FAILED = BOOK.check(
    "dna-discharge-test-failed",
    Severity.BREACH,
    LATER,
    "The discharge does not stop the clock: it is not shown that {test}.",
    "Record the evidence for this test, or reinstate the patient with the original clock start.",
)
DISCHARGE_STOPS = BOOK.check(
    "dna-discharge-stops",
    Severity.NOTE,
    LATER,
    "All four tests are met: the discharge stops the clock.",
    "Record status 34 with the date of discharge.",
)
DISCHARGE_UNDATED = BOOK.check(
    "dna-discharge-undated",
    Severity.WATCH,
    LATER,
    "The discharge has no date, and the clock stops on that date.",
    "Give the date the patient was discharged back to the GP.",
)
DISCHARGE_BEFORE = BOOK.check(
    "dna-discharge-before-missed",
    Severity.BREACH,
    LATER,
    "The discharge is dated {day}, before the appointment was missed on {missed}.",
    "Correct one of the two dates.",
)
NO_REVIEW = BOOK.check(
    "dna-discharged-without-review",
    Severity.BREACH,
    NO_BLANKET,
    "The patient was discharged without a clinician's review. Saved as it happened, but the discharge is not valid: "
    "only a clinician can decide that it is not contrary to the patient's best clinical interest.",
    "Ask the clinician to review; until then keep the patient on the list.",
)
NO_CLINICIAN = BOOK.check(
    "dna-reviewer-missing",
    Severity.WATCH,
    NO_BLANKET,
    "A review is recorded, but not which clinician made it.",
    "Name the clinician who reviewed.",
)
TWO_STRIKES = BOOK.check(
    "dna-two-strikes",
    Severity.BREACH,
    NO_BLANKET,
    "Discharged after {count} without the four tests being met. The number of missed appointments is never a reason "
    'by itself: a "two strikes and out" rule is not acceptable.',
    "Have the case reviewed by a clinician, on its own circumstances.",
)
GP_NOT_TOLD = BOOK.check(
    "dna-gp-not-told",
    Severity.WATCH,
    TELL,
    "The patient was discharged, but it is not recorded that {whom} told.",
    "Tell the patient, then the GP or referrer, and record both dates.",
)
LETTER_MISSING = BOOK.check(
    "dna-letter-missing",
    Severity.WATCH,
    TELL,
    "No letter to the patient about this missed appointment is recorded.",
    "Send the letter for a {which} missed appointment: {what}.",
)
CODE_33_NOT_FIRST = BOOK.check(
    "dna-33-not-first",
    Severity.BREACH,
    FIRST,
    "Status 33 is recorded, but this was not the first appointment: 33 would wipe out a wait that goes on.",
    "Record 20, or 34 if the patient was discharged and all four tests are met.",
)
CODE_33_NOT_SHOWN = BOOK.check(
    "dna-33-not-communicated",
    Severity.BREACH,
    FIRST,
    "Status 33 is recorded, but it is not shown that the appointment was clearly communicated.",
    "Add the evidence, or record 20: the clock keeps running.",
)
CODE_NOT_33 = BOOK.check(
    "dna-first-not-33",
    Severity.BREACH,
    FIRST,
    "Status {code} is recorded for a first appointment that was missed and clearly communicated.",
    "Record 33: the period is nullified.",
)
CODE_STOPS_WRONGLY = BOOK.check(
    "dna-code-stops-running-clock",
    Severity.BREACH,
    LATER,
    "Status {code} would stop the clock, but a missed appointment alone does not.",
    "Record 20; only a discharge with all four tests met is 34.",
)
SAFEGUARD = BOOK.check(
    "dna-safeguarding",
    Severity.BREACH,
    SAFEGUARDING,
    "A child or vulnerable person was not brought, and no safeguarding check is recorded.",
    "Find out why they were not brought, make the check, and tell the GP or referrer.",
)
VULNERABLE_DISCHARGED = BOOK.check(
    "dna-vulnerable-discharged",
    Severity.WATCH,
    SAFEGUARDING,
    "A child or vulnerable person was discharged after not being brought.",
    "Check that the clinician weighed their protection and that the record says how.",
)
UNANSWERED = BOOK.check(
    "dna-unanswered-call",
    Severity.NOTE,
    REMOTE,
    "A {kind} appointment that was not answered is a missed appointment.",
    "Keep how often and when the patient was called with the evidence.",
)
CALLS_MISSING = BOOK.check(
    "dna-call-attempts-missing",
    Severity.WATCH,
    REMOTE,
    "A {kind} appointment is recorded as missed, but not how often the patient was called.",
    "Record the attempts: a wrong number or a late call is not a missed appointment.",
)
NO_CONTACT = BOOK.check(
    "dna-contact-not-tried",
    Severity.NOTE,
    TELL,
    "Nobody has tried to contact the patient about the missed appointment.",
    "Ring first: many people did not get the letter, were ill, or need help to attend.",
)
NO_NEXT_STEP = BOOK.check(
    "dna-no-next-step",
    Severity.WATCH,
    NEW_CLOCK,
    "Missed {days} ago and neither rebooked nor decided by a clinician.",
    "Decide the next step: a patient without a clock or a date is easily lost.",
    depends_on_today=True,
)
CANCER_DISCHARGE = BOOK.check(
    "dna-cancer-discharge",
    Severity.BREACH,
    CANCER,
    "A patient on a cancer pathway was discharged after one missed appointment.",
    "Rebook within days and ask the clinician; check the local access policy.",
)
CANCER_REBOOK_MISSING = BOOK.check(
    "dna-cancer-contact-missing",
    Severity.WATCH,
    CANCER,
    "The first-seen adjustment cannot be worked out: {missing} not recorded.",
    "Add the date; without it no days are taken off the cancer clocks.",
)
DM01_RESET = BOOK.check(
    "dna-dm01-reset",
    Severity.NOTE,
    DM01,
    "A diagnostic appointment was missed: the wait for this test starts again on {day}, and the RTT wait does not.",
    "Show both waits; check the local reading of the DM01 guidance.",
)
NEXT_BEFORE = BOOK.check(
    "dna-new-appointment-before-missed",
    Severity.BREACH,
    NEW_CLOCK,
    "The new appointment is on {day}, not after the missed one on {missed}.",
    "Correct one of the two dates.",
)
