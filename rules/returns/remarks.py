"""The remarks the checks of a return can make, as people read them. `checks` decides when; this is what is said."""

from rules.explain import Severity
from rules.returns.book import ANNEX_B, ANNEX_B_LARGE, BOOK

NOT_WHOLE = BOOK.remark(
    "returns-not-a-whole-number",
    Severity.BREACH,
    ANNEX_B,
    "{where} holds {figure}: counts are whole numbers, never below nought.",
    "Correct the figure in the source and prepare the return again.",
)
NO_COMMISSIONER = BOOK.remark(
    "returns-commissioner-not-valid",
    Severity.BREACH,
    ANNEX_B,
    "{provider}: {commissioner} is not a commissioner code of this return.",
    "Use the sub-ICB of the GP practice, then of residence, then the host; the NHS England hub where it commissions; "
    "NONC for patients of other countries.",
)
NO_PROVIDER = BOOK.remark(
    "returns-provider-not-valid",
    Severity.BREACH,
    ANNEX_B,
    "{provider} is not the code of a provider.",
    "Name the provider by its organisation code, as RXB, in the pathways that it reports.",
)
PART_MISSING = BOOK.remark(
    "returns-part-missing",
    Severity.WATCH,
    ANNEX_B,
    "{provider} has no {part} ({description}).",
    "Check that every clinic and admission system sent its data. A part is nought only when nobody is in it.",
)
TOTAL_WRONG = BOOK.remark(
    "returns-total-not-the-sum",
    Severity.BREACH,
    ANNEX_B,
    "{where}: the total is {given}, its lines add up to {summed}.",
    "Prepare the return again from the pathways; do not correct totals by hand.",
)
NO_INCOMPLETE = BOOK.remark(
    "returns-completed-but-none-incomplete",
    Severity.WATCH,
    ANNEX_B,
    "{provider}, {line}: {completed} completed pathways and nobody waiting.",
    "Check that open pathways of this treatment function reach the return.",
)
MORE_WITH_DECISION = BOOK.remark(
    "returns-part-2a-over-part-2",
    Severity.BREACH,
    ANNEX_B,
    "{where}: Part 2A has {decided}, Part 2 only {open}.",
    "Part 2A are those of Part 2 with a decision to admit: check the treatment function and commissioner of both.",
)
FEW_NEW = BOOK.remark(
    "returns-few-new-periods",
    Severity.WATCH,
    ANNEX_B,
    "{provider}, {line}: {new} new periods, but {recent} open pathways have waited four weeks or less.",
    "Look for clock starts that were recorded late, and for transfers counted from the wrong date.",
)
LARGE_CHANGE = BOOK.remark(
    "returns-large-change",
    Severity.WATCH,
    ANNEX_B_LARGE,
    "{provider}, {part}, {line}: {now} this month, {before} last month.",
    "Say why in the note that goes with the return, or look for what is missing or counted twice.",
)
NO_CHANGE = BOOK.remark(
    "returns-same-as-last-month",
    Severity.WATCH,
    ANNEX_B_LARGE,
    "{provider}, {part}: the total of {now} is the same as last month.",
    "Check that this month's data were loaded, not last month's again.",
)
MORE_THAN_EXPECTED = BOOK.remark(
    "returns-more-incomplete-than-expected",
    Severity.WATCH,
    ANNEX_B_LARGE,
    "{provider}: {now} are waiting; last month's {before}, with {new} new and {completed} completed, make {expected}.",
    "Look for clock stops that were not recorded, duplicates, and pathways reopened in error.",
)
LONG_WAIT_CHANGE = BOOK.remark(
    "returns-large-change-over-52-weeks",
    Severity.WATCH,
    ANNEX_B_LARGE,
    "{provider}: {now} over 52 weeks this month, {before} last month.",
    "Validate every pathway over 52 weeks before the return is signed off.",
)
MANY_SHORT = BOOK.remark(
    "returns-many-short-waits",
    Severity.WATCH,
    ANNEX_B_LARGE,
    "{provider}, {part}: {short} of {all} completed pathways waited 0 to 1 week.",
    "Look for clock starts taken from the appointment instead of the referral, and emergency pathways counted.",
)
MANY_UNKNOWN = BOOK.remark(
    "returns-many-unknown-clock-starts",
    Severity.WATCH,
    ANNEX_B_LARGE,
    "{provider}, {part}: {unknown} of {all} completed pathways have no clock start.",
    "Chase the minimum data set of transferred patients and find the referral date.",
)
