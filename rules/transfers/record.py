"""The record of one transfer: the decision, every item of the transfer form with its mark, and what became of it."""

from datetime import date
from typing import Any

from rules.rtt.statuses import some_statuses
from rules.specialties import SPECIALTIES
from rules.transfers.form import IPTAMDS
from words.patient import AboutPatient, ask_notes
from words.questions import Answers, YesNo, YesNoUnknown, ask, choices, repeat, when

TRANSFER_TYPES = choices(
    inter_provider="Between providers",
    internal_same_condition="Internal, same condition",
    internal_new_condition="Internal, separate condition",
    nhs_to_independent="NHS to the independent sector",
    private_to_nhs="Private care to the NHS",
    opinion_or_diagnostics="For an opinion or a test only",
)
REASONS = choices("Treatment", "Opinion", "Diagnostic", "Mutual aid", "Repatriation")
ANSWERS = choices(yes="Accepted", no="Returned or rejected", awaited="No answer yet")
REPORTERS = choices(sender="The sender", receiver="The receiver")
FORM_STATUSES = some_statuses("10", "11", "12", "20", "21", "30", "31", "32", "34", "35")
NEW_STATUSES = some_statuses("10", "11", "12", "20")
SENDER_STATUSES = some_statuses("20", "21", "30", "31", "32", "34", "35")
ITEMS = {item.name: item for item in IPTAMDS}
BETWEEN_PROVIDERS = frozenset({"inter_provider", "nhs_to_independent"})


def ask_item(name: str, question: str, hint: str = "", **words: Any) -> Any:
    """A question for an item of the transfer form; its hint begins with the item's mark (IPTAMDS)."""
    item = ITEMS[name]
    mark = "Mandatory on the form." if item.mandatory else "Optional."
    return ask(question, help=f"{mark} {hint}".rstrip(), label=item.label, **({"rule": "TRA-4"} | words))


class Organisation(Answers):
    """One organisation on the pathway so far."""

    code: str = ask("Which organisation?", help="Its code, such as RJ1.", rule="TRA-4", label="Organisation code")


class Transfer(AboutPatient):
    """One transfer of care."""

    transfer_type: str = ask(
        "What kind of transfer is it?",
        heading="The transfer",
        help="For an opinion that became a transfer, choose between providers.",
        choices=TRANSFER_TYPES,
        rule="TRA-1",
        label="Type of transfer",
    )
    responsibility_moves: YesNoUnknown = ask(
        "Does clinical responsibility move?",
        help="Who holds it reports the wait. For an opinion or a test it stays with the sender.",
        rule="TRA-1",
    )
    transfer_reason: str | None = ask(
        "What is the transfer for?",
        help="Why the patient is moved.",
        choices=REASONS,
        rule="TRA-1",
        label="Reason for transfer",
    )
    mutual_aid: YesNo | None = ask(
        "Is the transfer mutual aid or a subcontract?",
        help="Then the agreement says who reports.",
        rule="TRA-8",
        label="Mutual aid",
    )
    talked_on: date | None = ask(
        "When did the two providers talk about the move?",
        help="Before anyone is moved who has waited, or will wait, over 18 weeks.",
        rule="TRA-8",
        label="Providers talked on",
    )
    patient_agreed: YesNo | None = ask(
        "Has the patient agreed to the move?",
        help="Asked case by case; refusing to move has no effect on the wait.",
        rule="TRA-11",
        label="Patient's agreement",
    )
    reported_by: str | None = ask(
        "Who is to report the wait?",
        help="As it was agreed. What the rules say is shown next to it once you have saved.",
        choices=REPORTERS,
        rule="TRA-8",
        label="Who reports",
    )
    commissioner_agreed: YesNo | None = ask(
        "Has the commissioner agreed in advance to who reports?",
        help="Needed only where it is not the provider with clinical responsibility.",
        rule="TRA-8",
        label="Commissioner's agreement",
    )
    appropriate_and_safe: YesNo | None = ask(
        "Is the exception clinically appropriate and safe?",
        help="A condition for another provider to report, as well as the commissioner's agreement.",
        when=when("commissioner_agreed", "yes"),
        rule="TRA-8",
        label="Appropriate and safe",
    )
    nhs_england_told: YesNo | None = ask(
        "Has NHS England been told of the exception?",
        help="By england.rtt@nhs.net. Clockstart sends nothing.",
        when=when("commissioner_agreed", "yes"),
        rule="TRA-8",
        label="NHS England told",
    )
    family_name: str | None = ask_item(
        "family_name",
        "What is the patient's family name?",
        "Left empty, it is taken from the name above.",
        heading="Form: the patient and the GP",
    )
    given_name: str | None = ask_item(
        "given_name", "What is the patient's given name?", "Left empty, it is taken from the name above."
    )
    title: str | None = ask_item("title", "What is the patient's title?", "Such as Mrs.")
    birth_date: date | None = ask_item("birth_date", "What is the patient's date of birth?")
    local_patient_identifier: str | None = ask_item(
        "local_patient_identifier", "What is the local patient identifier?", "The sender's."
    )
    correspondence_address: str | None = ask_item(
        "correspondence_address", "To which address are letters sent?", "A made-up address."
    )
    correspondence_postcode: str | None = ask_item(
        "correspondence_postcode", "What is the postcode of the address for letters?"
    )
    lead_contact_name: str | None = ask_item("lead_contact_name", "Who is the lead contact, if not the patient?")
    home_phone: str | None = ask_item("home_phone", "What is the patient's home telephone number?")
    work_phone: str | None = ask_item("work_phone", "What is the patient's work telephone number?")
    mobile_phone: str | None = ask_item("mobile_phone", "What is the patient's mobile telephone number?")
    email: str | None = ask_item("email", "What is the patient's e-mail address?")
    gp_name: str | None = ask_item("gp_name", "Who is the patient's GP?")
    gp_practice_code: str | None = ask_item(
        "gp_practice_code", "What is the code of the GP practice?", "Such as A81001."
    )
    referring_organisation_name: str | None = ask_item(
        "referring_organisation_name",
        "Which organisation sends the patient?",
        heading="Form: the referring organisation",
    )
    referring_organisation_code: str | None = ask_item(
        "referring_organisation_code", "What is the code of the organisation that sends the patient?", "Such as RJ1."
    )
    referring_professional_name: str | None = ask_item(
        "referring_professional_name", "Which care professional refers the patient?"
    )
    referrer_code: str | None = ask_item("referrer_code", "What is the referrer's code?", "Such as C1234567.")
    referring_tfc: str | None = ask_item("referring_tfc", "Which treatment function refers?", choices=SPECIALTIES)
    referring_contact_name: str | None = ask_item(
        "referring_contact_name", "Whom can the receiving organisation ask?", "Full name."
    )
    referring_contact_phone: str | None = ask_item("referring_contact_phone", "What is the contact's telephone number?")
    referring_contact_email: str | None = ask_item("referring_contact_email", "What is the contact's e-mail address?")
    ppid: str | None = ask_item(
        "ppid",
        "What is the patient pathway identifier?",
        "Exactly 20 letters and digits, as stored by its issuer.",
        heading="Form: the pathway",
        rule="TRA-6",
    )
    ppid_issuer: str | None = ask_item(
        "ppid_issuer",
        "Which organisation issued the identifier?",
        "Its code; X09 if made from a booking reference (UBRN).",
        rule="TRA-6",
    )
    rtt_status: str | None = ask_item(
        "rtt_status",
        "Which RTT status does the form carry?",
        "Not the sender's own.",
        choices=FORM_STATUSES,
        rule="TRA-3",
    )
    clock_start: date | None = ask_item(
        "clock_start",
        "When did the RTT period start?",
        "The original start. If it is not known, ask the sender.",
        rule="TRA-2",
    )
    decision_to_refer_date: date | None = ask_item(
        "decision_to_refer_date", "When was it decided to refer?", rule="TRA-5"
    )
    referral_reason: str | None = ask_item("referral_reason", "Why is the referral made?", "In words.", long=True)
    pathway_organisations: list[Organisation] = repeat(
        "Organisations on the pathway so far",
        "organisation",
        help="Mandatory on the form. One for each that has been on this pathway.",
    )
    receiving_organisation_name: str | None = ask_item(
        "receiving_organisation_name",
        "Which organisation receives the patient?",
        heading="Form: the receiving organisation",
    )
    receiving_organisation_code: str | None = ask_item(
        "receiving_organisation_code", "What is the code of the organisation that receives the patient?", "Such as RYJ."
    )
    receiving_tfc: str | None = ask_item("receiving_tfc", "Which treatment function receives?", choices=SPECIALTIES)
    receiving_professional_name: str | None = ask_item(
        "receiving_professional_name", "Which care professional receives the patient?"
    )
    requested_date: date | None = ask_item(
        "requested_date", "When was the service requested?", heading="How it was sent and answered", rule="TRA-5"
    )
    form_sent_on: date | None = ask(
        "When was the transfer form sent?",
        help="With the referral. Leave empty until it was; until then it is a thing to do.",
        rule="TRA-4",
        label="Form sent on",
    )
    letters_sent: YesNo | None = ask(
        "Were letters and images sent with the form?",
        help="Clinic letters, results and images of this pathway.",
        rule="TRA-11",
        label="Letters and images sent",
    )
    received_date: date | None = ask_item("received_date", "When was the transfer request received?", rule="TRA-5")
    accepted: str | None = ask(
        "Was the transfer accepted?",
        help="Returned or rejected, the wait is the sender's again.",
        choices=ANSWERS,
        rule="TRA-1",
        label="Answer",
    )
    rejected_reason: str | None = ask(
        "Why was the transfer returned or rejected?",
        help="As the receiver put it, such as no start date on the form.",
        when=when("accepted", "no"),
        rule="TRA-1",
    )
    original_ppid: str | None = ask(
        "What is the pathway identifier at the sender?",
        heading="The sender and the receiver",
        help="Left empty, it is that of the pathway above.",
        rule="TRA-6",
        label="Original identifier",
    )
    original_issuer: str | None = ask(
        "Which organisation issued the sender's identifier?",
        help="The code. Left empty, it is that of the pathway above.",
        rule="TRA-6",
        label="Original issuer",
    )
    sender_code: str | None = ask(
        "Which RTT status would you record on the sender's own system?",
        help="Answer before you look at what this means.",
        choices=SENDER_STATUSES,
        rule="TRA-3",
        label="Status at the sender",
    )
    sender_still_open: YesNo | None = ask(
        "Is the patient still on the sender's list?",
        help="After 21 the patient leaves it, or the wait is counted twice.",
        rule="TRA-3",
        label="Open at sender",
    )
    receiver_clock_start: date | None = ask(
        "Which clock start did the receiver record?",
        help="As it is on the receiver's system.",
        rule="TRA-2",
        label="Clock start at the receiver",
    )
    new_pathway_code: str | None = ask(
        "Which RTT status was recorded for the referral to the colleague?",
        help="Is it the same condition, or a separate one?",
        choices=NEW_STATUSES,
        when=when("transfer_type", "internal_new_condition", "internal_same_condition"),
        rule="TRA-7",
        label="Status of the internal referral",
    )
    cancer_clock_start: date | None = ask(
        "On a cancer pathway: when did the 62-day clock start?",
        heading="Cancer",
        help="Leave empty if it is none. The transfer is due by day 38.",
        rule="TRA-10",
        label="Cancer clock start",
    )
    first_seen_adjustment: int | None = ask(
        "By how many days was the cancer clock adjusted before the first appointment?",
        help="Only for a missed first appointment.",
        rule="TRA-10",
        label="First-seen adjustment",
    )
    notes: str | None = ask_notes()

    @property
    def moves(self) -> bool:
        """Does clinical responsibility move to another provider?"""
        return self.responsibility_moves == "yes" and self.transfer_type in BETWEEN_PROVIDERS

    @property
    def rejected(self) -> bool:
        return self.accepted == "no"

    @property
    def waited_days(self) -> int | None:
        """From the clock start to the request; None when one is not known, or they are in the wrong order."""
        start, requested = self.clock_start, self.requested_date
        return (requested - start).days if start and requested and start <= requested else None

    @property
    def adjusted_days(self) -> int:
        """What is taken off the days of the cancer pathway."""
        return max(self.first_seen_adjustment or 0, 0)


class TransferOnPathway(Transfer):
    """A transfer as its rule book reads it: identifier and issuer are those of the pathway it belongs to where its own
    are left empty, and `pathway_start` is when that pathway's clock began."""

    pathway_start: date | None = None
