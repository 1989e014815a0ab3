"""Order of booking, clinical priorities, and rules that are taught or programmed but are none (RULEBOOK D3, A12)."""

from .book import BOOK, sourced

ORDER = sourced(
    "D3",
    "Order of booking",
    "By clinical priority, then in the order in which patients were added to the list; after active monitoring by "
    "choice, from the place held on leaving it. A clinical priority never changes an RTT clock.",
    "§9.1, §8.3",
)

PRIORITY = BOOK.declare(
    "D3-1",
    "Clinical priority codes",
    "P1 to P4 say how soon an operation is needed. P5 (COVID) and P6 (other reasons) mean that the patient asked to "
    "postpone: they are no clinical priorities and lists are never sorted by them. Every code has a review date.",
    "FSSA priority levels, adopted by gov.scot; surgical prioritisation FAQ; weekly minimum data set (WLMDS)",
)

WRONG = sourced(
    "A12",
    "Wrong rules still met in tools",
    "Weeks of “pause” are not subtracted: pauses ended in October 2015, and 31 and 32 stop the clock. Code 11 does not "
    "resume a clock and the two waits are not added: it is a new period from zero. Whole weeks over 18 are no test of "
    "a breach: it is day 127, and over 52 weeks begins on day 365. There is no national standard at 26 weeks, and "
    "“amber from 85%” is a local invention.",
    "§1.1, §3.4.4, §10.1.7",
)

ANY_POINT = BOOK.declare(
    "R30",
    "Active monitoring after a decision to treat",
    "That active monitoring may follow a decision to treat or admit only exceptionally is an old rule of October 2015, "
    "removed in October 2022: it may apply at any point of the pathway.",
    "PRN01045 v5.0 §4.4.1.4; rules suite, October 2022",
)

BOOK.tabulate(
    "priorities",
    "Clinical priority codes",
    ("Code", "Treated within"),
    (
        ("P1a", "24 hours"),
        ("P1b", "72 hours"),
        ("P2", "4 weeks"),
        ("P3", "3 months (12 weeks)"),
        ("P4", "can wait over 3 months"),
        ("P5", "patient asked to postpone, COVID (retired)"),
        ("P6", "patient asked to postpone, other reasons; stays on the list"),
    ),
    "FSSA priority levels; surgical prioritisation FAQ",
)
