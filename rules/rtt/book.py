"""The RTT rule book, and the rule everything rests on; its chapters are the sibling files `book_…`."""

from ..explain import Confidence, Rule, RuleBook

BOOK = RuleBook("rtt", "RTT: the 18-week clock")
_GUIDANCE = "PRN01045 v5.0 "


def sourced(ident: str, title: str, statement: str, where: str) -> Rule:
    """Declare a rule of the RTT guidance, v5.0 of February 2025; `where` is its paragraph."""
    return BOOK.declare(ident, title, statement, _GUIDANCE + where)


def local(ident: str, title: str, statement: str, source: str) -> Rule:
    """Declare a rule that is to be checked against local policy."""
    return BOOK.declare(ident, title, statement, source, Confidence.CHECK_LOCAL_POLICY)


A1 = sourced(
    "A1",
    "A clock runs until it is stopped",
    "Once started, a clock runs until first definitive treatment starts, a clinical decision stops it, or the patient "
    "declines treatment. There have been no pauses, suspensions or adjustments since October 2015. RTT periods on one "
    "pathway follow each other and never overlap.",
    "§1.1, §2.1",
)
