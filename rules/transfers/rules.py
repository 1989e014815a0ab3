"""The rule book on transfers of care.

Source: NHS England PRN01045 v5.0 §11, Annex C and D; IPTAMDS (DSCN 44/2007, 07/2008); rule book A7, F, R24, R25.
"""

from datetime import date
from typing import NamedTuple

from rules.explain import Confidence, RuleBook
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
