"""Every remark on one letter, message or call: its time, its notice, its content, what became of it.

Sources: NHS Standard Contract SC11.5, SC11.7; PRN01045 v5.0 §2.1, §8.3; PRN01625 p. 9; rule book J; MODULES 1b.
"""

import re
from datetime import date, datetime, time, timedelta

from rules.event_choices import LETTER_OUTCOMES
from rules.explain import BREACH, NOTE, WATCH, At, Verdict, edge
from rules.letters.record import FORMATS, Communication
from rules.letters.rules import (
    ACCESSIBLE,
    BOOK,
    CHANNELS,
    CLINIC,
    CONTENT,
    DNA_LETTER,
    GUARANTEE,
    NO_CLINICAL,
    NOTICE,
    NOTICE_DAYS,
    OFFERS,
    PLANNED,
    REMINDER_DAYS,
    REMINDERS,
    REVIEW,
    STOP_TOLD,
    STOPS,
    SUMMARY,
    SUMMARY_HOURS,
    TYPES,
    UNDELIVERED,
    UNDELIVERED_RULE,
)
from words.phrases import plural

list_findings = BOOK.find
REPORTS = {"clinic_letter": "the clinic", "discharge_summary": "the discharge"}
STATEMENTS = {
    "states_how_to_change": "how to change it",
    "states_if_missed": "what happens if it is missed",
    "states_site_and_team": "the site and the team",
    "states_travel": "how to get there and what help there is",
}
CLINICAL = re.compile(
    r"\b(?:cancer|tumour|lump|biops(?:y|ies)|diagnos(?:is|ed)|results?|HIV|AIDS|pregnan(?:t|cy)|miscarriage|abortion|"
    r"colonoscopy|endoscopy|gastroscopy|colposcopy|mammogram|chemotherapy|radiotherapy|oncology|psychiatr(?:y|ic)|"
    r"sexual health|dementia|infection|positive|negative|MRI|CT scan|x-?ray|surgery for)\b",
    re.IGNORECASE,
)


def find_clinical_words(text: str | None) -> str:
    """The first words of a message that name a condition, a test or a result."""
    found = CLINICAL.search(text or "")
    return found.group() if found else ""


def is_within_24_hours(case: Communication, discharged: date) -> bool | None:
    """By the times where both are known, else by the days; None for the day after without times."""
    if case.time_sent and case.event_time:
        took = datetime.combine(case.date_sent, case.time_sent) - datetime.combine(discharged, case.event_time)
        return took <= timedelta(hours=SUMMARY_HOURS)
    days = (case.date_sent - discharged).days
    return None if days == 1 else days < 1


def say_format(slug: str | None) -> str:
    """The format in words; the standard one is no need."""
    return FORMATS[slug].lower() if slug and slug != "standard" else ""


def is_offer(case: Communication) -> bool:
    return case.notice is not None and case.notice >= 0


report = BOOK.given(lambda case: case.type in REPORTS)
clinic = BOOK.given(lambda case: case.type == "clinic_letter" and case.event_date)
summary = BOOK.given(lambda case: case.type == "discharge_summary" and case.event_date)
sent_summary = BOOK.given(lambda case: case.type == "discharge_summary" and case.event_date and case.date_sent)
offer = BOOK.given(is_offer)
routine_offer = BOOK.given(lambda case: is_offer(case) and case.cancer_pathway != "yes")
our_cancellation = BOOK.given(lambda case: case.type == "cancellation" and case.by_hospital == "yes")


@BOOK.check("letters-sent-in-future", BREACH, STOP_TOLD, "date_sent", blames="entry")
@edge(right={"date_sent": 0}, wrong={"date_sent": 1})
def is_sent_in_future(case: Communication, today: date) -> Verdict:
    """Sent on {sent}, which has not come yet.

    Correct the date.
    """
    return case.date_sent is not None and case.date_sent > today and {"sent": case.date_sent}


@report("letters-turnaround-unknown", WATCH, CLINIC, "event_date")
def is_event_undated(case: Communication) -> Verdict:
    """The day of what this {kind} tells is not recorded, so it cannot be said whether it went out in time.

    Record the day of the clinic or the discharge.
    """
    return case.event_date is None and {"kind": TYPES[case.type]}


@report("letters-sent-before-event", BREACH, CLINIC, "date_sent", blames="entry")
@edge(type="clinic_letter", event_date=-9, right={"date_sent": -9}, wrong={"date_sent": -10})
def is_sent_before_event(case: Communication) -> Verdict:
    """The {kind} is dated {sent}, before {event} on {day}.

    Correct one of the two dates.
    """
    sent, day = case.date_sent, case.event_date
    early = sent is not None and day is not None and sent < day
    return early and {"kind": TYPES[case.type], "sent": sent, "event": REPORTS[case.type], "day": day}


@clinic("letters-clinic-letter-late", BREACH, CLINIC, "date_sent")
@edge(type="clinic_letter", event_date=-20, right={"date_sent": -13}, wrong={"date_sent": -12})
def is_clinic_letter_late(case: Communication) -> Verdict:
    """The clinic letter was sent on {sent}, {days} after the clinic on {clinic}.

    Find out where it waited: dictation, typing or signature.
    """
    sent, due = case.date_sent, case.send_by
    if sent is None or due is None or case.event_date is None or sent <= due:
        return False
    return {"sent": sent, "clinic": case.event_date, "days": plural((sent - case.event_date).days, "day")}


@clinic("letters-clinic-letter-overdue", BREACH, CLINIC, "date_sent")
@edge(type="clinic_letter", right={"event_date": -7}, wrong={"event_date": -8})
def is_clinic_letter_overdue(case: Communication, today: date) -> Verdict:
    """No clinic letter has been sent; it was due by {due}.

    Send it today.
    """
    return case.date_sent is None and case.send_by is not None and today > case.send_by and {"due": case.send_by}


@summary("letters-summary-overdue", BREACH, SUMMARY, "date_sent")
@edge(type="discharge_summary", right={"event_date": -1}, wrong={"event_date": -2})
def is_summary_overdue(case: Communication, today: date) -> Verdict:
    """No discharge summary has been sent; the patient was discharged on {discharged}.

    Send it now.
    """
    overdue = case.date_sent is None and case.send_by is not None and today > case.send_by
    return overdue and {"discharged": case.event_date}


@sent_summary("letters-summary-hours-unknown", WATCH, SUMMARY, "time_sent")
@edge(type="discharge_summary", event_date=-9, right={"date_sent": -9}, wrong={"date_sent": -8})
def is_summary_untimed(case: Communication) -> Verdict:
    """The discharge summary was sent the day after discharge; without times it cannot be said whether within 24 hours.

    Record both times.
    """
    return case.event_date is not None and is_within_24_hours(case, case.event_date) is None


@sent_summary("letters-summary-late", BREACH, SUMMARY, "date_sent")
@edge(
    type="discharge_summary", event_date=-9, event_time=time(16), date_sent=-8,
    right={"time_sent": time(16)}, wrong={"time_sent": time(16, 1)},
)  # fmt: skip
def is_summary_late(case: Communication) -> Verdict:
    """The discharge summary was sent on {sent}; the patient was discharged on {discharged}, more than 24 hours before.

    Find out why, and send the next ones on the day.
    """
    late = case.event_date is not None and is_within_24_hours(case, case.event_date) is False
    return late and {"sent": case.date_sent, "discharged": case.event_date}


@BOOK.check("letters-offer-already-past", BREACH, NOTICE, "date_offered")
@edge(date_sent=-9, right={"date_offered": -9}, wrong={"date_offered": -10})
def is_date_past(case: Communication) -> Verdict:
    """Sent on {sent} for {offered}, which had already passed.

    Correct the date, or record that the appointment was not communicated.
    """
    sent, offered = case.date_sent, case.date_offered
    return sent is not None and offered is not None and offered < sent and {"sent": sent, "offered": offered}


@BOOK.check("letters-reminder-late", NOTE, REMINDERS, "date_sent")
@edge(type="reminder", date_sent=-9, right={"date_offered": -7}, wrong={"date_offered": -8})
def is_reminder_late(case: Communication) -> Verdict:
    """The reminder went out {days} before the appointment.

    Send reminders early enough for the patient to ring and the slot to be used.
    """
    if case.type != "reminder" or case.date_sent is None or case.date_offered is None:
        return False
    days = (case.date_offered - case.date_sent).days
    return 0 <= days < REMINDER_DAYS and {"days": plural(days, "day")}


@offer("letters-offer-without-time", WATCH, NOTICE, "date_offered")
def lacks_time(case: Communication) -> Verdict:
    """It offers {offered} and no time: a reasonable offer is a date and a time.

    Give the time.
    """
    return case.time_offered is None and {"offered": case.date_offered}


@routine_offer("letters-short-notice-declined", NOTE, NOTICE, "outcome")
@edge(type="tci", outcome="declined", date_sent=-30, right={"date_offered": -9}, wrong={"date_offered": -10})
def is_short_offer_declined(case: Communication) -> Verdict:
    """The patient declined {offered}, offered with {days} of notice: no reasonable offer was declined, and nothing
    follows from it.

    Offer another date; the clock runs on, and the place on the list is kept.
    """
    notice = case.notice or 0
    declined = case.outcome == "declined" and notice < NOTICE_DAYS
    return declined and {"offered": case.date_offered, "days": plural(notice, "day")}


@routine_offer("letters-offer-declined", NOTE, NOTICE, "outcome")
@edge(type="tci", outcome="declined", date_sent=-30, right={"date_offered": -10}, wrong={"date_offered": -9})
def is_offer_declined(case: Communication) -> Verdict:
    """The patient declined {offered}, offered with {days} of notice. The clock runs on.

    Offer a second date within six weeks of the first, and record both under Patient choice and deferrals.
    """
    notice = case.notice or 0
    declined = case.outcome == "declined" and notice >= NOTICE_DAYS
    return declined and {"offered": case.date_offered, "days": plural(notice, "day")}


@routine_offer("letters-short-notice", WATCH, NOTICE, "date_offered")
@edge(type="tci", date_sent=-30, right={"date_offered": -9}, wrong={"date_offered": -10})
def is_notice_short(case: Communication) -> Verdict:
    """Sent on {sent} for {offered}: {days} of notice, fewer than 21.

    Ring as well. If the patient declines, it does not count as a reasonable offer.
    """
    notice = case.notice or 0
    short = case.outcome != "declined" and notice < NOTICE_DAYS
    return short and {"sent": case.date_sent, "offered": case.date_offered, "days": plural(notice, "day")}


@BOOK.check("letters-offer-incomplete", WATCH, CONTENT, "states_how_to_change")
def is_offer_incomplete(case: Communication) -> Verdict:
    """The letter does not say {missing}.

    Add it: an appointment that is not clearly communicated cannot be counted as missed.
    """
    missing = [field for field in STATEMENTS if getattr(case, field) == "no"]
    if case.type not in OFFERS or case.channel != "letter" or not missing:
        return False
    return At(missing[0], {"missing": [STATEMENTS[field] for field in missing]})


@our_cancellation("letters-cancellation-without-date", WATCH, GUARANTEE, "date_offered")
def lacks_new_date(case: Communication) -> Verdict:
    """The letter about our cancellation offers no new date.

    Give a new date; at the last minute it must lie within 28 days.
    """
    return case.date_offered is None


@our_cancellation("letters-cancellation-incomplete", WATCH, GUARANTEE, "states_why")
def lacks_reason(case: Communication) -> Verdict:
    """The letter about our cancellation does not say why, or leaves out the 28-day guarantee where it applies.

    Say why, apologise, and name the 28 days if it was cancelled on the day or after admission.
    """
    return case.states_why == "no"


@BOOK.check("letters-planned-without-review-date", WATCH, PLANNED, "review_date_given")
def lacks_planned_review(case: Communication) -> Verdict:
    """The planned list confirmation gives no review date.

    Give the review date in the letter.
    """
    return case.type == "planned_list" and case.review_date_given == "no"


@BOOK.check("letters-monitoring-without-review-date", WATCH, REVIEW, "review_date_given")
def lacks_monitoring_review(case: Communication) -> Verdict:
    """The letter about active monitoring gives no review date.

    Give the review date, and say how to come back before it.
    """
    return case.type == "active_monitoring" and case.review_date_given == "no"


@BOOK.check("letters-clinical-detail-in-message", BREACH, NO_CLINICAL, "message_text")
def has_clinical_detail(case: Communication) -> Verdict:
    """The {channel} names clinical detail: "{words}".

    Send date, time, place and whom to ring; nothing about condition, test or result.
    """
    words = find_clinical_words(case.message_text)
    is_spoken = case.channel == "phone" and case.message_left == "yes"
    if not words or not (is_spoken or case.channel == "sms"):
        return False
    return {"channel": "message left on the phone" if is_spoken else CHANNELS["sms"], "words": words}


@BOOK.check("letters-message-not-agreed", WATCH, NO_CLINICAL, "safe_to_leave_message")
def is_not_agreed(case: Communication) -> Verdict:
    """{what}, and it is not recorded that this is safe.

    Ask the patient how they wish to be reached.
    """
    if case.message_left == "yes" and case.safe_to_leave_message != "yes":
        return {"what": "A message was left"}
    return case.channel == "sms" and case.safe_to_leave_message == "no" and {"what": "A text message was sent"}


@BOOK.check("letters-stop-gp-not-told", BREACH, STOP_TOLD, "sent_to_gp")
def is_gp_untold(case: Communication) -> Verdict:
    """The decision of {day} stops the clock, and the GP has not been written to.

    Send a copy to the GP or referrer.
    """
    day = case.event_date or case.date_sent
    return case.type in STOPS and case.sent_to_gp != "yes" and day is not None and {"day": day}


@BOOK.check("letters-summary-not-to-gp", WATCH, SUMMARY, "sent_to_gp")
def is_summary_not_with_gp(case: Communication) -> Verdict:
    """It is not recorded that the discharge summary went to the GP.

    Send it to the GP electronically, and give the patient a copy.
    """
    return case.type == "discharge_summary" and case.sent_to_gp != "yes"


@BOOK.check("letters-format-not-used", WATCH, ACCESSIBLE, "format_used")
def is_format_not_used(case: Communication) -> Verdict:
    """The patient needs {need}, and {used}.

    Send it again in the format the patient needs.
    """
    need, used = say_format(case.accessibility_needs), say_format(case.format_used)
    if need in {"", used}:
        return False
    return {"need": need, "used": f"{used} was used" if used else "no format is recorded"}


@BOOK.check("letters-no-reply-is-no-stop", NOTE, UNDELIVERED_RULE, "outcome")
def has_no_reply(case: Communication) -> Verdict:
    """Nobody answered the contact about the wait: no reply is not a stop, and the patient stays on the list.

    Try another way; remove nobody without a clinical decision.
    """
    return case.type == "validation_contact" and case.outcome in UNDELIVERED


@BOOK.check("letters-not-delivered", WATCH, UNDELIVERED_RULE, "outcome")
def is_undelivered(case: Communication) -> Verdict:
    """The {kind} was not delivered ({outcome}): the patient has not been told.

    Check the address and number, and try another way.
    """
    if case.outcome not in UNDELIVERED or case.followed_up_on is not None:
        return False
    return {"kind": TYPES[case.type], "outcome": LETTER_OUTCOMES[case.outcome]}


@BOOK.check("letters-follow-up-overdue", WATCH, UNDELIVERED_RULE, "followed_up_on")
@edge(right={"follow_up_due": 0}, wrong={"follow_up_due": -1})
def is_follow_up_overdue(case: Communication, today: date) -> Verdict:
    """Follow-up was due on {due}, {days} ago.

    Follow it up, and record the result.
    """
    due = case.follow_up_due
    if due is None or case.followed_up_on is not None or due >= today:
        return False
    return {"due": due, "days": plural((today - due).days, "day")}


DNA_MISSING = BOOK.remark(
    "letters-dna-letter-missing",
    WATCH,
    DNA_LETTER,
    "An appointment was missed on {day}, and no letter about it is recorded.",
    "Send it: {what}.",
)
PATIENT_NOT_TOLD = BOOK.remark(
    "letters-stop-patient-not-told",
    BREACH,
    STOP_TOLD,
    "The clock was stopped on {day}, and no letter to the patient is recorded.",
    "Write to the patient: what was decided, why, and how to come back.",
)
GP_NOT_TOLD = is_gp_untold
