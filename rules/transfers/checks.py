"""Every remark on one transfer, in the order in which it is put right.

Source: NHS England PRN01045 v5.0 §11, Annex C and D; rule book A7, F and amendments R24, R25.
"""

from collections.abc import Iterator
from datetime import date
from itertools import combinations
from typing import Final

from rules.calendar import add_days
from rules.explain import BREACH, NOTE, WATCH, At, Verdict, edge
from rules.identifiers import is_ppid
from rules.transfers.clocks import (
    DATES,
    calc_cancer_day,
    find_ers_issuer,
    find_exception,
    is_form_mandatory,
    list_dates,
    list_missing,
    looks_like_ubrn,
)
from rules.transfers.record import BETWEEN_PROVIDERS, Transfer, TransferOnPathway
from rules.transfers.rules import (
    AGREEMENT,
    BOOK,
    CANCER,
    CODES,
    FORM,
    IDENTIFIER,
    NEW_CONDITION,
    ORDER,
    PRIVATE,
    RESPONSIBILITY,
    START,
    SUBCONTRACT,
)
from words.phrases import plural
from words.questions import KNOWN

list_findings = BOOK.find
LONG_WAIT_DAYS: Final = 126
DAY_38: Final = 38
NEW_CODES: Final = frozenset({"10", "11", "12"})

moved = BOOK.given(lambda case: case.moves)
accepted = BOOK.given(lambda case: case.moves and not case.rejected)
for_opinion = BOOK.given(lambda case: case.transfer_type == "opinion_or_diagnostics")
new_condition = BOOK.given(lambda case: case.transfer_type == "internal_new_condition")
same_condition = BOOK.given(lambda case: case.transfer_type == "internal_same_condition")
same_pathway = BOOK.given(lambda case: case.transfer_type != "internal_new_condition")
with_form = BOOK.given(lambda case: is_form_mandatory(case) is True)
between_providers = BOOK.given(lambda case: case.transfer_type in BETWEEN_PROVIDERS)


@BOOK.check("transfers-responsibility-unknown", WATCH, RESPONSIBILITY, "responsibility_moves")
def is_responsibility_unknown(case: Transfer) -> Verdict:
    """It is not recorded whether clinical responsibility moves: it decides who reports the wait.

    Ask the two services, and record the answer.
    """
    return case.responsibility_moves not in KNOWN


@for_opinion("transfers-opinion-contradicted", WATCH, RESPONSIBILITY, "responsibility_moves", blames="entry")
def is_opinion_contradicted(case: Transfer) -> Verdict:
    """Recorded as for an opinion or a test only, and also as a move of clinical responsibility.

    If the opinion became a transfer, record it as a transfer and send the form.
    """
    return case.responsibility_moves == "yes"


@for_opinion("transfers-sender-reports", NOTE, RESPONSIBILITY, "responsibility_moves")
def does_sender_report(case: Transfer) -> Verdict:
    """Asked for an opinion or a test only: the sender keeps clinical responsibility and goes on reporting.

    Do not record 21; if the opinion becomes a transfer, send the form then.
    """
    return case.responsibility_moves != "yes"


@BOOK.check("transfers-private-to-nhs", NOTE, PRIVATE, "transfer_type")
def is_from_private_care(case: Transfer) -> Verdict:
    """From private care: the clock starts when the NHS accepts responsibility or receives the referral.

    Record that date as the start, and check the local policy.
    """
    return case.transfer_type == "private_to_nhs"


@BOOK.check("transfers-rejected", WATCH, RESPONSIBILITY, "accepted")
def is_rejected(case: Transfer) -> Verdict:
    """The transfer was returned or rejected: responsibility, and the wait, are back with the sender.

    Record why, reinstate the patient on the sender's list with the original clock start, and plan the next step.
    """
    return case.rejected


@BOOK.check("transfers-rejected-no-reason", WATCH, RESPONSIBILITY, "rejected_reason")
def is_rejected_without_reason(case: Transfer) -> Verdict:
    """The transfer was returned or rejected, and no reason is recorded.

    Record the reason.
    """
    return case.rejected and not case.rejected_reason


@accepted("transfers-sender-not-21", BREACH, CODES, "sender_code")
def is_sender_not_21(case: Transfer) -> Verdict:
    """Clinical responsibility moves, but the sender's system holds status {code} instead of 21.

    Record 21 at the sender, so that the patient leaves its list and is not reported twice.
    """
    return case.sender_code not in (None, "21") and {"code": case.sender_code}


@accepted("transfers-form-not-20", BREACH, CODES, "rtt_status")
def is_form_not_20(case: Transfer) -> Verdict:
    """The transfer form carries status {code}; for an open wait it carries 20.

    Put 20 on the form; 21 belongs on the sender's own system only.
    """
    return case.rtt_status in NEW_CODES | {"21"} and {"code": case.rtt_status}


@accepted("transfers-open-at-sender", BREACH, CODES, "sender_still_open")
def is_open_at_sender(case: Transfer) -> Verdict:
    """The patient was transferred out (21), but is still on the sender's list.

    Close it at the sender; the receiver reports the wait.
    """
    return case.sender_code == "21" and case.sender_still_open == "yes"


@BOOK.check("transfers-21-without-responsibility", BREACH, RESPONSIBILITY, "sender_code")
def is_21_without_move(case: Transfer) -> Verdict:
    """Status 21 is recorded, but clinical responsibility stays with the sender: nobody would report this wait.

    Record 20 at the sender.
    """
    return case.responsibility_moves == "no" and case.sender_code == "21"


@new_condition("transfers-new-condition-not-12", BREACH, NEW_CONDITION, "new_pathway_code")
def is_new_not_12(case: Transfer) -> Verdict:
    """A referral for a separate condition, but status {code} is recorded on the new pathway.

    Open a new pathway with its own identifier and record 12.
    """
    return case.new_pathway_code not in (None, "12") and {"code": case.new_pathway_code}


@new_condition("transfers-new-condition-same-ppid", BREACH, NEW_CONDITION, "ppid")
def is_new_under_old_ppid(case: Transfer) -> Verdict:
    """A referral for a separate condition uses the identifier of the original pathway.

    Give the new pathway an identifier of its own, and the original its own outcome.
    """
    return bool(case.original_ppid) and case.ppid == case.original_ppid


@same_condition("transfers-same-condition-new-clock", BREACH, NEW_CONDITION, "new_pathway_code")
def starts_new_clock(case: Transfer) -> Verdict:
    """An internal referral for the same condition carries status {code}: no new clock starts.

    Keep the pathway and record 20.
    """
    return case.new_pathway_code in NEW_CODES and {"code": case.new_pathway_code}


@moved("transfers-start-missing", BREACH, START, "clock_start")
def lacks_start(case: Transfer) -> Verdict:
    """The original clock start is missing.

    Ask the sender for it. Do not use the date the referral was received.
    """
    return case.clock_start is None


@moved("transfers-start-not-the-pathways", BREACH, START, "clock_start")
@edge(
    transfer_type="inter_provider",
    responsibility_moves="yes",
    pathway_start=-30,
    right={"clock_start": -30},
    wrong={"clock_start": -31},
)
def is_start_of_another_pathway(case: TransferOnPathway) -> Verdict:
    """The form gives {form} as the clock start; on the pathway this transfer belongs to, the clock began on {start}.

    Put {start} on the form, or correct the pathway.
    """
    form, start = case.clock_start, case.pathway_start
    return None not in (form, start) and form != start and {"form": form, "start": start}


@moved("transfers-start-is-receipt", BREACH, START, "receiver_clock_start")
def is_start_receipt(case: Transfer) -> Verdict:
    """The receiver recorded {recorded}, the date it received the referral, as the clock start; the wait began on
    {start}.

    Record {start}.
    """
    return case.receiver_clock_start == case.received_date and tell_changed_start(case)


@moved("transfers-start-changed", BREACH, START, "receiver_clock_start")
def is_start_changed(case: Transfer) -> Verdict:
    """The receiver recorded {recorded} as the clock start; the form says {start}.

    Record {start}: the clock start travels unchanged.
    """
    return case.receiver_clock_start != case.received_date and tell_changed_start(case)


def tell_changed_start(case: Transfer) -> Verdict:
    recorded, start = case.receiver_clock_start, case.clock_start
    return None not in (recorded, start) and recorded != start and {"recorded": recorded, "start": start}


@BOOK.check("transfers-dates-out-of-order", BREACH, ORDER, "requested_date", blames="entry")
@edge(clock_start=-9, right={"requested_date": -9}, wrong={"requested_date": -10})
def list_dates_out_of_order(case: Transfer) -> Iterator[At]:
    """{later} ({later_day}) is before {earlier} ({earlier_day}).

    Correct one of the two dates.
    """
    for (earlier, first), (later, second) in combinations(list_dates(case), 2):
        if second < first:
            values = {"earlier": DATES[earlier].lower(), "earlier_day": first}
            yield At(later, {"later": DATES[later], "later_day": second} | values)


@BOOK.check("transfers-date-in-future", BREACH, ORDER, "requested_date", blames="entry")
@edge(right={"received_date": 0}, wrong={"received_date": 1})
def list_dates_in_future(case: Transfer, today: date) -> Iterator[At]:
    """{name} is {day}, which has not come yet.

    Correct the date.
    """
    return (At(name, {"name": DATES[name], "day": day}) for name, day in list_dates(case) if day > today)


@BOOK.check("transfers-ppid-length", BREACH, IDENTIFIER, "ppid", blames="entry")
@edge(right={"ppid": "A" * 20}, wrong={"ppid": "A" * 19})
def is_ppid_odd(case: Transfer) -> Verdict:
    """The patient pathway identifier has {length} instead of exactly 20 letters and digits.

    Use it as stored by the organisation that issued it, padding included.
    """
    ppid = case.ppid or ""
    return ppid != "" and not is_ppid(ppid) and {"length": plural(len(ppid), "character")}


@BOOK.check("transfers-issuer-not-x09", WATCH, IDENTIFIER, "ppid_issuer")
@edge(ppid_issuer="RXA", right={"ppid": "1" * 13}, wrong={"ppid": "1" * 12})
def is_issuer_not_x09(case: Transfer) -> Verdict:
    """The identifier looks like one made from a booking reference (UBRN), but its issuer is {issuer}.

    Check: one made from a UBRN has issuer {right}.
    """
    right = find_ers_issuer(case.requested_date)
    is_other = bool(case.ppid_issuer) and right is not None and case.ppid_issuer != right
    return is_other and looks_like_ubrn(case.ppid or "") and {"issuer": case.ppid_issuer, "right": right}


@same_pathway("transfers-issuer-changed", BREACH, IDENTIFIER, "ppid_issuer")
def is_issuer_changed(case: Transfer) -> Verdict:
    """The issuer is {issuer}, but the pathway was issued by {original}.

    Send the issuer unchanged.
    """
    issuer, original = case.ppid_issuer, case.original_issuer
    return bool(issuer and original) and issuer != original and {"issuer": issuer, "original": original}


@same_pathway("transfers-ppid-changed", BREACH, IDENTIFIER, "ppid")
def is_ppid_changed(case: Transfer) -> Verdict:
    """The patient pathway identifier on the form differs from the original.

    Send it unchanged; a new identifier is only for a separate condition.
    """
    return bool(case.ppid and case.original_ppid) and case.ppid != case.original_ppid


@with_form("transfers-item-missing", BREACH, FORM, "family_name")
def lacks_items(case: Transfer) -> Verdict:
    """Mandatory on the transfer form, and missing: {items}.

    Complete the form before it is sent; send what is missing when it has gone already.
    """
    missing = [item for item in list_missing(case) if item.name != "clock_start"]
    return bool(missing) and At(missing[0].name, {"items": [item.in_words for item in missing]})


@with_form("transfers-form-not-sent", WATCH, FORM, "form_sent_on")
def is_form_not_sent(case: Transfer) -> Verdict:
    """Care moves to another provider, and it is not recorded that the transfer form was sent.

    Send it with the referral, and record the date.
    """
    return case.form_sent_on is None


@between_providers("transfers-patient-not-agreed", WATCH, AGREEMENT, "patient_agreed")
def is_patient_not_asked(case: Transfer) -> Verdict:
    """It is not recorded that the patient agreed to the move.

    Talk to the patient first, and record the answer.
    """
    return case.patient_agreed != "yes"


@between_providers("transfers-letters-not-sent", NOTE, AGREEMENT, "letters_sent")
def are_letters_not_sent(case: Transfer) -> Verdict:
    """It is not recorded that letters and images were sent.

    Send them with the form: without them the first visit is often lost.
    """
    return case.letters_sent != "yes"


@between_providers("transfers-aid-without-reporter", WATCH, SUBCONTRACT, "reported_by")
def lacks_reporter(case: Transfer) -> Verdict:
    """Mutual aid or a subcontract, and it is not recorded who is to report the wait.

    Say it in the agreement: the provider with clinical responsibility, unless the commissioner agreed otherwise.
    """
    is_aid = case.mutual_aid == "yes" or case.transfer_reason == "mutual_aid"
    return is_aid and not case.reported_by


@between_providers("transfers-reporting-not-agreed", BREACH, SUBCONTRACT, "reported_by")
def is_exception_not_agreed(case: Transfer) -> Verdict:
    """{who} is to report although responsibility {moves}, and the commissioner's agreement in advance is not recorded.

    Get the commissioner's explicit agreement first, show that it is clinically appropriate and safe, and tell
    england.rtt@nhs.net; otherwise the provider with responsibility reports.
    """
    return case.commissioner_agreed != "yes" and find_exception(case)


@between_providers("transfers-exception-not-shown", WATCH, SUBCONTRACT, "reported_by")
def is_exception_not_shown(case: Transfer) -> Verdict:
    """{who} is to report although responsibility {moves}, with the commissioner's agreement, but it is not shown that
    {missing}.

    Record that it is clinically appropriate and safe, and tell england.rtt@nhs.net.
    """
    shown = {
        "it is clinically appropriate and safe": case.appropriate_and_safe == "yes",
        "NHS England was told": case.nhs_england_told == "yes",
    }
    missing = [words for words, met in shown.items() if not met]
    said = find_exception(case) if missing and case.commissioner_agreed == "yes" else None
    return said and {**said, "missing": missing}


@between_providers("transfers-long-wait-not-agreed", WATCH, SUBCONTRACT, "talked_on")
@edge(transfer_type="inter_provider", requested_date=0, right={"clock_start": -126}, wrong={"clock_start": -127})
def is_long_wait_not_talked_about(case: Transfer) -> Verdict:
    """The patient had waited {weeks} at the transfer, over 18 weeks, and it is not recorded that the two providers
    talked before the move.

    Talk to the other provider before anyone is moved who has waited, or will wait, over 18 weeks; record the day and
    who reports.
    """
    waited, requested = case.waited_days or 0, case.requested_date
    talked = case.talked_on is not None and requested is not None and case.talked_on <= requested
    return waited > LONG_WAIT_DAYS and not talked and {"weeks": plural(waited // 7, "week")}


@BOOK.check("transfers-cancer-day-38", WATCH, CANCER, "requested_date")
@edge(requested_date=0, right={"cancer_clock_start": -38}, wrong={"cancer_clock_start": -39})
def is_after_day_38(case: Transfer) -> Verdict:
    """Transferred on day {day}, after day 38 of the cancer pathway.

    Record why; the provider that investigates carries more of a breach.
    """
    day = calc_cancer_day(case, case.requested_date) if case.requested_date else None
    return day is not None and day > DAY_38 and {"day": day}


@BOOK.check("transfers-cancer-day-38-passed", WATCH, CANCER, "requested_date")
@edge(right={"cancer_clock_start": -38}, wrong={"cancer_clock_start": -39})
def is_day_38_passed(case: Transfer, today: date) -> Verdict:
    """Day {day} of the cancer pathway, and the transfer has not been requested.

    Escalate: the transfer was due by {due}.
    """
    start, day = case.cancer_clock_start, calc_cancer_day(case, today)
    if case.requested_date or start is None or day is None or day <= DAY_38:
        return False
    return {"day": day, "due": add_days(start, DAY_38 + case.adjusted_days)}
