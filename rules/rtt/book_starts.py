"""What starts a clock and what does not (RULEBOOK A2)."""

from .book import BOOK, local, sourced

ST1 = sourced(
    "ST1",
    "eRS referral",
    "The clock starts when the UBRN is converted (booked), also where the provider rejects the referral and the "
    "patient is referred again.",
    "§3.2.1",
)

ST1B = local(
    "ST1b",
    "Referral assessment service (RAS)",
    "A referral in a RAS is in scope although nothing is booked. The clock starts when it reaches the provider's "
    "worklist; the guidance does not spell out this date.",
    "PRN01045 v5.0 §3.2.1, §9.1",
)

ST2 = sourced(
    "ST2",
    "eRS, no slots",
    "With no appointments available the referral is deferred to the provider: the clock starts on the day the UBRN "
    "appears on the appointment slot issue (ASI) worklist.",
    "§3.2.1",
)

ST3 = sourced(
    "ST3",
    "Earlier activity on the same UBRN",
    "Where there was earlier activity on the UBRN, a clinical assessment service booking for one, the earlier date "
    "starts the clock.",
    "§3.2.1",
)

ST4 = sourced(
    "ST4",
    "Referral outside eRS",
    "The clock starts on the date the provider receives the referral: not when it was dictated, not when it was "
    "registered.",
    "§3.2.1",
)

ST5 = sourced(
    "ST5",
    "Interface, referral management or assessment service",
    "The clock starts when the interface service receives the original referral, or when the first UBRN is converted. "
    "An onward referral or a second UBRN does not restart it.",
    "§3.2.2",
)

ST6 = sourced(
    "ST6",
    "Self-referral",
    "Where a self-referral pathway is agreed locally and a care professional ratifies the referral, the clock starts "
    "on the date the self-referral was received.",
    "rule 2, §3.3",
)

ST7 = sourced(
    "ST7",
    "Second side of a bilateral procedure",
    "A new clock starts when the patient is fit and ready for the second side: the later of the date it is clinically "
    "appropriate and the date the patient says they are available.",
    "§3.4.1, §13 fit and ready",
)

ST8 = sourced(
    "ST8",
    "Substantively new or different treatment",
    "Treatment that is not in the agreed plan starts a new clock when it is decided and communicated; when the patient "
    "is referred for tests or an opinion with a view to treatment, that date may be right; when referred to another "
    "provider, the date that provider receives the referral.",
    "§3.4.2",
)

ST9 = sourced(
    "ST9",
    "New referral after an earlier period",
    "A patient referred back as a new referral starts a new clock.",
    "§3.4.3",
)

ST10 = sourced(
    "ST10",
    "Decision to treat after active monitoring",
    "A new clock starts, at zero, on the date a decision to treat is made and communicated, or the patient decides to "
    "go ahead. It may start earlier, at a referral for tests or an opinion with a view to treatment.",
    "§3.4.4, §8.3",
)

ST11 = sourced(
    "ST11",
    "Rebooking after a nullified first appointment",
    "A new clock starts on the earlier of the two: the date the patient makes contact to rebook, the date the provider "
    "decides to offer another appointment, even with no slot to book.",
    "§3.4.5, §4.4.1.3",
)

ST12 = sourced(
    "ST12",
    "Planned treatment overdue",
    "A patient on a planned list for a treatment needing admission, clinically ready and past the due date, moves to "
    "the active list: a clock starts then.",
    "§5.2",
)

ST13 = sourced(
    "ST13",
    "Elective referral after an emergency",
    "An emergency presentation is outside RTT until a decision to refer for elective tests or treatment: the clock "
    "starts on that date.",
    "§9.1, §10.1.7",
)

ST14 = sourced(
    "ST14",
    "Patient becomes the responsibility of an English commissioner",
    "The clock starts when the new provider receives the referral; it cannot be back-dated.",
    "§10.1.9.1",
)

ST15 = sourced(
    "ST15",
    "Consultant referral for a separate condition",
    "A separate condition is a new pathway with its own identifier and status 12; the first pathway gets an outcome of "
    "its own.",
    "Annexes D and E",
)

ST16 = local(
    "ST16",
    "Private patient transfers to the NHS",
    "The clock starts on the date the NHS provider accepts responsibility or receives the referral.",
    "RTT frequently asked questions, from memory",
)

E1_13 = BOOK.declare(
    "E1-0",
    "Every patient on a list has a clock start",
    "The first question of a list: is the clock start known for everybody on it? Care that is booked, listed or coded "
    "as part of a wait without a referral is a referral that was not recorded, or not a wait.",
    "PRN01045 v5.0 §9.1 (checklist), §10.1.7",
)

STARTS = (ST1, ST1B, ST2, ST3, ST4, ST5, ST6, ST7, ST8, ST9, ST10, ST11, ST12, ST13, ST14, ST16)

NS1 = sourced(
    "NS1", "Not consultant-led", "A referral to a service that is not consultant-led starts no clock (98).", "§7.1, §13"
)

NS2 = sourced(
    "NS2",
    "Direct-access test",
    "A test asked for by a GP who keeps responsibility starts no RTT clock (92); it has a diagnostics (DM01) clock.",
    "§13 direct access referral; Annex D",
)

NS3 = sourced("NS3", "Emergency care", "An emergency presentation is outside RTT.", "§9.1, §10.1.7")

NS4 = sourced(
    "NS4",
    "Consultant referral for the same condition",
    "A referral to another consultant for the same condition continues the clock. No source-of-referral code decides "
    "alone.",
    "Annex E",
)

NS5 = sourced(
    "NS5", "Routine checks during active monitoring", "Routine or regular tests start no clock (91).", "§4.4.1.4"
)

NS6 = sourced(
    "NS6",
    "Planned test overdue",
    "An overdue planned diagnostic test starts a diagnostics (DM01) clock where appropriate, never an RTT clock.",
    "§5.2",
)

NS7 = sourced(
    "NS7",
    "Follow-up overdue",
    "An overdue follow-up after a stop starts no clock. Record the latest clinically appropriate date (LCAD) and "
    "stratify by risk.",
    "§5.2.1",
)

NS8 = sourced(
    "NS8",
    "Dose change",
    "A change of dose of existing medication usually starts no clock; a dose change together with a referral for "
    "therapy may. The care professional decides.",
    "§13 substantively new",
)

NS9 = sourced(
    "NS9",
    "Self-referral not agreed or not ratified",
    "A self-referral starts no clock unless the pathway is agreed locally and a care professional ratifies it.",
    "rule 2",
)

NS10 = local(
    "NS10",
    "Advice and guidance",
    "A request for advice and guidance starts no clock. Converted to a referral, the clock starts on the date of "
    "conversion.",
    "Medium Term Planning Framework 2026/27 (advice through eRS); date from memory",
)

NS11 = sourced(
    "NS11",
    "Before the referral is received",
    "Writing the letter and registering the referral do not start the clock; a referral from outside England does not "
    "until an English commissioner is responsible.",
    "§3.2.1, §10.1.9.1",
)

NS12 = sourced(
    "NS12",
    "Treatment in the agreed plan",
    "Further treatment that is part of the agreed plan starts no new clock.",
    "§3.4.2",
)
