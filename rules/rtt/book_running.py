"""What leaves a clock running; missed appointments (RULEBOOK A3, A5)."""

from .book import local, sourced

NX1 = sourced(
    "NX1",
    "Admitted for something other than treatment",
    "Admission only for a test, for pre-treatment or for pre-operative assessment does not stop the clock.",
    "§4.3.2.3",
)

NX2 = sourced(
    "NX2",
    "Admitted, treatment not carried out",
    "Admitted but the procedure is not done (theatre, bed, temporarily unfit): the clock runs on, unless a decision "
    "not to treat follows, which is a non-admitted stop.",
    "§4.3.2.3(i)-(iii), §4.4.2.2",
)

NX3 = sourced(
    "NX3",
    "Thinking time of days",
    "Short thinking time does not stop the clock. After 14 days without a next step, prompt a conversation.",
    "§4.4.1.4 thinking time",
)

NX4 = sourced("NX4", "An offer of a date", "Offering an admission date does not stop the clock.", "§8.3")

NX5 = sourced(
    "NX5",
    "Patient cancels",
    "A patient who gives notice, however short, has cancelled, not missed, the appointment. The clock runs. After "
    "repeated cancellations the clinician reviews: rebook, active monitoring, or discharge in the patient's interest.",
    "§4.4.1.3, §4.4.2.1",
)

NX6 = sourced("NX6", "Provider cancels", "A cancellation by the provider never stops the clock.", "§4.4.2.2")

NX7 = sourced(
    "NX7",
    "Patient is unfit",
    "The clock runs while a patient is unfit, unless a clinician discharges or starts active monitoring. Never a "
    "planned list.",
    "§5.1",
)

NX8 = sourced(
    "NX8",
    "One earlier date elsewhere declined",
    "Declining one earlier appointment with another team or provider has no effect on the clock.",
    "§8.2",
)

NX9 = sourced(
    "NX9", "Treatment that is not definitive", "Treatment not meant to avoid further intervention: no stop.", "§4.3.1"
)

NX10 = sourced(
    "NX10",
    "Patient wishes to delay",
    "The clock runs while a patient delays. For more than six weeks there is a clinical review: carry on, agree "
    "another date, active monitoring where its tests are met, or discharge in the patient's best interest. Never "
    "discharge merely for asking to delay; no blanket maximum.",
    "§8.1",
)

NX11 = sourced(
    "NX11",
    "Not yet communicated",
    "A decision stops the clock when it is communicated to the patient.",
    "rule 5, §4.4.1.2",
)

NX12 = sourced(
    "NX12",
    "Change of team",
    "A change of consultant-led team without going back to the GP, and a transfer to another provider, leave the clock "
    "running.",
    "§8.2, §11.1",
)

NX13 = local(
    "NX13",
    "Waiting for funding",
    "Waiting for prior approval or an individual funding decision does not stop the clock.",
    "From memory; check local policy",
)

NX14 = sourced(
    "NX14", "Provider rejects the referral", "The clock stays while the patient is referred again.", "§3.2.1"
)

DN1 = sourced(
    "A5-1",
    "Missed means without notice",
    "DNA, failed to attend and was not brought mean the same: no prior notice. Any notice makes it a cancellation.",
    "§4.4.1.3, §13",
)

DN2 = sourced(
    "A5-2",
    "First appointment missed, communication not shown",
    "When the provider cannot show that the appointment was clearly communicated, the clock is not nullified: it runs "
    "on.",
    "rule 5e",
)

DN3 = sourced(
    "A5-3",
    "Later appointment missed",
    "The clock runs on unless the patient is discharged to the GP and all four tests are met.",
    "rule 5f, §4.4.1.3",
)

DN4 = sourced(
    "A5-4",
    "Clearly communicated",
    "It is for the provider to show that the appointment was clearly communicated: the letter or message, when it was "
    "sent and to which address, the call and who took it.",
    "rule 5e, rule 5f(i), §4.4.1.3",
)

R9 = sourced(
    "R9",
    "The four tests of a discharge after a missed appointment",
    "(i) The appointment was clearly communicated; (ii) discharge is not against the patient's best clinical interest, "
    "which only a clinician decides; (iii) it follows a published local policy; (iv) that policy is clearly defined, "
    "protects vulnerable people and was agreed with clinicians, commissioners, patients and others. No blanket rules: "
    "“two strikes and out” is not a stop.",
    "rule 5f, §4.4.1.3",
)

R29 = local(
    "R29",
    "What a first appointment is",
    "The first care activity after the referral; a straight-to-test diagnostic is read as one.",
    "PRN01045 v5.0 Annex D code 33",
)
