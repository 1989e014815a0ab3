"""What stops a clock (RULEBOOK A3)."""

from .book import BOOK, local, sourced

SP1 = sourced(
    "SP1",
    "First definitive treatment as inpatient or day case",
    "The clock stops on the admission date, also when the operation is on a later day. Code 30, admitted (Part 1A).",
    "§4.3.2.3",
)

SP2 = sourced(
    "SP2",
    "First definitive treatment in a clinic",
    "The clock stops on the date of the appointment at which treatment starts. Code 30, non-admitted (Part 1B).",
    "§4.3.2.2",
)

SP3 = sourced(
    "SP3",
    "First definitive treatment in an interface service",
    "The clock stops on the date treatment starts there. Code 30, non-admitted.",
    "§4.3.2.1",
)

SP3B = sourced(
    "SP3b",
    "Interface service decides on no treatment",
    "The interface service decides that no treatment is needed or returns the patient to the GP: the clock stops when "
    "this is decided and communicated. Code 34, non-admitted.",
    "§4.3.2.1",
)

SP4 = sourced(
    "SP4",
    "Therapy or healthcare science",
    "Where therapy or a healthcare-science intervention is the definitive treatment the clock stops when it starts, "
    "not when it is referred for. Code 30, non-admitted.",
    "§4.3.2.1, rule 4a(iii)",
)

SP5 = sourced(
    "SP5",
    "Treatment during a diagnostic admission",
    "Definitive treatment given during an admission meant for a test stops the clock. Code 30 is in the guidance; the "
    "admission date is inferred.",
    "Annex E, §4.3.2.3",
)

SP6 = sourced(
    "SP6",
    "Added to a matched transplant list",
    "The clock stops when the decision is communicated. Code 34 although care goes on. For an unmatched transplant it "
    "stops at admission.",
    "§4.3.2.4, fn 18, Annex E",
)

SP7 = sourced(
    "SP7",
    "Return to primary care",
    "The clock stops when it is communicated that care returns to primary care. Code 34 is inferred.",
    "rule 5a, §4.4.1.1",
)

SP8 = sourced(
    "SP8",
    "Active monitoring started by the patient",
    "The clock stops on the date agreed. Code 31, non-admitted.",
    "§4.4.1.4, Annex E",
)

SP9 = sourced(
    "SP9",
    "Active monitoring started by the care professional",
    "The clock stops on the date agreed, also after two declined reasonable offers. Code 32, non-admitted.",
    "§4.4.1.4, §8.3, Annex E",
)

SP10 = sourced(
    "SP10",
    "Decision not to treat",
    "The clock stops on the date the decision is communicated, which should be the date it is made. Code 34, "
    "non-admitted, also for a patient who was admitted.",
    "rule 5d, §4.4.1.2, §4.3.2.3",
)

SP11 = sourced(
    "SP11",
    "Patient declines treatment",
    "The clock stops on the date the patient declines all treatment offered. Code 35, non-admitted.",
    "rule 5c, §4.4.1.2",
)

SP12 = sourced(
    "SP12",
    "Died before treatment",
    "Code 36. The guidance does not fix the date; the date of death is used.",
    "§4.4.1.2(iii), Annex D",
)

SP13 = sourced(
    "SP13",
    "First appointment missed",
    "A first appointment missed without notice, shown to have been clearly communicated, stops and nullifies the clock "
    "on that date: it is in neither numerator nor denominator. Code 33.",
    "rule 5e, §4.4.1.3",
)

SP14 = sourced(
    "SP14",
    "Later appointment missed and discharged to the GP",
    "The clock stops on the date of discharge when all four tests are met (an example in the same section gives the "
    "date of the missed appointment). Code 34 is inferred.",
    "rule 5f, §4.4.1.3",
)

SP15 = sourced(
    "SP15",
    "Patient changes provider through the GP",
    "Where the local pathway needs a fresh GP referral the clock stops at discharge to the GP (34 or 35).",
    "§8.2",
)

SP16 = sourced(
    "SP16",
    "Clinical decision to discharge after repeated cancellations",
    "A clinician who finds it in the patient's best clinical interest may discharge to the GP; the clock stops on the "
    "date of the decision. Cancelling is never itself the reason. Code 34 is inferred.",
    "§4.4.2.1, §8.1",
)

SP1B = local(
    "SP1b",
    "Awaited treatment given during an emergency admission",
    "A patient who waits and is treated for the same condition during an emergency admission has had first definitive "
    "treatment: code 30, admitted. The guidance does not spell out the date; the admission date is used, as for any "
    "admission.",
    "PRN01045 v5.0 rule 4a, §4.3.2.3 (date: check local policy)",
)

SP17 = local(
    "SP17",
    "Treated elsewhere or moved away",
    "A patient who was treated elsewhere or has moved away and needs nothing more here: no further contact, 34 on the "
    "day this is known and confirmed with the patient (35 where the patient declined). The guidance names no code. "
    "Care handed over to another provider is a transfer and no stop.",
    "PRN01045 v5.0 Annex D codes 34 and 35; code and date: check local policy",
)

IN_ERROR = BOOK.declare(
    "SP19",
    "Entries in error and duplicates",
    "A duplicate is closed as an error, not as 34: the earliest valid start of the open period counts, later activity "
    "is attached to the pathway that stays. An entry in error was never a wait.",
    "PRN01045 v5.0 §2.1, Annex C; validation practice",
)

PIFU = local(
    "SP18",
    "Patient-initiated follow-up",
    "Patient-initiated follow-up (PIFU) comes after a wait. It stops no clock: the treatment or decision before it "
    "does. It starts none either, unless a new treatment is decided.",
    "PRN01045 v5.0 rule 4, rule 5 and §3.4.2 (PIFU is not named there: check local policy)",
)

STOPS = (SP1, SP2, SP3, SP3B, SP4, SP5, SP6, SP7, SP8, SP9, SP10, SP11, SP12, SP13, SP14, SP15, SP16)
