"""The cancer waiting times rules as people read them, each with its source and how well it is sourced."""

from ..explain import Confidence, RuleBook

GUIDANCE = "National CWT monitoring dataset guidance v12.1 (July 2025)"
EARLIER_GUIDANCE = "National CWT guidance v9–v11"
LOCAL = Confidence.CHECK_LOCAL_POLICY

BOOK = RuleBook("cancer", "Cancer waiting times")

# Standards and arithmetic

FDS_28 = BOOK.declare(
    "CWT-FDS",
    "28-day faster diagnosis standard (FDS)",
    "From receipt of an urgent suspected cancer, breast symptomatic or urgent screening referral until the patient is "
    "told that they have cancer or that cancer is ruled out: at most 28 days. The standard was 75%, and is 80% "
    "since March 2026.",
    f"{GUIDANCE} §1.1; rule book B1",
)
DAYS_31 = BOOK.declare(
    "CWT-31",
    "31 days from decision to treatment",
    "From the decision to treat, or the earliest clinically appropriate date, to the start of treatment: at most "
    "31 days, for first and for subsequent treatments. The standard is 96%.",
    f"{GUIDANCE} §1.1; rule book B1",
)
DAYS_62 = BOOK.declare(
    "CWT-62",
    "62 days from referral to first treatment",
    "From receipt of the urgent referral, or from the consultant upgrade, to the first definitive treatment: at most "
    "62 days. The standard is 85%.",
    f"{GUIDANCE} §1.1; rule book B1",
)
ARITHMETIC = BOOK.declare(
    "CWT-DAYS",
    "How days are counted",
    "The start day is day 0 and every calendar day counts, weekends and bank holidays included. Days waited are stop "
    "minus start minus adjustments; the last compliant date is start plus 28, 31 or 62 plus adjustments.",
    "North Central London ICB public CWT code; rule book B2",
)
BANDS = BOOK.declare(
    "CWT-BANDS",
    "Bands as published",
    "Waits are published in bands of days: FDS up to 14, 28, 42, 62 and over; 31-day up to 31, 38, 48, 62 and over; "
    "62-day up to 31, 38, 48, 62, 76, 90, 104 and over 104.",
    "NHS England CWT provider workbooks, October 2023 to September 2025; rule book B2",
)
MONTH = BOOK.declare(
    "CWT-MONTH",
    "The month a wait is reported in",
    "The 31 and 62-day standards are reported in the month treatment starts. FDS is reported in the month, and by the "
    "organisation, of the recorded FDS end date, even when a decision to treat ended the wait earlier.",
    "North Central London ICB public FDS code; rule book B2, P2 C4",
)
HARM = BOOK.declare(
    "CWT-104",
    "Harm review after day 104",
    "A patient who waits more than 104 days for first treatment has a harm review: it falls due from day 105.",
    "Long-wait practice in England; rule book B2",
    LOCAL,
)

# Starts and ends

START = BOOK.declare(
    "CWT-START",
    "Start of the urgent clock",
    "The FDS and 62-day clocks start on the day the referral is received (in eRS, when the booking reference is "
    "converted). An urgent suspected cancer referral carries priority 3; breast symptomatic referrals carry cancer "
    "referral type 16 and priority 3.",
    f"{GUIDANCE} §1.1; NHS Data Dictionary; rule book B3, P2 C13",
)
SCREENING = BOOK.declare(
    "CWT-SCREENING",
    "Start after screening",
    "Screening pathways (source of referral 17, priority 2) start on receipt of the referral that follows the "
    "screen: breast, for further assessment and not for routine recall; bowel, for an appointment with a specialist "
    "screening practitioner; cervical, to colposcopy; lung, after a low-dose CT suspicious of cancer.",
    f"{EARLIER_GUIDANCE}; rule book B3, P2 C16",
    LOCAL,
)
UPGRADE = BOOK.declare(
    "CWT-UPGRADE",
    "Consultant upgrade",
    "The 62-day clock of an upgraded patient starts on the day the responsible consultant, or an authorised member of "
    "the team, decides to move the patient to an urgent cancer pathway. Upgraded patients are not in the faster "
    "diagnosis standard.",
    f"NHS Data Dictionary: Consultant Upgrade Date; {GUIDANCE} §1.1; rule book B3, P2 C5",
)
UPGRADE_BARRED = BOOK.declare(
    "CWT-UPGRADE-NOT-PERMITTED",
    "No upgrade of an urgent referral",
    "A referral that was already urgent suspected cancer (priority 3) or urgent screening (source 17, priority 2) is "
    "on the 62-day pathway and cannot be upgraded: its clock started when the referral was received.",
    "NHS Data Dictionary: Consultant Upgrade Date; rule book P2 C5",
)
UPGRADE_TIMELY = BOOK.declare(
    "CWT-UPGRADE-TIME",
    "When an upgrade is still possible",
    "An upgrade is made before the decision to treat and, from October 2023, no later than referral to the cancer MDT.",
    "Dudley Group FAQ on the 2023 standards; rule book B3, P2 C5",
    LOCAL,
)
FDS_END = BOOK.declare(
    "CWT-FDS-END",
    "What ends the faster diagnosis clock",
    "The clock ends when the patient is told that they have cancer or that it is ruled out, or at the decision to "
    "treat, whichever comes first. The news must reach the patient: the date a letter was typed is not enough.",
    "NHS Data Dictionary: Cancer Faster Diagnosis Pathway; rule book B3, P2 C3",
)
FDS_CODES = BOOK.declare(
    "CWT-FDS-CODES",
    "FDS end and exclusion reasons",
    "End reasons 01 (told cancer), 02 (told ruled out) and 04 count. Reason 03 (excluded) does not, except exclusion "
    "reason 01 when the wait is already over 28 days: then it is a breach.",
    "North Central London ICB public FDS code, Somerset Cancer Register reporting code; rule book P2 C3",
)
DTT = BOOK.declare(
    "CWT-DTT",
    "Start of the 31-day clock",
    "The 31-day clock of a first treatment starts at the decision to treat: the day the patient and the clinician "
    "agree the treatment.",
    f"{GUIDANCE} §1.1; rule book B2, P2 C11",
)
ECAD = BOOK.declare(
    "CWT-ECAD",
    "Earliest clinically appropriate date (ECAD)",
    "A subsequent treatment agreed ahead starts its 31-day clock on the earliest date it is clinically appropriate, "
    "when that is later than the decision to treat.",
    f"NHS Data Dictionary: Earliest Clinically Appropriate Date; {GUIDANCE} §1.1; rule book B2, P2 C11",
)
ECAD_LIMITS = BOOK.declare(
    "CWT-ECAD-LIMITS",
    "Limits of the ECAD",
    "An ECAD is a clinical judgement, never the next free slot. It may be moved only before it has passed.",
    "Rule book P2 C11",
    LOCAL,
)
DTT_ORDER = BOOK.declare(
    "CWT-DTT-ORDER",
    "Decision before treatment",
    "A decision to treat dated after the treatment it led to is a recording error. It starts no 31-day wait and ends "
    "no faster diagnosis wait; the treatment has no 31-day wait until the date is corrected. Some registers count 0 "
    "days.",
    "Somerset Cancer Register reporting code; rule book P2 C12",
)

# Adjustments

FIRST_SEEN_REASON = BOOK.declare(
    "CWT-DNA-ADJUSTMENT",
    "First-seen adjustment: only for a missed first appointment",
    "The only reason for adjusting the wait to first being seen is that the patient did not attend the first "
    "appointment, or arrived too late to be seen (reason 3; 9 means none). A cancellation with notice is not a "
    "missed appointment.",
    "NHS Data Dictionary: Waiting Time Adjustment Reason (First Seen); rule book B4, P2 C6, C19",
)
FIRST_SEEN_LENGTH = BOOK.declare(
    "CWT-DNA-LENGTH",
    "First-seen adjustment: how many days",
    "The adjustment runs from the day the referral was received to the day the patient makes contact to rebook. If "
    "there were several missed first appointments, the longest counts.",
    f"{EARLIER_GUIDANCE} (v11 §2.4 First seen adjustment); rule book B4, P2 C6",
    LOCAL,
)
FIRST_SEEN_UPGRADE = BOOK.declare(
    "CWT-DNA-UPGRADE",
    "First-seen adjustment after an upgrade",
    "On an upgraded pathway the first-seen adjustment is taken off only when the upgrade came on or before the day "
    "the patient was first seen, and only for the days from the upgrade: days before the 62-day wait began cannot be "
    "taken off it. Public code of one integrated care board takes off the whole adjustment.",
    "North Central London ICB public CWT code; rule book B2; arithmetic of an adjustment",
    LOCAL,
)
DECLINED_ADMISSION = BOOK.declare(
    "CWT-TREATMENT-ADJUSTMENT",
    "Treatment adjustment: declined admission",
    "When a patient declines a reasonable offer of admission (inpatient or day case), the days from the declined "
    "date to the date the patient is available again are taken off, for first and subsequent treatments alike.",
    f"{EARLIER_GUIDANCE} §3; Somerset Cancer Register reporting code (reason 8, settings 01 and 02); "
    "rule book B4, P2 C7",
    LOCAL,
)
NON_ADMITTED = BOOK.declare(
    "CWT-NON-ADMITTED",
    "Declined offers of outpatient treatment",
    "Up to version 11 of the guidance only admitted care was adjusted; version 12 may have widened this. 0 days are "
    "taken off here, and the figure with the adjustment is shown next to it: check CWT guidance v12.1.",
    "Rule book B4, P2 C7",
    LOCAL,
)
REASONABLE = BOOK.declare(
    "CWT-REASONABLE",
    "A reasonable offer for cancer treatment",
    "Any date offered between the start and the end of the 31 or 62-day period counts as reasonable. The three weeks' "
    "notice of the RTT rules does not apply to cancer.",
    "Rule book B4, P2 C8",
    LOCAL,
)
NO_OTHER = BOOK.declare(
    "CWT-NO-OTHER",
    "Only two adjustments exist",
    "Nothing else stops or shortens a cancer wait: not a cancellation with notice, thinking time, medical unfitness, "
    "a cancellation by the provider, slow diagnostics, or a holiday before a date was offered.",
    f"{EARLIER_GUIDANCE}; rule book B4, P2 C19",
    LOCAL,
)

# Which treatments count

COHORT_62 = BOOK.declare(
    "CWT-COHORT-62",
    "Treatments in the 62-day standard",
    "First definitive treatments only: event types 01, 07 and 12, with any modality but 98 (all treatment declined).",
    "North Central London ICB public CWT code; rule book B5",
)
COHORT_31 = BOOK.declare(
    "CWT-COHORT-31",
    "Treatments in the 31-day standard",
    "First treatments (event types 01, 07, 12; not modality 98) and subsequent treatments (event types 02 to 06 and "
    "08 to 11; not palliative care 07 and 09, active monitoring 08, or 98).",
    "North Central London ICB public CWT code; NHS England CWT workbooks; rule book B5, P2 C10",
)
ALL_DECLINED = BOOK.declare(
    "CWT-DECLINED",
    "All treatment declined",
    "A patient who declines all treatment (modality 98) is in neither the 31-day nor the 62-day standard.",
    "North Central London ICB public CWT code; rule book B5",
)
SCOPE = BOOK.declare(
    "CWT-SCOPE",
    "Which diagnoses are reported",
    "In scope: ICD-10 C00 to C97 and D05 (ductal carcinoma in situ). Out of scope: everything else, such as Bowen's "
    "disease, lentigo maligna, intraepidermal carcinoma and keratoacanthoma.",
    f"{GUIDANCE} §3.2, §5.10; rule book P2 C9",
)
BASAL_CELL = BOOK.declare(
    "CWT-BCC",
    "Basal cell carcinoma is not reported",
    "C44 with morphology M8090/3 to M8095/3 or M8110/3 is basal cell carcinoma and is not reported. Squamous cell "
    "carcinoma and Merkel cell carcinoma of the skin are.",
    f"{GUIDANCE} §5.10; Somerset Cancer Register reporting code; rule book P2 C9",
)
COMPLETE = BOOK.declare(
    "CWT-COMPLETE",
    "What a record needs to be reported",
    "A treatment is reported when the ICD-10 diagnosis, decision to treat, treatment start, event type and modality "
    "are recorded and, except after an upgrade, the organisation that first saw the patient. The clock is worked out "
    "without them; what is missing is a finding.",
    "North Central London ICB public CWT code; rule book B5, P2 C14",
)
ORDER = BOOK.declare(
    "CWT-ORDER",
    "Milestones in a possible order",
    "Referral, first seen, decision to treat and treatment follow one another in time, and each clock has one start.",
    "Clockstart: data quality; rule book B8, E",
)
RARE = BOOK.declare(
    "CWT-RARE",
    "Children's, testicular and acute leukaemia",
    "Until September 2023 these had a 31-day standard from referral to treatment; they are now on 62 days like all.",
    "Somerset Cancer Register reporting code; rule book P2 C15",
    LOCAL,
)
SITE = BOOK.declare(
    "CWT-SITE",
    "Suspected and diagnosed site",
    "A patient referred for one suspected site and diagnosed with another stays on the 62-day pathway and is reported "
    "under the diagnosed site.",
    "Rule book B5",
    LOCAL,
)

# Shared pathways and counting

SHARED = BOOK.declare(
    "CWT-SHARED",
    "Shared pathways: six scenarios",
    "When one provider investigates and another treats, the 62-day result is shared by whether the transfer came "
    "within 38 days of the start and the treatment within 24 days of the transfer.",
    "North Central London ICB public CWT code; rule book B7",
)
SOLO = BOOK.declare(
    "CWT-SOLO",
    "One provider throughout",
    "When the same provider investigates and treats, it carries the whole patient.",
    "North Central London ICB public CWT code; rule book B7",
)
HALVES = BOOK.declare(
    "CWT-5050",
    "No accountable investigating provider",
    "When no accountable investigating provider is recorded, the upgrading or first-seen organisation and the "
    "treating provider carry half each.",
    "North Central London ICB public CWT code; rule book B7",
)
ENGLAND_HALVES = BOOK.declare(
    "CWT-HALF-PATIENTS",
    "Why a published total can end in .5",
    "Provider shares end in .5 because a shared treatment is split. The provider-based England total can end in .5 "
    "too, because the half of a patient shared with a non-English provider is left out (July 2025: 31,984.5).",
    "NHS England CWT provider workbooks, front page and July 2025; rule book P2 C1",
)
BASIS = BOOK.declare(
    "CWT-BASIS",
    "Who is in the published cancer figures",
    "Cancer workbooks are provider-based and include Welsh cross-border patients and unknowns, where RTT headlines "
    "leave non-English patients out. “Missing or Invalid” is a screening route with a suspected type that has no "
    "screening programme.",
    "NHS England CWT provider workbooks; rule book P2 C17",
)
DELAY_CODES = BOOK.declare(
    "CWT-DELAY",
    "Delay reasons",
    "A breach carries a delay reason for the interval it arose in. Code 98 (other) needs words. A missed appointment "
    "that was adjusted is never also coded 03 (administrative delay).",
    "NHS Data Dictionary: Delay Reason (Referral to First Seen); rule book B8, P2 C6, C18",
)
TRACKING = BOOK.declare(
    "CWT-TRACKING",
    "Every patient is tracked every week",
    "A patient on a cancer pathway is looked at, and the next step and its owner written down, at least every seven "
    "days until the pathway closes.",
    "Cancer PTL practice in England; MODULES cancer pathways",
    LOCAL,
)
TRANSFER_38 = BOOK.declare(
    "CWT-38",
    "Transfer by day 38",
    "A provider that will not treat the patient itself transfers them to the treating provider by day 38.",
    "Shared pathway allocation; rule book B7",
)
