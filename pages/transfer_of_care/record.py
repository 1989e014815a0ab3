"""The record of one transfer: the decision, every item of the transfer form with its mark, and what became of it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from dashapp.declare.patient import SPECIALTIES, AboutPatient, Notes, some_statuses
from dashapp.declare.questions import YES_NO, YES_NO_UNKNOWN, Answers, Ask, Repeat, choices, when
from rules.transfers import IPTAMDS

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


def ask_item(name: str, question: str, hint: str = "", **words: Any) -> Ask:
    """A question for an item of the transfer form; its hint begins with the item's mark (IPTAMDS)."""
    item = ITEMS[name]
    mark = "Mandatory on the form." if item.mandatory else "Optional."
    return Ask(question, help=f"{mark} {hint}".rstrip(), label=item.label, **({"rule": "TRA-4"} | words))


class Organisation(Answers):
    """One organisation on the pathway so far."""

    code: Annotated[
        str, Ask("Which organisation?", help="Its code, such as RJ1.", rule="TRA-4", label="Organisation code")
    ]


class Transfer(AboutPatient):
    """One transfer of care."""

    transfer_type: Annotated[
        str,
        Ask(
            "What kind of transfer is it?",
            help="For an opinion that became a transfer, choose between providers.",
            choices=TRANSFER_TYPES,
            rule="TRA-1",
            label="Type of transfer",
        ),
    ]
    responsibility_moves: Annotated[
        str,
        Ask(
            "Does clinical responsibility move?",
            help="Who holds it reports the wait. For an opinion or a test it stays with the sender.",
            choices=YES_NO_UNKNOWN,
            rule="TRA-1",
        ),
    ]
    transfer_reason: Annotated[
        str | None,
        Ask(
            "What is it for?",
            help="Why the patient is moved.",
            choices=REASONS,
            rule="TRA-1",
            label="Reason for transfer",
        ),
    ] = None
    mutual_aid: Annotated[
        str | None,
        Ask(
            "Is it mutual aid or a subcontract?",
            help="Then the agreement says who reports.",
            choices=YES_NO,
            rule="TRA-8",
            label="Mutual aid",
        ),
    ] = None
    talked_on: Annotated[
        date | None,
        Ask(
            "When did the two providers talk about the move?",
            help="Before anyone is moved who has waited, or will wait, over 18 weeks.",
            rule="TRA-8",
            label="Providers talked on",
        ),
    ] = None
    patient_agreed: Annotated[
        str | None,
        Ask(
            "Has the patient agreed to the move?",
            help="Asked case by case; refusing to move has no effect on the wait.",
            choices=YES_NO,
            rule="TRA-11",
            label="Patient's agreement",
        ),
    ] = None
    reported_by: Annotated[
        str | None,
        Ask(
            "Who is to report the wait?",
            help="As it was agreed. What the rules say stands beside it once you have saved.",
            choices=REPORTERS,
            rule="TRA-8",
            label="Who reports",
        ),
    ] = None
    commissioner_agreed: Annotated[
        str | None,
        Ask(
            "Has the commissioner agreed in advance to who reports?",
            help="Needed only where it is not the provider with clinical responsibility.",
            choices=YES_NO,
            rule="TRA-8",
            label="Commissioner's agreement",
        ),
    ] = None
    appropriate_and_safe: Annotated[
        str | None,
        Ask(
            "Is the exception clinically appropriate and safe?",
            help="A condition for another provider to report, beside the commissioner's agreement.",
            choices=YES_NO,
            when=when("commissioner_agreed", "yes"),
            rule="TRA-8",
            label="Appropriate and safe",
        ),
    ] = None
    nhs_england_told: Annotated[
        str | None,
        Ask(
            "Has NHS England been told of the exception?",
            help="By england.rtt@nhs.net. Clockstart sends nothing.",
            choices=YES_NO,
            when=when("commissioner_agreed", "yes"),
            rule="TRA-8",
            label="NHS England told",
        ),
    ] = None

    family_name: Annotated[
        str | None,
        ask_item("family_name", "What is the family name?", "Left empty, it is taken from the name above."),
    ] = None
    given_name: Annotated[
        str | None,
        ask_item("given_name", "What is the given name?", "Left empty, it is taken from the name above."),
    ] = None
    title: Annotated[str | None, ask_item("title", "What is the patient's title?", "Such as Mrs.")] = None
    birth_date: Annotated[date | None, ask_item("birth_date", "What is the date of birth?")] = None
    local_patient_identifier: Annotated[
        str | None, ask_item("local_patient_identifier", "What is the local patient identifier?", "The sender's.")
    ] = None
    correspondence_address: Annotated[
        str | None, ask_item("correspondence_address", "To which address are letters sent?", "A made-up address.")
    ] = None
    correspondence_postcode: Annotated[
        str | None, ask_item("correspondence_postcode", "What is the postcode of that address?")
    ] = None
    lead_contact_name: Annotated[
        str | None, ask_item("lead_contact_name", "Who is the lead contact, if not the patient?")
    ] = None
    home_phone: Annotated[str | None, ask_item("home_phone", "What is the home telephone number?")] = None
    work_phone: Annotated[str | None, ask_item("work_phone", "What is the work telephone number?")] = None
    mobile_phone: Annotated[str | None, ask_item("mobile_phone", "What is the mobile telephone number?")] = None
    email: Annotated[str | None, ask_item("email", "What is the e-mail address?")] = None
    gp_name: Annotated[str | None, ask_item("gp_name", "Who is the GP?")] = None
    gp_practice_code: Annotated[
        str | None, ask_item("gp_practice_code", "What is the code of the practice?", "Such as A81001.")
    ] = None

    referring_organisation_name: Annotated[
        str | None, ask_item("referring_organisation_name", "Which organisation sends the patient?")
    ] = None
    referring_organisation_code: Annotated[
        str | None, ask_item("referring_organisation_code", "What is its code?", "Such as RJ1.")
    ] = None
    referring_professional_name: Annotated[
        str | None, ask_item("referring_professional_name", "Which care professional refers?")
    ] = None
    referrer_code: Annotated[
        str | None, ask_item("referrer_code", "What is the referrer's code?", "Such as C1234567.")
    ] = None
    referring_tfc: Annotated[
        str | None, ask_item("referring_tfc", "Which treatment function refers?", choices=SPECIALTIES)
    ] = None
    referring_contact_name: Annotated[
        str | None, ask_item("referring_contact_name", "Whom can the receiver ask?", "Full name.")
    ] = None
    referring_contact_phone: Annotated[
        str | None, ask_item("referring_contact_phone", "What is the contact's telephone number?")
    ] = None
    referring_contact_email: Annotated[
        str | None, ask_item("referring_contact_email", "What is the contact's e-mail address?")
    ] = None

    ppid: Annotated[
        str | None,
        ask_item(
            "ppid",
            "What is the patient pathway identifier?",
            "Exactly 20 letters and digits, as stored by its issuer.",
            rule="TRA-6",
        ),
    ] = None
    ppid_issuer: Annotated[
        str | None,
        ask_item(
            "ppid_issuer",
            "Which organisation issued the identifier?",
            "Its code; X09 if made from a booking reference (UBRN).",
            rule="TRA-6",
        ),
    ] = None
    rtt_status: Annotated[
        str | None,
        ask_item(
            "rtt_status",
            "Which RTT status does the form carry?",
            "Not the sender's own.",
            choices=FORM_STATUSES,
            rule="TRA-3",
        ),
    ] = None
    clock_start: Annotated[
        date | None,
        ask_item(
            "clock_start",
            "When did the RTT period start?",
            "The original start. If it is not known, ask the sender.",
            rule="TRA-2",
        ),
    ] = None
    decision_to_refer_date: Annotated[
        date | None, ask_item("decision_to_refer_date", "When was it decided to refer?", rule="TRA-5")
    ] = None
    referral_reason: Annotated[
        str | None, ask_item("referral_reason", "Why is the referral made?", "In words.", long=True)
    ] = None
    pathway_organisations: Annotated[
        list[Organisation],
        Repeat(
            "Organisations on the pathway so far",
            "organisation",
            help="Mandatory on the form. One for each that has been on this pathway.",
        ),
    ] = []

    receiving_organisation_name: Annotated[
        str | None, ask_item("receiving_organisation_name", "Which organisation receives the patient?")
    ] = None
    receiving_organisation_code: Annotated[
        str | None, ask_item("receiving_organisation_code", "What is the receiver's code?", "Such as RYJ.")
    ] = None
    receiving_tfc: Annotated[
        str | None, ask_item("receiving_tfc", "Which treatment function receives?", choices=SPECIALTIES)
    ] = None
    receiving_professional_name: Annotated[
        str | None, ask_item("receiving_professional_name", "Which care professional receives?")
    ] = None

    requested_date: Annotated[
        date | None, ask_item("requested_date", "When was the service requested?", rule="TRA-5")
    ] = None
    form_sent_on: Annotated[
        date | None,
        Ask(
            "When was the transfer form sent?",
            help="With the referral. Leave empty until it was; until then it is a thing to do.",
            rule="TRA-4",
            label="Form sent on",
        ),
    ] = None
    letters_sent: Annotated[
        str | None,
        Ask(
            "Were letters and images sent with it?",
            help="Clinic letters, results and images of this pathway.",
            choices=YES_NO,
            rule="TRA-11",
            label="Letters and images sent",
        ),
    ] = None
    received_date: Annotated[date | None, ask_item("received_date", "When was the request received?", rule="TRA-5")] = (
        None
    )
    accepted: Annotated[
        str | None,
        Ask(
            "Was the transfer accepted?",
            help="Returned or rejected, the wait is the sender's again.",
            choices=ANSWERS,
            rule="TRA-1",
            label="Answer",
        ),
    ] = None
    rejected_reason: Annotated[
        str | None,
        Ask(
            "Why was it returned or rejected?",
            help="As the receiver put it, such as no start date on the form.",
            when=when("accepted", "no"),
            rule="TRA-1",
        ),
    ] = None

    original_ppid: Annotated[
        str | None,
        Ask(
            "What is the identifier at the sender?",
            help="Left empty, it is that of the pathway above.",
            rule="TRA-6",
            label="Original identifier",
        ),
    ] = None
    original_issuer: Annotated[
        str | None,
        Ask(
            "Who issued it, at the sender?",
            help="The code. Left empty, it is that of the pathway above.",
            rule="TRA-6",
            label="Original issuer",
        ),
    ] = None
    sender_code: Annotated[
        str | None,
        Ask(
            "Which RTT status would you record on the sender's own system?",
            help="Answer before you look at what this means.",
            choices=SENDER_STATUSES,
            rule="TRA-3",
            label="Status at the sender",
        ),
    ] = None
    sender_still_open: Annotated[
        str | None,
        Ask(
            "Is the patient still on the sender's list?",
            help="After 21 the patient leaves it, or the wait is counted twice.",
            choices=YES_NO,
            rule="TRA-3",
            label="Open at sender",
        ),
    ] = None
    receiver_clock_start: Annotated[
        date | None,
        Ask(
            "Which clock start did the receiver record?",
            help="As it stands on the receiver's system.",
            rule="TRA-2",
            label="Clock start at the receiver",
        ),
    ] = None
    new_pathway_code: Annotated[
        str | None,
        Ask(
            "Which RTT status was recorded for the referral to the colleague?",
            help="Is it the same condition, or a separate one?",
            choices=NEW_STATUSES,
            when=when("transfer_type", "internal_new_condition", "internal_same_condition"),
            rule="TRA-7",
            label="Status of the internal referral",
        ),
    ] = None
    cancer_clock_start: Annotated[
        date | None,
        Ask(
            "On a cancer pathway: when did the 62-day clock start?",
            help="Leave empty if it is none. The transfer is due by day 38.",
            rule="TRA-10",
            label="Cancer clock start",
        ),
    ] = None
    first_seen_adjustment: Annotated[
        int | None,
        Ask(
            "By how many days was it adjusted before the first appointment?",
            help="Only for a missed first appointment.",
            rule="TRA-10",
            label="First-seen adjustment",
        ),
    ] = None
    notes: Notes = None
