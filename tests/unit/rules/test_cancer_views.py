"""What worklists and ribbons read from a cancer pathway: stage, next limit, day 38, what was cut out; the tables."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from rules.cancer import read_pathway, tables
from rules.cancer.measures import MEASURES, band_of
from rules.events import EVENT_KINDS, Event
from rules.standards import Measure, standard_on


def event(day: str, name: str, **details: Any) -> Event:
    return Event(date.fromisoformat(day), name, details)


REFERRED = event("2025-03-03", "referral_received", route="urgent_suspected_cancer")
SEEN = event("2025-03-12", "first_seen")
TOLD = event("2025-03-25", "patient_told", outcome="cancer_diagnosed")
DECIDED = event("2025-04-08", "decision_to_treat")


def test_what_is_cut_out_of_a_wait_can_be_drawn() -> None:
    clocks = read_pathway(
        [
            REFERRED,
            event("2025-03-10", "dna", first=True),
            event("2025-03-12", "patient_rebooks"),
            SEEN,
            DECIDED,
            event("2025-04-10", "tci_declined", reasonable=True, care_setting="admitted"),
            event("2025-04-14", "patient_available"),
            event("2025-04-20", "tci_declined", reasonable=True, care_setting="outpatient"),
            event("2025-04-25", "patient_available"),
        ]
    )
    missed, declined = (date(2025, 3, 3), date(2025, 3, 12)), (date(2025, 4, 10), date(2025, 4, 14))
    assert clocks.d62 is not None
    assert clocks.d31 is not None
    assert clocks.d62.adjusted.taken_off == (missed, declined)
    assert (clocks.d62.adjusted.first_seen, clocks.d62.adjusted.treatment) == (9, 4)
    assert clocks.d62.adjusted.non_admitted == 5
    assert clocks.d31.adjusted.taken_off == (declined,)


def test_without_a_day_of_reading_a_running_clock_has_no_days() -> None:
    fds = read_pathway([REFERRED]).fds
    assert fds is not None
    assert (fds.days, fds.met, fds.band, fds.over_104, fds.days_left, fds.reporting_month) == (None,) * 6
    assert fds.last_compliant_date == date(2025, 3, 31)


@pytest.mark.parametrize(("days", "band"), [(14, "<=14"), (15, "15-16"), (17, "17-21"), (22, "22-28"), (29, ">28")])
def test_bands_of_the_wait_to_first_being_seen(days: int, band: str) -> None:
    assert band_of(days, (14, 16, 21, 28)) == band


@pytest.mark.parametrize("measure", MEASURES, ids=[measure.name for measure in MEASURES])
def test_each_measure_has_a_standard_in_force(measure: Any) -> None:
    assert standard_on(measure.standard, date(2023, 10, 1)) is not None
    assert standard_on(measure.standard, date(2026, 11, 23)) is not None
    measured_before = measure.standard is Measure.CANCER_FDS_28_DAYS
    assert (standard_on(measure.standard, date(2023, 9, 30)) is not None) is measured_before


def test_the_faster_diagnosis_standard_rose_in_march_2026() -> None:
    fds = MEASURES[0].standard
    before, after = standard_on(fds, date(2026, 2, 28)), standard_on(fds, date(2026, 3, 1))
    assert before is not None
    assert after is not None
    assert (before.value, after.value) == (0.75, 0.80)


def test_every_code_list_has_words() -> None:
    lists = [value for name, value in vars(tables).items() if name.isupper() and isinstance(value, dict)]
    assert len(lists) > 15
    for codes in lists:
        assert all(code and label for code, label in codes.items())


def test_the_lists_are_as_long_as_published() -> None:
    assert (len(tables.SUSPECTED_TYPES), len(tables.CANCER_TYPES), len(tables.EVENT_TYPES)) == (18, 13, 12)
    assert len(tables.MODALITIES) + len(tables.RETIRED_MODALITIES) == 26
    assert set(tables.EVENT_TYPES) > tables.FIRST_EVENT_TYPES
    assert set(tables.SCREENING_TYPES) <= set(tables.SUSPECTED_TYPES)


@pytest.mark.parametrize(
    ("typed", "code"), [("1", "01"), (1, "01"), (" 08 ", "08"), ("98", "98"), ("", None), (None, None), (True, None)]
)
def test_codes_are_read_however_they_were_typed(typed: object, code: str | None) -> None:
    assert tables.read_code(typed) == code


def test_every_word_the_engine_reads_is_in_the_vocabulary() -> None:
    for name in ("mdt_discussion", "patient_told", "tci_declined", "treatment_declined", "consultant_upgrade"):
        assert "cancer" in EVENT_KINDS[name].books


@pytest.mark.parametrize(("today", "spoken"), [(date(2025, 4, 10), False), (date(2025, 4, 11), True)])
def test_day_38_itself_is_in_time(today: date, spoken: bool) -> None:
    found = {finding.code for finding in read_pathway([REFERRED, TOLD], today).findings}
    assert ("cancer-day-38-without-transfer" in found) is spoken


@pytest.mark.parametrize(("days", "late"), [(104, False), (105, True)])
def test_a_harm_review_is_due_from_day_105(days: int, late: bool) -> None:
    """CWT-104: of a patient who still waits, and of one who was treated at last."""
    day = REFERRED.date + timedelta(days=days)
    waiting = {finding.code for finding in read_pathway([REFERRED, TOLD, DECIDED], day).findings}
    treated = Event(day, "treatment_start", {"event_type": "01", "modality": "23"})
    over = {finding.code for finding in read_pathway([REFERRED, TOLD, DECIDED, treated], day).findings}
    assert ("cancer-past-day-104" in waiting) is ("cancer-treated-after-day-104" in over) is late


def test_an_upgrade_on_the_day_of_the_decision_is_in_time() -> None:
    routine = event("2025-03-03", "referral_received", route="routine")
    upgrade, decision = event("2025-04-08", "consultant_upgrade"), DECIDED
    assert not read_pathway([routine, upgrade, decision]).findings
