"""Letters drafted from a record: plain words, what rule book J asks a letter to say, gaps where the record has none."""

from __future__ import annotations

from datetime import date, time

from dashapp.declare.meaning import Letter
from rules.letters.record import FORMATS, LETTER_TYPES, Communication
from rules.specialties import SPECIALTIES
from words.phrases import in_words

RING = "Please ring us as soon as you can if you cannot come, so that we can offer another date."
COMING = "Tell us if you need an interpreter, help with travel or this letter in another format."
OFFER = (
    "We have made an appointment for you on {date_offered} at {time_offered}, with {clinician}, at {site}.",
    RING,
    "If you do not come and have not told us, a clinician will decide what happens next; you may be referred back to "
    "your GP.",
    COMING,
)
TEMPLATES: dict[str, tuple[str, ...]] = {
    "appointment": OFFER,
    "pre_op": ("Before your operation we need to be sure that you are fit for it.", *OFFER),
    "tci": (
        "We can offer you a date for your admission: {date_offered} at {time_offered}, under {clinician}, at {site}.",
        "If this date does not suit you, ring us: you may ask for another one and keep your place on the list.",
        "If you do not come and have not told us, a clinician will decide what happens next.",
        COMING,
    ),
    "reminder": ("We look forward to seeing you on {date_offered} at {time_offered}, at {site}.", RING),
    "cancellation": (
        "We are sorry: {decision_of_cancelling}.",
        "Your new date is {date_offered} at {time_offered}, at {site}.",
        "If we cancelled your operation on the day for a reason that is not clinical, you have a right to a new date "
        "within 28 days.",
        RING,
    ),
    "active_monitoring": (
        "On {event_date} we agreed with you to watch how you are for now, rather than to treat: {decision}.",
        "Your waiting time stops on that day. If treatment is needed later, a new waiting time begins.",
        "We will look at how you are on {review_on}. If things change before then, ring us.",
    ),
    "discharge_to_gp": (
        "On {event_date} it was decided that you go back to the care of your GP: {decision}.",
        "If you have questions or things change, speak to your GP, who can refer you again.",
        "A copy of this letter goes to your GP.",
    ),
    "transfer": (
        "As we agreed with you, your care passes to {site_or_receiver} on {event_date}.",
        "The time that you have waited counts on: you keep your place.",
    ),
    "results": ("The results of {event_date} are here: {decision}.", "Ring us if you have questions about them."),
    "clinic_letter": ("We saw you on {event_date}. {decision}", "A copy of this letter goes to your GP."),
    "discharge_summary": ("You left hospital on {event_date}. {decision}", "A copy of this summary goes to your GP."),
    "planned_list": (
        "You are on our list for treatment that is due at a certain time. {purpose}",
        "We will look at your case again on {review_on}, or earlier if you tell us of a change.",
    ),
    "waiting_update": (
        "You are still on our waiting list, and we are sorry that you have to wait. {purpose}",
        "If your condition changes, speak to your GP or ring us. You may ask us about being treated elsewhere.",
    ),
    "validation_contact": (
        "You have been waiting for some time, and we would like to know how you are.",
        "Please tell us which holds: I still want the appointment; my condition has changed; I was treated elsewhere; "
        "I have moved; I cannot come at present; I no longer need it.",
        "If we do not hear from you, you stay on the list, and we try again.",
    ),
}
MISSED_FIRST = (
    "We are sorry that we did not see you on {event_date}, at your first appointment after your referral.",
    "Your waiting time begins again when you make contact to arrange another appointment. Please ring us.",
    "If it was difficult to come, tell us: we can help.",
)
MISSED_LATER = (
    "We are sorry that we did not see you on {event_date}. Your waiting time goes on.",
    "A clinician has looked at your case: {decision}.",
    "If it was difficult to come, tell us: we can help.",
)
MESSAGE = "You have a message from the hospital. Please ring the number on your letter."
MESSAGE_WITH_DATE = (
    "Your hospital appointment is on {date_offered} at {time_offered}, {site}. To change it, please ring."
)


def draft(answers: Communication) -> Letter | None:
    """The letter or text message a record calls for; None for a call."""
    if answers.channel == "phone":
        return None
    if answers.channel == "sms":
        words = MESSAGE_WITH_DATE if answers.date_offered else MESSAGE
        return Letter("Text message", answers.patient_name, answers.date_sent, (fill(words, answers),))
    paragraphs = tuple(fill(words, answers) for words in find_template(answers))
    return Letter(name_subject(answers), answers.patient_name, answers.date_sent, paragraphs, name_foot(answers))


def name_foot(answers: Communication) -> str:
    """In which format it goes out, and who has a copy."""
    need = answers.accessibility_needs
    told = [f"To be sent as: {FORMATS[need].lower()}."] if need and need != "standard" else []
    return " ".join([*told, *(["Copy to the GP."] if answers.sent_to_gp == "yes" else [])])


def find_template(answers: Communication) -> tuple[str, ...]:
    if answers.type == "dna":
        return MISSED_FIRST if answers.first_missed == "yes" else MISSED_LATER
    return TEMPLATES[answers.type]


def name_subject(answers: Communication) -> str:
    """The subject line; the specialty, when known, is part of it."""
    subject = LETTER_TYPES[answers.type]
    return f"{subject}: {SPECIALTIES[answers.specialty]}" if answers.specialty else subject


def fill(words: str, answers: Communication) -> str:
    """A sentence with the record's answers; what the record does not say stands as a gap in brackets."""
    by_hospital = answers.by_hospital != "no"
    given = {
        "date_offered": say(answers.date_offered, "date"),
        "time_offered": say(answers.time_offered, "time"),
        "event_date": say(answers.event_date, "date"),
        "review_on": say(answers.review_on, "review date"),
        "clinician": answers.clinician or "[consultant or team]",
        "site": answers.site or "[site]",
        "site_or_receiver": answers.clinician or "[receiving provider]",
        "decision": (answers.decision or "[what was decided, and why]").rstrip("."),
        "purpose": answers.purpose.rstrip(".") + ".",
        "decision_of_cancelling": "we had to cancel your date"
        if by_hospital
        else "your date was cancelled, as you asked",
    }
    return words.format_map(given)


def say(value: date | time | None, what: str) -> str:
    if value is None:
        return f"[{what}]"
    return f"{value:%H:%M}" if isinstance(value, time) else in_words(value)
