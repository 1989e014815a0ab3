"""The remarks the cancer rule book can make on the events of a pathway; those on a form's answers are in `record`."""

from ..explain import Severity
from .book import (
    BOOK,
    COHORT_31,
    COHORT_62,
    COMPLETE,
    DECLINED_ADMISSION,
    DTT,
    DTT_ORDER,
    ECAD,
    ECAD_LIMITS,
    FDS_END,
    FIRST_SEEN_LENGTH,
    FIRST_SEEN_REASON,
    FIRST_SEEN_UPGRADE,
    NON_ADMITTED,
    ORDER,
    SCREENING,
    START,
    TRANSFER_38,
    UPGRADE,
    UPGRADE_BARRED,
    UPGRADE_TIMELY,
)

BREACH, WATCH, NOTE = Severity.BREACH, Severity.WATCH, Severity.NOTE

# Starts

NO_ROUTE = BOOK.remark(
    "cancer-route-missing",
    WATCH,
    START,
    "The referral of {date} has no route, so no FDS or 62-day clock can start from it.",
    "Record the route: urgent suspected cancer, breast symptomatic, screening or routine.",
)
UNKNOWN_ROUTE = BOOK.remark(
    "cancer-route-unknown",
    WATCH,
    START,
    "The route “{route}” of the referral of {date} is not one of the cancer routes, so no urgent clock starts.",
    "Choose urgent suspected cancer, breast symptomatic, screening or routine.",
)
SOURCE_CONTRADICTS = BOOK.remark(
    "cancer-source-contradicts-route",
    WATCH,
    SCREENING,
    "Source of referral 17 means a national screening programme, but the route of the referral of {date} is {route}. "
    "The route was used.",
    "Correct the route or the source of referral.",
)
SEVERAL_REFERRALS = BOOK.remark(
    "cancer-two-starts",
    WATCH,
    ORDER,
    "More than one referral is recorded ({dates}). The clocks were started from {used}.",
    "Keep the referral that began this pathway; a separate suspected cancer is a pathway of its own.",
)
SEVERAL_UPGRADES = BOOK.remark(
    "cancer-two-upgrades",
    WATCH,
    ORDER,
    "More than one consultant upgrade is recorded. The earliest, {used}, was used.",
    "Keep the date on which the decision to upgrade was made.",
)
UPGRADE_NOT_PERMITTED = BOOK.remark(
    "cancer-upgrade-not-permitted",
    BREACH,
    UPGRADE_BARRED,
    "The upgrade of {date} is not permitted: the {route} referral is already on an urgent cancer pathway. The clock "
    "still starts from the referral.",
    "Remove the upgrade date.",
)
NO_UPGRADE_DATE = BOOK.remark(
    "cancer-upgrade-date-missing",
    WATCH,
    UPGRADE,
    "The route of the referral of {date} is consultant upgrade, but no upgrade is recorded, so no 62-day clock starts.",
    "Record the day the consultant decided to upgrade.",
)
UPGRADE_AFTER_DECISION = BOOK.remark(
    "cancer-upgrade-after-decision",
    WATCH,
    UPGRADE_TIMELY,
    "The upgrade of {date} was recorded after {what} on {other}. An upgrade comes before the decision to treat and no "
    "later than the referral to the cancer MDT.",
    "Check the upgrade date; if it is right, ask whether the patient should be on the upgrade pathway at all.",
)
ADJUSTED_BEFORE_UPGRADE = BOOK.remark(
    "cancer-adjustment-before-upgrade",
    NOTE,
    FIRST_SEEN_UPGRADE,
    "The first-seen adjustment of {length} is counted from the referral: {before} of it came before the upgrade of "
    "{date}, when the 62-day clock had not started, and is not taken off.",
    "Check how your cancer waiting times team records the adjustment on upgraded pathways.",
)

# Adjustments

ADJUSTMENT_WITHOUT_DNA = BOOK.remark(
    "cancer-adjustment-without-dna",
    WATCH,
    FIRST_SEEN_REASON,
    "The patient made contact to rebook on {date}, but no missed first appointment is recorded. Without one there is "
    "no adjustment.",
    "If the first appointment was missed, record it as DNA; if the patient cancelled with notice, nothing is adjusted.",
)
ADJUSTMENT_REASON = BOOK.remark(
    "cancer-adjustment-reason",
    NOTE,
    FIRST_SEEN_REASON,
    "The appointment missed on {date} carries adjustment reason {reason}. Only reason 3 adjusts a cancer wait, so "
    "nothing was taken off.",
    "If the patient did not attend, or arrived too late, use reason 3; otherwise leave the wait as it is.",
)
DNA_WITHOUT_CONTACT = BOOK.remark(
    "cancer-dna-without-contact",
    WATCH,
    FIRST_SEEN_LENGTH,
    "The first appointment was missed on {date}, but there is no later date on which the patient made contact to "
    "rebook. The adjustment cannot be worked out and nothing was taken off.",
    "Record when the patient got in touch.",
)
DNA_AFTER_SEEN = BOOK.remark(
    "cancer-dna-after-seen",
    WATCH,
    FIRST_SEEN_REASON,
    "A missed first appointment is recorded on {date}, but by then the patient had been seen: “{what}” is dated "
    "{seen}. Nothing was taken off.",
    "Correct the dates, or record it as a later appointment.",
)
CONTACT_AFTER_SEEN = BOOK.remark(
    "cancer-rebooked-after-seen",
    WATCH,
    FIRST_SEEN_LENGTH,
    "The contact to rebook on {contact} came after the patient had been seen (“{what}”, {seen}). It was not used.",
    "Correct the date of the contact or of the first appointment.",
)
DECLINE_WITHOUT_AVAILABLE = BOOK.remark(
    "cancer-decline-without-available",
    WATCH,
    DECLINED_ADMISSION,
    "The patient declined the date of {date}, but the date they are available again is missing. Nothing is taken off "
    "until it is known.",
    "Record from when the patient is available.",
)
AVAILABLE_AFTER_TREATMENT = BOOK.remark(
    "cancer-available-after-treatment",
    BREACH,
    DECLINED_ADMISSION,
    "The patient is recorded as available again from {date}, after treatment started on {treated}. Nothing was taken "
    "off.",
    "Correct one of the two dates.",
    blames="entry",
)
DECLINE_NON_ADMITTED = BOOK.remark(
    "cancer-adjustment-non-admitted",
    WATCH,
    NON_ADMITTED,
    "The offer declined for {date} was not for an admission, so the adjustment is 0 days; if v12.1 allows it, it is "
    "{length}.",
    "Check CWT guidance v12.1 and your local policy before entering a treatment adjustment.",
)

# Ends

FDS_NOT_CLOSED = BOOK.remark(
    "cancer-fds-not-closed",
    WATCH,
    FDS_END,
    "A decision to treat was made on {date}, but nothing records that the patient was told the diagnosis. The FDS wait "
    "ends at the decision; the record still needs an FDS end date and reason.",
    "Record when and how the patient was told, and the end reason.",
)
TREATED_NOT_TOLD = BOOK.remark(
    "cancer-treated-not-told",
    WATCH,
    FDS_END,
    "Treatment started on {treated}, but neither a decision to treat nor the day the patient was told is recorded: the "
    "FDS wait has no end.",
    "Record when the patient was told and when the treatment was agreed.",
)
RULED_OUT_BUT_TREATED = BOOK.remark(
    "cancer-ruled-out-but-treated",
    BREACH,
    ORDER,
    "Cancer was ruled out on {told}, yet a cancer treatment is recorded on {treated}. The treatment was counted.",
    "Correct the outcome, or move the treatment to the pathway it belongs to.",
)
DTT_AFTER_TREATMENT = BOOK.remark(
    "cancer-dtt-after-treatment",
    BREACH,
    DTT_ORDER,
    "The decision to treat, {decided}, is later than the treatment it led to, {treated}. It counts nowhere: the "
    "treatment has no 31-day wait.",
    "Correct the decision to treat: treatment cannot start before it is agreed.",
    blames="entry",
)
SEVERAL_DECISIONS = BOOK.remark(
    "cancer-two-decisions",
    WATCH,
    DTT,
    "More than one decision to treat comes before the treatment of {treated}. The earliest, {used}, was used.",
    "Keep the day the treatment that was given was agreed with the patient.",
)
ECAD_ON_FIRST = BOOK.remark(
    "cancer-ecad-on-first-treatment",
    NOTE,
    ECAD,
    "An earliest clinically appropriate date ({date}) is recorded for a first treatment. First treatments start at the "
    "decision to treat, so it was not used.",
    "Remove the ECAD, or correct the event type if this is a subsequent treatment.",
)
ECAD_AFTER_TREATMENT = BOOK.remark(
    "cancer-ecad-after-treatment",
    BREACH,
    ECAD_LIMITS,
    "The earliest clinically appropriate date, {date}, is later than the treatment of {treated}. It was not used.",
    "Correct the ECAD: a treatment cannot have been given before it was appropriate.",
    blames="entry",
)
SEVERAL_ECADS = BOOK.remark(
    "cancer-two-ecads",
    WATCH,
    ECAD_LIMITS,
    "More than one earliest clinically appropriate date is recorded before the treatment of {treated}. The earliest, "
    "{used}, was used, because a date may be moved only before it has passed.",
    "Keep the date that stands, and only if it was moved in time.",
)
TREATED_BEFORE_START = BOOK.remark(
    "cancer-treated-before-start",
    BREACH,
    ORDER,
    "The treatment of {treated} is earlier than the start of the 62-day clock, {start}. It does not end this wait.",
    "Correct the dates; an upgrade cannot follow the treatment.",
    blames="entry",
)
TWO_FIRST_TREATMENTS = BOOK.remark(
    "cancer-two-first-treatments",
    WATCH,
    COHORT_62,
    "More than one first treatment is recorded. The earliest, {used}, ends the 62-day wait.",
    "Give later treatments a subsequent event type (02 to 06, 08 to 11).",
)
NO_FIRST_TREATMENT = BOOK.remark(
    "cancer-no-first-treatment",
    NOTE,
    COHORT_62,
    "The treatment of {treated} is a subsequent one; no first treatment that would end the 62-day wait is recorded.",
    "For a recurrence or a progression that is right. Otherwise record the first treatment (event type 01, 07 or 12).",
)
FUTURE_EVENT = BOOK.remark(
    "cancer-event-in-future",
    NOTE,
    ORDER,
    "“{label}” is dated {date}, after {today}: it has not happened yet and was not counted.",
    "Correct the date if it is a typing mistake.",
    depends_on_today=True,
)
BEFORE_REFERRAL = BOOK.remark(
    "cancer-before-referral",
    BREACH,
    ORDER,
    "“{label}” is dated {date}, before the referral was received on {received}.",
    "Correct one of the two dates.",
    blames="entry",
)
SEEN_AFTER_TREATMENT = BOOK.remark(
    "cancer-seen-after-treatment",
    WATCH,
    ORDER,
    "The patient is recorded as first seen on {seen}, after treatment started on {treated}.",
    "Correct one of the two dates.",
)
TRANSFER_AFTER_TREATMENT = BOOK.remark(
    "cancer-transfer-after-treatment",
    WATCH,
    ORDER,
    "The transfer to the treating provider on {date} is later than the treatment of {treated} and was not used to "
    "share the result.",
    "Correct one of the two dates.",
)
SEVERAL_TRANSFERS = BOOK.remark(
    "cancer-several-transfers",
    NOTE,
    TRANSFER_38,
    "More than one transfer is recorded. The last before treatment, {used}, was used to share the result.",
    "Check which transfer passed the patient to the provider that treated them.",
)

# Completeness and codes

NO_REFERRAL = BOOK.remark(
    "cancer-referral-missing",
    WATCH,
    COMPLETE,
    "A first treatment is recorded without a referral or an upgrade, so the 62-day wait cannot be worked out.",
    "Record when the referral was received and its route, or the upgrade.",
)
NO_DTT = BOOK.remark(
    "cancer-dtt-missing",
    WATCH,
    COMPLETE,
    "The treatment of {treated} has no decision to treat, so its 31-day wait cannot be worked out and the record is "
    "not reported.",
    "Record the day the treatment was agreed with the patient.",
)
NO_FIRST_SEEN = BOOK.remark(
    "cancer-first-seen-missing",
    NOTE,
    COMPLETE,
    "Treatment started on {treated}, but nobody recorded when and where the patient was first seen. The record needs "
    "the organisation that first saw the patient before it can be reported.",
    "Record the date first seen and the organisation.",
)
NO_EVENT_TYPE = BOOK.remark(
    "cancer-event-type-missing",
    WATCH,
    COMPLETE,
    "The treatment of {date} has no event type. It was read by its place on the pathway: the earliest treatment as "
    "first, any other as subsequent.",
    "Record the event type (01 to 12).",
)
UNKNOWN_EVENT_TYPE = BOOK.remark(
    "cancer-event-type-unknown",
    BREACH,
    COHORT_31,
    "Event type {code} of the treatment of {date} does not exist, so the treatment was counted nowhere.",
    "Choose an event type from 01 to 12.",
    blames="entry",
)
NO_MODALITY = BOOK.remark(
    "cancer-modality-missing",
    WATCH,
    COMPLETE,
    "The treatment of {date} has no modality. It was counted as an ordinary treatment.",
    "Record the modality; 07, 08, 09 and 98 change whether a treatment counts.",
)
UNKNOWN_MODALITY = BOOK.remark(
    "cancer-modality-unknown",
    WATCH,
    COHORT_31,
    "Modality {code} of the treatment of {date} does not exist. It was counted as an ordinary treatment.",
    "Choose a modality from the list.",
)
RETIRED_MODALITY = BOOK.remark(
    "cancer-modality-retired",
    NOTE,
    COHORT_31,
    "Modality {code} of the treatment of {date} is no longer in use (surgery 01 was retired in 2020, 18 in 2012).",
    "For surgery use 23 (not enabling) or 24 (enabling).",
)
