"""Checks on what a cancer record holds: codes, adjustments, diagnosis, treatment (rule book B8, P2; MODULES 1b)."""

from rules.explain import BREACH, NOTE, WATCH, Verdict, edge
from words.phrases import plural

from .adjustments import is_admitted
from .book import (
    BASAL_CELL,
    BOOK,
    COMPLETE,
    DECLINED_ADMISSION,
    FDS_CODES,
    FDS_END,
    FIRST_SEEN_REASON,
    NON_ADMITTED,
    ORDER,
    SCOPE,
    SCREENING,
    START,
    UPGRADE_BARRED,
)
from .case import CancerCase, plain
from .tables import (
    DECLINED_REASON,
    DNA_REASON,
    FDS_END_REASONS,
    REFERRAL_TYPE_BREAST_SYMPTOMS,
    SCREENING_TYPES,
    SOURCE_SCREENING,
    SUSPECTED_TYPES,
    is_basal_cell,
    is_in_scope,
    read_code,
)

screened = BOOK.given(lambda case: case.record.route == "screening")
adjusted = BOOK.given(lambda case: bool(case.record.treatment_adjustment))
treated = BOOK.given(lambda case: case.record.treatment_start is not None)


@BOOK.check("cancer-upgrade-codes", BREACH, UPGRADE_BARRED, "upgraded_on")
def is_upgrade_barred(case: CancerCase) -> Verdict:
    """An upgrade is recorded, but the referral carries {codes}: it was already an urgent cancer referral and cannot
    be upgraded.

    Remove the upgrade and choose the urgent route, or correct the priority and source of the referral.
    """
    if case.record.upgraded_on is None or case.record.route not in (None, "routine", "consultant_upgrade"):
        return False
    if case.priority == "3":
        return {"codes": "priority 3"}
    barred = case.source == SOURCE_SCREENING and case.priority == "2"
    return barred and {"codes": "source of referral 17 with priority 2"}


@BOOK.check("cancer-urgent-priority", WATCH, START, "referral_priority")
def is_urgent_without_3(case: CancerCase) -> Verdict:
    """An urgent suspected cancer referral carries priority 3; this one has {priority}.

    Correct the priority or the route.
    """
    wrong = case.record.route == "urgent_suspected_cancer" and case.priority not in (None, "3")
    return wrong and {"priority": f"priority {case.priority}"}


@BOOK.check("cancer-breast-codes", WATCH, START, "cancer_referral_type")
def has_wrong_breast_codes(case: CancerCase) -> Verdict:
    """A breast symptomatic referral is recognised by cancer referral type 16 with priority 3; this record has type
    {kind} and priority {priority}.

    Correct the route, the cancer referral type or the priority.
    """
    kind = read_code(case.record.cancer_referral_type)
    right = kind in (None, REFERRAL_TYPE_BREAST_SYMPTOMS) and case.priority in (None, "3")
    wrong = case.record.route == "breast_symptomatic" and not right
    return wrong and {"kind": kind or "none", "priority": case.priority or "none"}


@screened("cancer-screening-codes", WATCH, SCREENING, "source_of_referral")
def has_wrong_screening_codes(case: CancerCase) -> Verdict:
    """A screening referral carries source of referral 17 and priority 2; this one has source {given} and priority
    {priority}.

    Correct the route, the source of referral or the priority.
    """
    right = case.source in (None, SOURCE_SCREENING) and case.priority in (None, "2")
    return not right and {"given": case.source or "none", "priority": case.priority or "none"}


@screened("cancer-screening-type", NOTE, SCREENING, "suspected_type")
def is_not_screened_for(case: CancerCase) -> Verdict:
    """No screening programme leads to “{kind}”: the published figures would show this pathway as missing or
    invalid.

    Choose breast, gynaecological, lower GI or lung, or correct the route.
    """
    label = SUSPECTED_TYPES.get(case.record.suspected_type)
    return label is not None and case.record.suspected_type not in SCREENING_TYPES and {"kind": label}


@BOOK.check("cancer-first-seen-adjustment-without-dna", BREACH, FIRST_SEEN_REASON, "first_seen_adjustment")
@edge(right={"first_seen_adjustment": 0}, wrong={"first_seen_adjustment": 1})
def is_adjusted_without_dna(case: CancerCase) -> Verdict:
    """A first-seen adjustment of {length} is recorded, but no missed first appointment. A cancellation with notice
    is not adjusted.

    Record the missed appointment if there was one; otherwise remove the adjustment.
    """
    days = case.record.first_seen_adjustment or 0
    return days > 0 and not case.missed_first_appointment and {"length": plural(days, "day")}


@BOOK.check("cancer-first-seen-adjustment-code", WATCH, FIRST_SEEN_REASON, "first_seen_adjustment_reason")
@edge(first_seen_adjustment_reason="3", right={"first_seen_adjustment": 1}, wrong={"first_seen_adjustment": 0})
def has_wrong_first_seen_code(case: CancerCase) -> Verdict:
    """A first-seen adjustment needs reason 3 and a number of days; this record has reason {reason} and {length}.

    Use reason 3 with the days, or reason 9 with none.
    """
    days, reason = case.record.first_seen_adjustment or 0, plain(case.record.first_seen_adjustment_reason)
    wrong = days < 0 or (days > 0) is not (reason == DNA_REASON)
    return wrong and {"reason": reason or "none", "length": plural(days, "day")}


@adjusted("cancer-treatment-adjustment-without-decline", BREACH, DECLINED_ADMISSION, "treatment_adjustment")
def is_adjusted_without_decline(case: CancerCase) -> Verdict:
    """A treatment adjustment of {length} is recorded, but no declined offer of admission. Fitness, thinking time
    and cancellations by the provider are never adjusted.

    Record the offer that was declined and from when the patient is available, or remove the adjustment.
    """
    return not case.offer_declined and {"length": plural(case.record.treatment_adjustment or 0, "day")}


@adjusted("cancer-treatment-adjustment-setting", WATCH, NON_ADMITTED, "care_setting")
def is_adjusted_without_admission(case: CancerCase) -> Verdict:
    """A treatment adjustment of {length} is recorded for care that is not inpatient or day case. Up to guidance v11
    only admitted care was adjusted; the clocks here take off 0 days.

    Check CWT guidance v12.1 and local policy; correct the care setting if the offer was for an admission.
    """
    length = plural(case.record.treatment_adjustment or 0, "day")
    return not is_admitted(case.record.care_setting) and {"length": length}


@adjusted("cancer-treatment-adjustment-code", WATCH, DECLINED_ADMISSION, "treatment_adjustment_reason")
def has_wrong_treatment_code(case: CancerCase) -> Verdict:
    """A treatment adjustment is recorded with reason {reason}; the reason for a declined admission is 8.

    Use reason 8, or remove the adjustment.
    """
    reason = plain(case.record.treatment_adjustment_reason)
    return reason != DECLINED_REASON and {"reason": reason or "none"}


@BOOK.check("cancer-fds-reason-missing", WATCH, FDS_END, "fds_end_reason")
def lacks_fds_reason(case: CancerCase) -> Verdict:
    """The faster diagnosis pathway ended on {date}, but the end reason is missing.

    Record 01 (told cancer), 02 (told ruled out), 03 (excluded) or 04.
    """
    return case.fds_end_on is not None and case.fds_reason is None and {"date": case.fds_end_on}


@BOOK.check("cancer-fds-end-missing", WATCH, FDS_END, "told_on")
def lacks_fds_end(case: CancerCase) -> Verdict:
    """An FDS end reason ({reason}) is recorded without the date.

    Record the date the patient was told, or was excluded.
    """
    return case.fds_reason is not None and case.fds_end_on is None and {"reason": case.fds_reason}


@BOOK.check("cancer-fds-reason-unknown", WATCH, FDS_CODES, "fds_end_reason")
def is_fds_reason_unknown(case: CancerCase) -> Verdict:
    """FDS end reason {reason} is not one of 01 to 04.

    Choose the end reason from the list.
    """
    return case.fds_reason is not None and case.fds_reason not in FDS_END_REASONS and {"reason": case.fds_reason}


@BOOK.check("cancer-fds-exclusion-missing", WATCH, FDS_CODES, "fds_exclusion_reason")
def lacks_exclusion(case: CancerCase) -> Verdict:
    """The FDS end reason is 03 (excluded), but no exclusion reason is recorded. Without one the exclusion cannot be
    checked.

    Record the exclusion reason.
    """
    return case.fds_reason == "03" and not case.record.fds_exclusion_reason


@BOOK.check("cancer-fds-exclusion-unexpected", WATCH, FDS_CODES, "fds_exclusion_reason")
def is_exclusion_unexpected(case: CancerCase) -> Verdict:
    """An exclusion reason is recorded, but the FDS end reason is {reason}, not 03.

    Use end reason 03 if the patient is excluded; otherwise clear the exclusion reason.
    """
    unexpected = bool(case.record.fds_exclusion_reason) and case.fds_reason != "03"
    return unexpected and {"reason": case.fds_reason or "none"}


@BOOK.check("cancer-out-of-scope", NOTE, SCOPE, "icd10")
def is_out_of_scope(case: CancerCase) -> Verdict:
    """{code} is outside ICD-10 C00 to C97 and D05: the treatment is not reported as a cancer wait.

    If the diagnosis is right, close the cancer pathway as cancer ruled out; the RTT clock runs on.
    """
    return bool(case.icd10) and not is_in_scope(case.icd10) and {"code": case.icd10}


@BOOK.check("cancer-skin-morphology-missing", NOTE, BASAL_CELL, "morphology")
def lacks_morphology(case: CancerCase) -> Verdict:
    """The diagnosis is C44 without a morphology, so basal cell carcinoma (not reported) cannot be told from other
    skin cancers (reported).

    Record the morphology from the pathology report.
    """
    return case.icd10.startswith("C44") and is_in_scope(case.icd10) and not case.record.morphology


@BOOK.check("cancer-basal-cell", NOTE, BASAL_CELL, "morphology")
def is_basal(case: CancerCase) -> Verdict:
    """{code} with morphology {morphology} is basal cell carcinoma, which is not reported as a cancer wait.

    Tell the patient, end the faster diagnosis pathway, and follow the RTT clock.
    """
    morphology = case.record.morphology or ""
    basal = is_in_scope(case.icd10) and is_basal_cell(case.icd10, morphology)
    return basal and {"code": case.icd10, "morphology": morphology}


@treated("cancer-icd-missing", WATCH, COMPLETE, "icd10")
def lacks_diagnosis(case: CancerCase) -> Verdict:
    """Treatment started on {treated}, but the ICD-10 diagnosis is missing: the record cannot be reported.

    Record the primary diagnosis.
    """
    return not case.icd10 and {"treated": case.record.treatment_start}


@treated("cancer-first-seen-organisation-missing", WATCH, COMPLETE, "first_seen_organisation")
def lacks_first_organisation(case: CancerCase) -> Verdict:
    """The organisation that first saw the patient is missing. Except after an upgrade, a treatment is not reported
    without it.

    Record the organisation code.
    """
    needed = case.record.upgraded_on is None and case.record.route != "routine"
    return needed and not (case.record.first_seen_organisation or "").strip()


@treated("cancer-treated-and-not-treated", BREACH, ORDER, "no_treatment_reason", blames="entry")
def is_treated_and_not(case: CancerCase) -> Verdict:
    """Treatment started on {treated}, yet a reason for no treatment ({reason}) is recorded.

    Keep the one that is true.
    """
    reason = case.record.no_treatment_reason
    return bool(reason) and {"treated": case.record.treatment_start, "reason": read_code(reason)}


@treated("cancer-record-dtt-missing", WATCH, COMPLETE, "decision_to_treat")
def lacks_decision(case: CancerCase) -> Verdict:
    """Treatment started on {treated}, but the decision to treat is missing: the record cannot be reported.

    Record the day the treatment was agreed with the patient.
    """
    unread = case.clocks is None  # the reading of the pathway says so by itself
    return unread and case.record.decision_to_treat is None and {"treated": case.record.treatment_start}
