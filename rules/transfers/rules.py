"""What the rule book on transfers of care says: its rules and the remarks under them; the form is `transfer_form`.

Source: NHS England PRN01045 v5.0 §11, Annex C and D; IPTAMDS (DSCN 44/2007, 07/2008); rule book A7, F, R24, R25.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from rules.explain import Confidence, RuleBook, Severity
from words.phrases import in_words

BOOK = RuleBook("transfers", "Transfer of care")

_LOCAL = Confidence.CHECK_LOCAL_POLICY


class ErsIssuer(NamedTuple):
    """The issuer of identifiers made from an e-Referral booking reference (UBRN); None leaves an end open."""

    code: str
    effective_from: date | None
    effective_to: date | None
    source: str


ERS_ISSUERS: tuple[ErsIssuer, ...] = (
    ErsIssuer("X09", None, None, "PRN01045 v5.0 Annex C, which prints it as to be updated"),
)
"""Dated, as the guidance announces another code (rule book R24)."""
BOOK.tabulate(
    "ers-issuers",
    "Issuer of identifiers made from a booking reference (UBRN)",
    ("Code", "From", "Until", "Source"),
    (
        (
            row.code,
            in_words(row.effective_from) if row.effective_from else "not stated",
            in_words(row.effective_to) if row.effective_to else "further notice",
            row.source,
        )
        for row in ERS_ISSUERS
    ),
    "PRN01045 v5.0 Annex C",
)

RESPONSIBILITY = BOOK.declare(
    "TRA-1",
    "Reporting follows clinical responsibility",
    "The provider with overall clinical responsibility reports the wait. If responsibility moves, the receiver reports "
    "from then on. If it is asked only for an opinion or a test, the sender goes on reporting.",
    "PRN01045 v5.0 §11.1",
)
START = BOOK.declare(
    "TRA-2",
    "The clock start travels unchanged",
    "The receiver records the original clock start, not the date it received the referral. A transfer never restarts "
    "or stops the wait. If the start is missing, ask the sender; do not use the date of receipt.",
    "PRN01045 v5.0 §11.3 and its examples",
)
CODES = BOOK.declare(
    "TRA-3",
    "21 at the sender, 20 on the form",
    "When responsibility moves, the sender records 21 on its own system, which takes the patient off its list; the "
    "form itself carries 20, as the wait goes on.",
    "PRN01045 v5.0 §11.1 footnote 24, Annex C, Annex D",
)
FORM = BOOK.declare(
    "TRA-4",
    "When the transfer form is mandatory",
    "The minimum data set is completed when care on an RTT pathway moves between providers: interface service to "
    "hospital, hospital to tertiary centre, to and from the independent sector, and when an opinion becomes a "
    "transfer.",
    "PRN01045 v5.0 §11.3; IPTAMDS (DSCN 44/2007, 07/2008)",
)
ORDER = BOOK.declare(
    "TRA-5",
    "The dates come in order",
    "Clock start, decision to refer, service requested, request received: each on or after the one before.",
    "IPTAMDS; rule book F",
)
IDENTIFIER = BOOK.declare(
    "TRA-6",
    "Identifier and issuer stay the same",
    "The patient pathway identifier is exactly 20 characters as stored and travels with the code of the organisation "
    "that issued it; neither changes. One made from an e-Referral booking reference (UBRN) has issuer X09.",
    "PRN01045 v5.0 Annex C (which prints X09 as to be updated)",
)
NEW_CONDITION = BOOK.declare(
    "TRA-7",
    "A separate condition is a new pathway",
    "A consultant's referral for a separate condition starts a new pathway with a new identifier and status 12. The "
    "original pathway gets an outcome of its own. For the same condition nothing starts.",
    "PRN01045 v5.0 Annex D, Annex E",
)
SUBCONTRACT = BOOK.declare(
    "TRA-8",
    "Subcontracts and mutual aid",
    "The subcontract says who reports. Providers talk before moving anyone who will wait, or has waited, more than 18 "
    "weeks. Only if the commissioner agrees explicitly and in advance, and it is clinically appropriate and safe, may "
    "the other provider report; NHS England is told (england.rtt@nhs.net).",
    "PRN01045 v5.0 §11.2",
)
PRIVATE = BOOK.declare(
    "TRA-9",
    "From private care to the NHS",
    "The clock starts on the date the NHS accepts responsibility or receives the referral; the private wait does not "
    "count.",
    "Rule book A2 ST16",
    _LOCAL,
)
CANCER = BOOK.declare(
    "TRA-10",
    "Cancer: transfer by day 38",
    "On a 62-day pathway the transfer to the treating provider is due by day 38 from the start of the clock, less any "
    "first-seen adjustment. The day decides how a breach is shared.",
    "CWT breach allocation; rule book B7",
)
AGREEMENT = BOOK.declare(
    "TRA-11",
    "The patient agrees to the move",
    "Another provider is agreed case by case with the patient, for clinical and social reasons. Letters and images go "
    "with the patient.",
    "PRN01045 v5.0 §4.4.1.4, §8.2",
)

MISSING = BOOK.remark(
    "transfers-item-missing",
    Severity.BREACH,
    FORM,
    "Mandatory on the transfer form, and missing: {items}.",
    "Complete the form before it is sent; send what is missing when it has gone already.",
)
NOT_SENT = BOOK.remark(
    "transfers-form-not-sent",
    Severity.WATCH,
    FORM,
    "Care moves to another provider, and it is not recorded that the transfer form was sent.",
    "Send it with the referral, and record the date.",
)
START_MISSING = BOOK.remark(
    "transfers-start-missing",
    Severity.BREACH,
    START,
    "The original clock start is missing.",
    "Ask the sender for it. Do not use the date the referral was received.",
)
START_NOT_THE_PATHWAYS = BOOK.remark(
    "transfers-start-not-the-pathways",
    Severity.BREACH,
    START,
    "The form gives {form} as the clock start; on the pathway this transfer belongs to, the clock began on {start}.",
    "Put {start} on the form, or correct the pathway.",
)
START_IS_RECEIPT = BOOK.remark(
    "transfers-start-is-receipt",
    Severity.BREACH,
    START,
    "The receiver recorded {recorded}, the date it received the referral, as the clock start; the wait began on "
    "{start}.",
    "Record {start}.",
)
START_CHANGED = BOOK.remark(
    "transfers-start-changed",
    Severity.BREACH,
    START,
    "The receiver recorded {recorded} as the clock start; the form says {start}.",
    "Record {start}: the clock start travels unchanged.",
)
NOT_21 = BOOK.remark(
    "transfers-sender-not-21",
    Severity.BREACH,
    CODES,
    "Clinical responsibility moves, but the sender's system holds status {code} instead of 21.",
    "Record 21 at the sender, so that the patient leaves its list and is not reported twice.",
)
NOT_20 = BOOK.remark(
    "transfers-form-not-20",
    Severity.BREACH,
    CODES,
    "The transfer form carries status {code}; for an open wait it carries 20.",
    "Put 20 on the form; 21 belongs on the sender's own system only.",
)
STILL_OPEN = BOOK.remark(
    "transfers-open-at-sender",
    Severity.BREACH,
    CODES,
    "The patient was transferred out (21), but is still on the sender's list.",
    "Close it at the sender; the receiver reports the wait.",
)
KEEPS = BOOK.remark(
    "transfers-sender-reports",
    Severity.NOTE,
    RESPONSIBILITY,
    "Asked for an opinion or a test only: the sender keeps clinical responsibility and goes on reporting.",
    "Do not record 21; if the opinion becomes a transfer, send the form then.",
)
KEEPS_NOT_21 = BOOK.remark(
    "transfers-21-without-responsibility",
    Severity.BREACH,
    RESPONSIBILITY,
    "Status 21 is recorded, but clinical responsibility stays with the sender: nobody would report this wait.",
    "Record 20 at the sender.",
)
RESPONSIBILITY_UNKNOWN = BOOK.remark(
    "transfers-responsibility-unknown",
    Severity.WATCH,
    RESPONSIBILITY,
    "It is not recorded whether clinical responsibility moves: it decides who reports the wait.",
    "Ask the two services, and record the answer.",
)
CONTRADICTED = BOOK.remark(
    "transfers-opinion-contradicted",
    Severity.WATCH,
    RESPONSIBILITY,
    "Recorded as for an opinion or a test only, and also as a move of clinical responsibility.",
    "If the opinion became a transfer, record it as a transfer and send the form.",
)
OUT_OF_ORDER = BOOK.remark(
    "transfers-dates-out-of-order",
    Severity.BREACH,
    ORDER,
    "{later} ({later_day}) is before {earlier} ({earlier_day}).",
    "Correct one of the two dates.",
)
IN_FUTURE = BOOK.remark(
    "transfers-date-in-future",
    Severity.BREACH,
    ORDER,
    "{name} is {day}, which has not come yet.",
    "Correct the date.",
    depends_on_today=True,
)
PPID_LENGTH = BOOK.remark(
    "transfers-ppid-length",
    Severity.BREACH,
    IDENTIFIER,
    "The patient pathway identifier has {length} instead of exactly 20 letters and digits.",
    "Use it as stored by the organisation that issued it, padding included.",
)
ISSUER_CHANGED = BOOK.remark(
    "transfers-issuer-changed",
    Severity.BREACH,
    IDENTIFIER,
    "The issuer is {issuer}, but the pathway was issued by {original}.",
    "Send the issuer unchanged.",
)
PPID_CHANGED = BOOK.remark(
    "transfers-ppid-changed",
    Severity.BREACH,
    IDENTIFIER,
    "The patient pathway identifier on the form differs from the original.",
    "Send it unchanged; a new identifier is only for a separate condition.",
)
ISSUER_X09 = BOOK.remark(
    "transfers-issuer-not-x09",
    Severity.WATCH,
    IDENTIFIER,
    "The identifier looks like one made from a booking reference (UBRN), but its issuer is {issuer}.",
    "Check: one made from a UBRN has issuer {right}.",
)
NEW_NOT_12 = BOOK.remark(
    "transfers-new-condition-not-12",
    Severity.BREACH,
    NEW_CONDITION,
    "A referral for a separate condition, but status {code} is recorded on the new pathway.",
    "Open a new pathway with its own identifier and record 12.",
)
NEW_SAME_PPID = BOOK.remark(
    "transfers-new-condition-same-ppid",
    Severity.BREACH,
    NEW_CONDITION,
    "A referral for a separate condition uses the identifier of the original pathway.",
    "Give the new pathway an identifier of its own, and the original its own outcome.",
)
SAME_NOT_NEW = BOOK.remark(
    "transfers-same-condition-new-clock",
    Severity.BREACH,
    NEW_CONDITION,
    "An internal referral for the same condition carries status {code}: no new clock starts.",
    "Keep the pathway and record 20.",
)
LONG_WAIT = BOOK.remark(
    "transfers-long-wait-not-agreed",
    Severity.WATCH,
    SUBCONTRACT,
    "The patient had waited {weeks} at the transfer, over 18 weeks, and it is not recorded that the two providers "
    "talked before the move.",
    "Talk to the other provider before anyone is moved who has waited, or will wait, over 18 weeks; record the day and "
    "who reports.",
)
AID_SILENT = BOOK.remark(
    "transfers-aid-without-reporter",
    Severity.WATCH,
    SUBCONTRACT,
    "Mutual aid or a subcontract, and it is not recorded who is to report the wait.",
    "Say it in the agreement: the provider with clinical responsibility, unless the commissioner agreed otherwise.",
)
EXCEPTION_NOT_SHOWN = BOOK.remark(
    "transfers-exception-not-shown",
    Severity.WATCH,
    SUBCONTRACT,
    "{who} is to report although responsibility {moves}, with the commissioner's agreement, but it is not shown that "
    "{missing}.",
    "Record that it is clinically appropriate and safe, and tell england.rtt@nhs.net.",
)
EXCEPTION = BOOK.remark(
    "transfers-reporting-not-agreed",
    Severity.BREACH,
    SUBCONTRACT,
    "{who} is to report although responsibility {moves}, and the commissioner's agreement in advance is not recorded.",
    "Get the commissioner's explicit agreement first, show that it is clinically appropriate and safe, and tell "
    "england.rtt@nhs.net; otherwise the provider with responsibility reports.",
)
FROM_PRIVATE = BOOK.remark(
    "transfers-private-to-nhs",
    Severity.NOTE,
    PRIVATE,
    "From private care: the clock starts when the NHS accepts responsibility or receives the referral.",
    "Record that date as the start, and check the local policy.",
)
DAY_38 = BOOK.remark(
    "transfers-cancer-day-38",
    Severity.WATCH,
    CANCER,
    "Transferred on day {day}, after day 38 of the cancer pathway.",
    "Record why; the provider that investigates carries more of a breach.",
)
DAY_38_PASSED = BOOK.remark(
    "transfers-cancer-day-38-passed",
    Severity.WATCH,
    CANCER,
    "Day {day} of the cancer pathway, and the transfer has not been requested.",
    "Escalate: the transfer was due by {due}.",
    depends_on_today=True,
)
NOT_AGREED = BOOK.remark(
    "transfers-patient-not-agreed",
    Severity.WATCH,
    AGREEMENT,
    "It is not recorded that the patient agreed to the move.",
    "Talk to the patient first, and record the answer.",
)
NOT_SENT_ALONG = BOOK.remark(
    "transfers-letters-not-sent",
    Severity.NOTE,
    AGREEMENT,
    "It is not recorded that letters and images were sent.",
    "Send them with the form: without them the first visit is often lost.",
)
REJECTED = BOOK.remark(
    "transfers-rejected",
    Severity.WATCH,
    RESPONSIBILITY,
    "The transfer was returned or rejected: responsibility, and the wait, are back with the sender.",
    "Record why, reinstate the patient on the sender's list with the original clock start, and plan the next step.",
)
REJECTED_NO_REASON = BOOK.remark(
    "transfers-rejected-no-reason",
    Severity.WATCH,
    RESPONSIBILITY,
    "The transfer was returned or rejected, and no reason is recorded.",
    "Record the reason.",
)
