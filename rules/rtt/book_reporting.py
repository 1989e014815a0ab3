"""Status codes, transfers and the monthly return (RULEBOOK A6, A7, A9)."""

from .book import BOOK, sourced

A6 = sourced(
    "A6",
    "Codes follow events",
    "There are 17 status codes. 11 needs an earlier 31 or 32; 91 belongs between 31/32 and 11; nothing 10, 20 or 21 "
    "after a stop without a new start; 33 only for the first appointment.",
    "Annex D",
)

A6_EVENT = BOOK.declare(
    "A6-1",
    "The event decides",
    "Where a status code contradicts what happened, the event decides and the contradiction is reported.",
    "PRN01045 v5.0 Annex D, Annex E (flow the actual status)",
)

R28 = BOOK.declare(
    "R28",
    "After treatment (90)",
    "90 follows a first treatment or an emergency; seen after other stops too. Without either it is a query, not an "
    "error.",
    "PRN01045 v5.0 Annex D",
)

A7 = sourced(
    "A7",
    "Reporting follows clinical responsibility",
    "The provider with overall clinical responsibility reports the wait. The receiver of a transfer reports with the "
    "original clock start.",
    "§11.1, §11.2",
)

A7_OPINION = sourced(
    "A7-1",
    "Test or opinion elsewhere",
    "A provider who refers only for a test or an opinion keeps responsibility and goes on reporting.",
    "§11.1",
)

R25 = sourced(
    "R25",
    "Subcontracts and mutual aid",
    "The provider with clinical responsibility reports, and the subcontract says so. Discuss before moving anyone who "
    "will wait or has waited over 18 weeks. Another provider reports only if the commissioner agrees in advance and it "
    "is clinically appropriate and safe; england.rtt@nhs.net is told.",
    "§11.2",
)

A7_CODES = sourced(
    "A7-2",
    "Codes of a transfer",
    "The sender enters 21 on its own PAS; the IPTAMDS form shows 20 while the clock runs. Identifier and issuer travel "
    "unchanged.",
    "Annex C, fn 24",
)

A7_START = sourced(
    "A7-3",
    "The clock start travels",
    "A provider who receives a patient mid-pathway records the original clock start from the IPTAMDS, not the date it "
    "received the transfer.",
    "§11.3",
)

A9 = sourced(
    "A9",
    "Parts of the monthly return",
    "1A completed, admitted; 1B completed, other; 2 open at month end; 2A open with a decision to admit; 3 new "
    "periods. A nullified period is in none. Completed pathways count under the treatment function of the activity "
    "that stopped the clock, open ones under the present one.",
    "§10.1.1.2, §10.1.4",
)

A9_LATE = sourced(
    "A9-1",
    "Stop found later",
    "A pathway found to have stopped in an earlier month leaves the open list and is not added to this month's "
    "completed pathways.",
    "§10.1.5",
)

A9_COMMUNITY = sourced(
    "A9-2",
    "Consultant-led community services",
    "They follow the RTT rules but are left out of the RTT return. Acute consultant clinics in community premises stay "
    "in it.",
    "§7.2, §7.3",
)

A9_NONC = sourced(
    "A9-3",
    "Non-English commissioners",
    "Pathways of non-English commissioners are returned under NONC and left out of published headlines.",
    "§10.1.8, §10.1.9.2",
)
