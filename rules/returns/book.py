"""The rules of the monthly return, as people read them."""

from rules.explain import Confidence, RuleBook

BOOK = RuleBook("returns", "Monthly RTT return")

PARTS = BOOK.declare(
    "RET-1",
    "The five parts",
    "Part 1A: clocks stopped in the month by an admission for treatment. Part 1B: all other clock stops in the month. "
    "Part 2: pathways open on the last day of the month. Part 2A: those of Part 2 with a decision to admit. Part 3: "
    "clocks that started in the month. A clock stopped in an earlier month is taken off the list and added to no part.",
    "PRN01045 v5.0 §10.1.1.2, §10.1.5",
)
BANDS = BOOK.declare(
    "RET-2",
    "Week bands",
    "Waits are counted in days from clock start to clock stop, or to the last day of the month, and put in 105 weekly "
    "bands: 0 to 7 days are the first, 120 to 126 days the eighteenth, 729 days and more the last. Part 3 has none.",
    "PRN01045 v5.0 §10.1.7",
)
UNKNOWN = BOOK.declare(
    "RET-3",
    "Unknown clock starts",
    "A completed pathway whose clock start cannot be found is counted in a column of its own in Parts 1A and 1B, not "
    "in a band. An open pathway without a clock start cannot be counted until it is found.",
    "PRN01045 v5.0 §10.1.5; layout of the published extract",
)
OURS = BOOK.declare(
    "RET-4",
    "What the guidance does not say (our decisions)",
    "A period nullified by the end of the month it started in is in no part; one nullified later is not taken out of a "
    "published month. A transfer-in is not a new period: give it its original clock start. A restart after a missed "
    "first appointment is one.",
    "Clockstart; PRN01045 v5.0 is silent",
    Confidence.CHECK_LOCAL_POLICY,
)
TOTALS = BOOK.declare(
    "RET-5",
    "Totals",
    "C_999 is the sum of the treatment function lines of a provider, commissioner and part, and is left out when "
    "adding up. The column Total is blank in Parts 2, 2A and 3: Total All is the figure to use.",
    "NHS England, RTT full extract, layout",
)
HEADLINE = BOOK.declare(
    "RET-6",
    "Headline figures leave out NONC",
    "List size, share within 18 weeks, long waits, median and 92nd percentile count pathways commissioned in England: "
    "commissioner NONC is left out, for England and for each provider, and shown next to it.",
    "NHS England, published provider tables, compared with the full extract",
)
ANNEX_B = BOOK.declare(
    "RET-7",
    "Checks NHS England makes on a return",
    "No negative numbers or decimals; valid commissioners; all parts present; totals equal to their lines; no "
    "completed pathways without incomplete ones; Part 2A at most Part 2; Part 3 at least the first four bands of "
    "Part 2.",
    "PRN01045 v5.0 Annex B",
)
ANNEX_B_LARGE = BOOK.declare(
    "RET-8",
    "Checks for what is unusually large, small or the same",
    "NHS England asks about large changes since last month, totals identical to last month, more incomplete pathways "
    "than expected, large changes in waits over 52 weeks, many waits of 0 to 1 week and many unknown clock starts. How "
    "large is large is not published: the limits used here are ours.",
    "PRN01045 v5.0 Annex B; limits by Clockstart",
    Confidence.CHECK_LOCAL_POLICY,
)
DEADLINES = BOOK.declare(
    "RET-9",
    "Deadlines and revisions",
    "Providers submit within 13 working days of the end of the month, commissioners assure within 18. Revisions are "
    "published about every six months, in January and July.",
    "PRN01045 v5.0 §10.1.3, §10.1.6",
)
WLMDS = BOOK.declare(
    "RET-10",
    "The weekly minimum data set",
    "As well as the monthly return, the Waiting List Minimum Data Set (WLMDS) is sent every week (Sunday census): open "
    "pathways, clock starts and stops, diagnostics, unbooked referrals. There the specific commissioner is given, not "
    "NONC.",
    "PRN01045 v5.0 §3.2, §10.1.8",
)
