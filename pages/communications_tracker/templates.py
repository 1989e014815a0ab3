"""Letters drafted from a record: plain words, what rule book J asks a letter to say, gaps where the record has none."""

from datetime import date, time

from dashapp.declare.meaning import Letter
from rules.letters.record import FORMATS, LETTER_TYPES, Communication
from rules.specialties import SPECIALTIES
from words.code_lists import read_words
from words.phrases import in_words

RING = "Please ring us as soon as you can if you cannot come, so that we can offer another date."
COMING = "Tell us if you need an interpreter, help with travel or this letter in another format."
LETTERS = {
    name: tuple(text.strip().split("\n\n")) for name, text in read_words(__file__, "letters.toml")["letters"].items()
}


def draft(answers: Communication) -> Letter | None:
    """The letter or text message a record calls for; None for a call."""
    if answers.channel == "phone":
        return None
    if answers.channel == "sms":
        said = fill("message_with_date" if answers.date_offered else "message", answers)
        return Letter("Text message", answers.patient_name, answers.date_sent, said)
    said = fill(name_template(answers), answers)
    return Letter(name_subject(answers), answers.patient_name, answers.date_sent, said, name_foot(answers))


def name_foot(answers: Communication) -> str:
    """In which format it goes out, and who has a copy."""
    need = answers.accessibility_needs
    told = [f"To be sent as: {FORMATS[need].lower()}."] if need and need != "standard" else []
    return " ".join([*told, *(["Copy to the GP."] if answers.sent_to_gp == "yes" else [])])


def name_template(answers: Communication) -> str:
    if answers.type == "dna":
        return "dna_first" if answers.first_missed == "yes" else "dna_later"
    return answers.type


def name_subject(answers: Communication) -> str:
    """The subject line; the specialty, when known, is part of it."""
    subject = LETTER_TYPES[answers.type]
    return f"{subject}: {SPECIALTIES[answers.specialty]}" if answers.specialty else subject


def fill(template: str, answers: Communication) -> tuple[str, ...]:
    """The paragraphs of a template with the record's answers; what the record does not say is a gap in brackets."""
    by_hospital = answers.by_hospital != "no"
    given = {
        "ring": RING,
        "coming": COMING,
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
    return tuple(words.format_map(given) for words in LETTERS[template])


def say(value: date | time | None, what: str) -> str:
    if value is None:
        return f"[{what}]"
    return f"{value:%H:%M}" if isinstance(value, time) else in_words(value)
