"""Active monitoring and planned lists (RULEBOOK A4)."""

from .book import local, sourced

AM1 = sourced(
    "AM1",
    "When active monitoring may start",
    "Where it is clinically appropriate to monitor without intervention or tests at that stage, at any point of the "
    "pathway, and this is communicated.",
    "§4.4.1.4",
)

AM2 = local(
    "AM2",
    "A test or intervention within days",
    "Where a test or intervention will follow in a couple of days active monitoring is not appropriate: for the "
    "patient it is one wait. The guidance gives no number of days; seven are used here.",
    "PRN01045 v5.0 §4.4.1.4 (number of days: check local policy)",
)

AM3 = sourced(
    "AM3",
    "Discharged to primary care",
    "A clinical reason not to continue, with discharge to primary care, is a decision not to treat (34), not active "
    "monitoring.",
    "§4.4.1.4",
)

AM4 = sourced(
    "AM4",
    "One reasonable date declined",
    "Offer a second date within six weeks of the first; active monitoring by the hospital (32) not yet. Active "
    "monitoring by the patient (31) stays possible.",
    "§4.4.1.4, §8.3, Annex E code 31",
)

AM5 = sourced(
    "AM5",
    "Two reasonable dates declined",
    "After two declined reasonable dates (three weeks' notice, the second within six weeks of the first), a clinical "
    "conversation and with the patient's agreement, active monitoring (32) may start on the date agreed.",
    "§4.4.1.4, §8.3",
)

AM6 = sourced(
    "AM6",
    "Two earlier dates at another provider declined",
    "Where the trust decided before offering that the move is clinically and socially appropriate and each offer "
    "stated date, provider and team: after two, a clinical conversation and agreement, active monitoring (32) may "
    "start.",
    "§4.4.1.4, §8.2",
)

AM7 = sourced(
    "AM7",
    "Declared unavailability",
    "Active monitoring should not be considered unless two reasonable dates could have been offered inside the period "
    "of unavailability.",
    "§4.4.1.4, §8.3",
)

AM8 = sourced(
    "AM8",
    "Review during active monitoring",
    "A patient who delays is clinically reviewed every 12 weeks; otherwise at the interval the clinician sets. A "
    "review date must exist and be told to the patient.",
    "§8.3, Annex E",
)

AM9 = sourced(
    "AM9",
    "Place on the list is kept",
    "A patient who goes ahead after choosing to delay is offered a date as if still where they left the list. The new "
    "clock is at zero all the same.",
    "§3.4.4, §8.3",
)

AM10 = sourced(
    "AM10",
    "Long thinking time",
    "Longer agreed thinking time, a review in three months for one, is active monitoring, by clinical decision and "
    "discussion, from that date.",
    "§4.4.1.4, fn 17",
)

PLANNED = sourced(
    "PL1",
    "Planned list",
    "Only for care due at a specific time or repeated at set intervals for clinical reasons, with the review date "
    "given in writing. A patient on an open pathway who is unfit never moves to a planned list.",
    "§5.1, §5.2.1",
)
