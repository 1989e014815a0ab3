"""The remarks the cancer rule book can make on the answers of a cancer record (rule book B8, P2; MODULES 1b)."""

from __future__ import annotations

from ..explain import Severity
from .book import (
    BASAL_CELL,
    BOOK,
    COMPLETE,
    DAYS_62,
    DECLINED_ADMISSION,
    DELAY_CODES,
    FDS_CODES,
    FDS_END,
    FIRST_SEEN_LENGTH,
    FIRST_SEEN_REASON,
    NON_ADMITTED,
    ORDER,
    SCOPE,
    SCREENING,
    START,
    TRACKING,
    UPGRADE_BARRED,
)

BREACH, WATCH, NOTE = Severity.BREACH, Severity.WATCH, Severity.NOTE

UPGRADE_CODES = BOOK.remark(
    "cancer-upgrade-codes",
    BREACH,
    UPGRADE_BARRED,
    "An upgrade is recorded, but the referral carries {codes}: it was already an urgent cancer referral and cannot be "
    "upgraded.",
    "Remove the upgrade and choose the urgent route, or correct the priority and source of the referral.",
)
URGENT_PRIORITY = BOOK.remark(
    "cancer-urgent-priority",
    WATCH,
    START,
    "An urgent suspected cancer referral carries priority 3; this one has {priority}.",
    "Correct the priority or the route.",
)
BREAST_CODES = BOOK.remark(
    "cancer-breast-codes",
    WATCH,
    START,
    "A breast symptomatic referral is recognised by cancer referral type 16 with priority 3; this record has type "
    "{kind} and priority {priority}.",
    "Correct the route, the cancer referral type or the priority.",
)
SCREENING_CODES = BOOK.remark(
    "cancer-screening-codes",
    WATCH,
    SCREENING,
    "A screening referral carries source of referral 17 and priority 2; this one has source {given} and priority "
    "{priority}.",
    "Correct the route, the source of referral or the priority.",
)
SCREENING_TYPE = BOOK.remark(
    "cancer-screening-type",
    NOTE,
    SCREENING,
    "No screening programme leads to “{kind}”: the published figures would show this pathway as missing or invalid.",
    "Choose breast, gynaecological, lower GI or lung, or correct the route.",
)
RECORDED_WITHOUT_DNA = BOOK.remark(
    "cancer-first-seen-adjustment-without-dna",
    BREACH,
    FIRST_SEEN_REASON,
    "A first-seen adjustment of {length} is recorded, but no missed first appointment. A cancellation with notice is "
    "not adjusted.",
    "Record the missed appointment if there was one; otherwise remove the adjustment.",
)
FIRST_SEEN_CODE = BOOK.remark(
    "cancer-first-seen-adjustment-code",
    WATCH,
    FIRST_SEEN_REASON,
    "A first-seen adjustment needs reason 3 and a number of days; this record has reason {reason} and {length}.",
    "Use reason 3 with the days, or reason 9 with none.",
)
FIRST_SEEN_DIFFERS = BOOK.remark(
    "cancer-first-seen-adjustment-differs",
    WATCH,
    FIRST_SEEN_LENGTH,
    "A first-seen adjustment of {recorded} is recorded; the dates on the pathway give {counted} (from referral "
    "received to the contact to rebook).",
    "Check the date of the contact, or correct the recorded days.",
)
RECORDED_NON_ADMITTED = BOOK.remark(
    "cancer-treatment-adjustment-setting",
    WATCH,
    NON_ADMITTED,
    "A treatment adjustment of {length} is recorded for care that is not inpatient or day case. Up to guidance v11 "
    "only admitted care was adjusted; the clocks here take off 0 days.",
    "Check CWT guidance v12.1 and local policy; correct the care setting if the offer was for an admission.",
)
RECORDED_WITHOUT_DECLINE = BOOK.remark(
    "cancer-treatment-adjustment-without-decline",
    BREACH,
    DECLINED_ADMISSION,
    "A treatment adjustment of {length} is recorded, but no declined offer of admission. Fitness, thinking time and "
    "cancellations by the provider are never adjusted.",
    "Record the offer that was declined and from when the patient is available, or remove the adjustment.",
)
TREATMENT_CODE = BOOK.remark(
    "cancer-treatment-adjustment-code",
    WATCH,
    DECLINED_ADMISSION,
    "A treatment adjustment is recorded with reason {reason}; the reason for a declined admission is 8.",
    "Use reason 8, or remove the adjustment.",
)
TREATMENT_DIFFERS = BOOK.remark(
    "cancer-treatment-adjustment-differs",
    WATCH,
    DECLINED_ADMISSION,
    "A treatment adjustment of {recorded} is recorded; the dates on the pathway give {counted} (from the declined date "
    "to the day the patient is available again).",
    "Check both dates, or correct the recorded days.",
)
FDS_REASON_MISSING = BOOK.remark(
    "cancer-fds-reason-missing",
    WATCH,
    FDS_END,
    "The faster diagnosis pathway ended on {date}, but the end reason is missing.",
    "Record 01 (told cancer), 02 (told ruled out), 03 (excluded) or 04.",
)
FDS_END_MISSING = BOOK.remark(
    "cancer-fds-end-missing",
    WATCH,
    FDS_END,
    "An FDS end reason ({reason}) is recorded without the date.",
    "Record the date the patient was told, or was excluded.",
)
FDS_REASON_UNKNOWN = BOOK.remark(
    "cancer-fds-reason-unknown",
    WATCH,
    FDS_CODES,
    "FDS end reason {reason} is not one of 01 to 04.",
    "Choose the end reason from the list.",
)
EXCLUSION_MISSING = BOOK.remark(
    "cancer-fds-exclusion-missing",
    WATCH,
    FDS_CODES,
    "The FDS end reason is 03 (excluded), but no exclusion reason is recorded. Without one the exclusion cannot be "
    "checked.",
    "Record the exclusion reason.",
)
EXCLUSION_UNEXPECTED = BOOK.remark(
    "cancer-fds-exclusion-unexpected",
    WATCH,
    FDS_CODES,
    "An exclusion reason is recorded, but the FDS end reason is {reason}, not 03.",
    "Use end reason 03 if the patient is excluded; otherwise clear the exclusion reason.",
)
OUT_OF_SCOPE = BOOK.remark(
    "cancer-out-of-scope",
    NOTE,
    SCOPE,
    "{code} is outside ICD-10 C00 to C97 and D05: the treatment is not reported as a cancer wait.",
    "If the diagnosis is right, close the cancer pathway as cancer ruled out; the RTT clock runs on.",
)
BASAL = BOOK.remark(
    "cancer-basal-cell",
    NOTE,
    BASAL_CELL,
    "{code} with morphology {morphology} is basal cell carcinoma, which is not reported as a cancer wait.",
    "Tell the patient, end the faster diagnosis pathway, and follow the RTT clock.",
)
MORPHOLOGY_MISSING = BOOK.remark(
    "cancer-skin-morphology-missing",
    NOTE,
    BASAL_CELL,
    "The diagnosis is C44 without a morphology, so basal cell carcinoma (not reported) cannot be told from other skin "
    "cancers (reported).",
    "Record the morphology from the pathology report.",
)
ICD_MISSING = BOOK.remark(
    "cancer-icd-missing",
    WATCH,
    COMPLETE,
    "Treatment started on {treated}, but the ICD-10 diagnosis is missing: the record cannot be reported.",
    "Record the primary diagnosis.",
)
DECISION_MISSING = BOOK.remark(
    "cancer-record-dtt-missing",
    WATCH,
    COMPLETE,
    "Treatment started on {treated}, but the decision to treat is missing: the record cannot be reported.",
    "Record the day the treatment was agreed with the patient.",
)
FIRST_SEEN_ORG = BOOK.remark(
    "cancer-first-seen-organisation-missing",
    WATCH,
    COMPLETE,
    "The organisation that first saw the patient is missing. Except after an upgrade, a treatment is not reported "
    "without it.",
    "Record the organisation code.",
)
TREATED_AND_NOT = BOOK.remark(
    "cancer-treated-and-not-treated",
    BREACH,
    ORDER,
    "Treatment started on {treated}, yet a reason for no treatment ({reason}) is recorded.",
    "Keep the one that is true.",
)
DELAY_WITH_ADJUSTMENT = BOOK.remark(
    "cancer-delay-03-with-adjustment",
    WATCH,
    DELAY_CODES,
    "Delay reason 03 (administrative) is recorded for a missed appointment that was already adjusted.",
    "Choose the reason for the rest of the wait; the missed appointment is in the adjustment.",
)
DELAY_WORDS = BOOK.remark(
    "cancer-delay-comment-missing",
    WATCH,
    DELAY_CODES,
    "Delay reason 98 (other) is recorded without saying what happened.",
    "Add the comment in words.",
)
DELAY_UNKNOWN = BOOK.remark(
    "cancer-delay-reason-unknown",
    WATCH,
    DELAY_CODES,
    "{reason} is not a delay reason for the wait to first being seen.",
    "Choose 01, 02, 03, 05, 06, 07, 08 or 98.",
)
DELAY_MISSING = BOOK.remark(
    "cancer-delay-reason-missing",
    WATCH,
    DELAY_CODES,
    "{name}: {days} is a breach, and no delay reason is recorded for it.",
    "Record the reason for the delay and, where it helps, what happened in words.",
)
NEVER_TRACKED = BOOK.remark(
    "cancer-never-tracked",
    WATCH,
    TRACKING,
    "Nobody has recorded looking at this pathway yet.",
    "Look at it today and write down the next action, its owner and when it is due.",
    depends_on_today=True,
)
NOT_TRACKED = BOOK.remark(
    "cancer-not-tracked",
    WATCH,
    TRACKING,
    "Last tracked on {date}, {ago} ago. Every open cancer pathway is tracked at least every seven days.",
    "Look at it today and record what changed.",
    depends_on_today=True,
)
NO_NEXT_ACTION = BOOK.remark(
    "cancer-no-next-action",
    WATCH,
    TRACKING,
    "The pathway is open, but no next action is written down.",
    "Record what happens next, who does it and by when.",
)
ACTION_OVERDUE = BOOK.remark(
    "cancer-action-overdue",
    WATCH,
    TRACKING,
    "The next action was due on {due} ({ago} ago).",
    "Chase it, or record that it was done and what follows.",
    depends_on_today=True,
)
NO_OWNER = BOOK.remark(
    "cancer-action-without-owner",
    NOTE,
    TRACKING,
    "The next action has no owner.",
    "Name the person who will do it.",
)
WILL_BREACH = BOOK.remark(
    "cancer-will-breach",
    BREACH,
    DAYS_62,
    "{name}: the date booked, {booked}, is {late} after the last compliant date, {last}.",
    "Ask for a date on or before {last}; escalate if there is none.",
)
