"""Communications tracker: letters, messages and calls, in time, with enough notice, safe to read, and received.

Teaches rule book J and PRN01045 §2.1 and §8.3. A letter is drafted from the record; nothing is ever sent.
"""

from dashapp.declare.module import Chart, Column, Derived, Measure, Module, View
from dashapp.declare.phrases import WRONG_VIEW, by_month, tell_next_step
from rules.letters.pathway import list_events
from rules.letters.record import LETTER_TYPES, Communication
from rules.letters.rules import CLINIC_LETTER_DAYS, UNDELIVERED
from words.phrases import in_words

from .examples import make_example
from .meaning import (
    LATE,
    NOTICE_BANDS,
    OWED,
    SHORT,
    band_of_notice,
    find_findings,
    is_summary_judged,
    list_due,
    needs_follow_up,
    say_where_it_stands,
    specialty_of,
    tell_meaning,
    tell_turnaround_days,
)

MODULE = Module(
    slug="communications-tracker",
    store_key="communications",
    title="Communications tracker",
    journey="Letters and contact",
    purpose="Letters, messages and calls: in time, with enough notice, and received. A letter is drafted from the "
    "record; Clockstart sends nothing.",
    one="communication",
    many="communications",
    record=Communication,
    teaches=(
        "A clinic letter is due within 7 days, a discharge summary within 24 hours.",
        "A date offered with fewer than three weeks' notice has no consequence when it is declined.",
        "A text message carries no clinical detail.",
        "Every missed appointment is followed by a letter, every stop by one to the patient and the GP.",
        "What came back has told nobody anything, and no reply is not a stop.",
    ),
    rules=("LET-1", "LET-2", "LET-3", "LET-4", "LET-6", "LET-7", "LET-9", "LET-12"),
    findings=find_findings,
    events=list_events,
    meaning=tell_meaning,
    due=list_due,
    derived=(
        Derived("notice_days", "Days of notice", lambda case: case.answers.notice, kind="count"),
        Derived("turnaround_days", "Days to send", tell_turnaround_days, kind="count"),
        Derived("follow_up", "Follow-up owed", needs_follow_up),
        Derived("next_step", "Next step", tell_next_step(say_where_it_stands)),
    ),
    columns=(
        Column("patient_name", pinned=True, second="specialty"),
        Column("type", flex=3),
        Column("date_sent"),
        Column("date_offered"),
        Column("outcome", second="channel"),
        Column("next_step", flex=3),
        Column("nhs_number"),
    ),
    views=(
        WRONG_VIEW,
        View(
            "follow-up",
            "Follow-up owed",
            "it did not arrive or its follow-up is overdue, and none is recorded",
            lambda row: row["follow_up"],
            "watch",
        ),
        View(
            "owed",
            "Letters owed",
            "a missed appointment, or a decision that stopped the clock, was not told in writing, to the patient or to "
            "the GP",
            lambda row: not OWED.isdisjoint(row["findings"]),
            "breach",
        ),
        View(
            "late",
            "Sent late",
            "a clinic letter sent after 7 days, or a discharge summary after 24 hours",
            lambda row: not LATE.isdisjoint(row["findings"]),
            "breach",
        ),
        View(
            "undelivered",
            "Not delivered",
            "it came back, bounced or was not answered",
            lambda row: row.get("outcome") in UNDELIVERED,
            "watch",
        ),
        View(
            "short-notice",
            "Short notice",
            "the date it offers is fewer than three weeks from the day it was sent; not applied on cancer pathways",
            lambda row: not SHORT.isdisjoint(row["findings"]),
            "watch",
        ),
        View(
            "declined",
            "Date declined",
            "the patient declined the date that was offered",
            lambda row: row.get("outcome") == "declined",
            minor=True,
        ),
        View(
            "no-result",
            "Result not recorded",
            "it is not recorded what became of it",
            lambda row: not row.get("outcome"),
        ),
        View(
            "missed",
            "Letters after a missed appointment",
            "the type is a letter after a missed appointment",
            lambda row: row.get("type") == "dna",
            minor=True,
        ),
        View(
            "validation",
            "12-week contacts",
            "the type is a 12-week validation contact",
            lambda row: row.get("type") == "validation_contact",
            minor=True,
        ),
    ),
    charts=(
        Chart("by-type", "By type", "Communications by their type.", by="type"),
        Chart("by-channel", "By channel", "Communications by their channel.", by="channel"),
        by_month("by-month", "By month", "Communications by the month they were sent.", "date_sent"),
        Chart(
            "delivered",
            "Not delivered, by channel",
            "Communications that came back, bounced or were not answered, of those whose result is recorded.",
            by="channel",
            measures=(
                Measure(
                    "Not delivered, percent",
                    counts=lambda row: row.get("outcome") in UNDELIVERED,
                    among=lambda row: bool(row.get("outcome")),
                ),
            ),
        ),
        Chart(
            "notice",
            "Notice given",
            "Offers of a date by the weeks from sending to the date offered, offers of a date already past left out.",
            by=band_of_notice,
            order=NOTICE_BANDS,
            category="Notice",
        ),
        Chart(
            "by-outcome",
            "What became of them",
            "Communications by their outcome, those without one left out.",
            by="outcome",
        ),
        Chart(
            "clinic-letters",
            "Clinic letters within 7 days, by specialty",
            "Clinic letters sent within 7 days of the clinic, of those with both dates, by specialty.",
            by=specialty_of("clinic_letter"),
            category="Specialty",
            measures=(
                Measure(
                    "Within 7 days, percent",
                    counts=lambda row: (row["turnaround_days"] or 0) <= CLINIC_LETTER_DAYS,
                    among=lambda row: row["turnaround_days"] is not None,
                ),
            ),
            better="increase",
        ),
        Chart(
            "summaries",
            "Discharge summaries within 24 hours, by specialty",
            "Discharge summaries sent within 24 hours, of those of which that can be said, by specialty.",
            by=specialty_of("discharge_summary"),
            category="Specialty",
            measures=(
                Measure(
                    "Within 24 hours, percent",
                    counts=lambda row: "letters-summary-late" not in row["findings"],
                    among=is_summary_judged,
                ),
            ),
            better="increase",
        ),
    ),
    filters=("type", "channel", "specialty", "outcome"),
    filters_said="of [any type] by [any channel] from [any specialty] with [any outcome]",
    name_of=lambda answers: (
        f"{answers.patient_name}, {LETTER_TYPES[answers.type].lower()} of {in_words(answers.date_sent)}"
    ),
    example=make_example,
)
