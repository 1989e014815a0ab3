"""The checks of a return: each speaks when it should, and the published returns of seven trusts pass."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from rules.returns import monthly_return
from rules.returns.book import BOOK
from rules.returns.checks import check_return
from rules.returns.layout import BAND_COUNT, Part, ReturnLine
from rules.returns.published import read_return
from rules.returns.summing import headline_bands

SAMPLE = Path(__file__).parents[2] / "data" / "rtt_jan26_sample_7_providers.csv.gz"


def line(part: Part, bands: dict[int, float], **changes: object) -> ReturnLine:
    counts = tuple(bands.get(band, 0) for band in range(BAND_COUNT)) if part.has_bands else (0,) * BAND_COUNT
    made = ReturnLine("RRK", "15E", part, "C_110", counts, 0, sum(bands.values()))
    return made._replace(**changes)  # type: ignore[arg-type]


def with_totals(*lines: ReturnLine) -> list[ReturnLine]:
    """These lines, one to a part, and their totals."""
    return [one for own in lines for one in (own, own._replace(line="C_999"))]


SOUND = with_totals(
    line(Part.PART_1A, {1: 40, 20: 60}),
    line(Part.PART_1B, {0: 20, 5: 180}),
    line(Part.PART_2, {0: 100, 3: 50, 10: 800, 60: 50}),
    line(Part.PART_2A, {10: 200}),
    line(Part.PART_3, {0: 290}),
)


def codes(lines: list[ReturnLine], previous: list[ReturnLine] | None = None) -> list[str]:
    findings = check_return(lines, previous)
    assert all(finding.text and finding.fix and finding.source for finding in findings)
    return sorted({finding.code.removeprefix("returns-") for finding in findings})


def changed(part: Part, bands: dict[int, float], **changes: object) -> list[ReturnLine]:
    """The sound return with one part's line and total replaced."""
    others = [one for one in SOUND if one.part is not part]
    return others + with_totals(line(part, bands, **changes))


def test_a_sound_return_has_no_remarks() -> None:
    assert codes(SOUND) == []


def test_a_remark_names_a_part_as_people_do() -> None:
    without = [one for one in SOUND if one.part is not Part.PART_1A]
    assert [one.text for one in check_return(without)] == [
        "RRK has no Part 1A (Completed Pathways For Admitted Patients)."
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (changed(Part.PART_2A, {10: 300, 11: -1}), ["not-a-whole-number"]),
        (changed(Part.PART_1A, {1: 40, 20: 60.5}), ["not-a-whole-number"]),
        ([one._replace(commissioner="ZZ") for one in SOUND], ["commissioner-not-valid"]),
        ([one._replace(commissioner="NONC") for one in SOUND], []),
        ([one for one in SOUND if one.part is not Part.PART_1B], ["part-missing"]),
        ([one for one in SOUND if one != SOUND[1]], ["total-not-the-sum"]),
        ([SOUND[0]._replace(total_all=101), *SOUND[1:]], ["total-not-the-sum"]),
        ([*SOUND, line(Part.PART_1A, {4: 1}, line="X02")], ["completed-but-none-incomplete", "total-not-the-sum"]),
        (changed(Part.PART_2A, {10: 801}), ["part-2a-over-part-2"]),
        (changed(Part.PART_2A, {11: 1}), ["part-2a-over-part-2"]),
        (changed(Part.PART_3, {0: 149}), ["few-new-periods"]),
        (changed(Part.PART_3, {0: 150}), []),
        (changed(Part.PART_1B, {0: 101, 5: 99}), ["many-short-waits"]),
        (changed(Part.PART_1B, {0: 100, 5: 100}), []),
        (changed(Part.PART_1B, {5: 196}, unknown_starts=4, total_all=200), ["many-unknown-clock-starts"]),
        (changed(Part.PART_1B, {5: 198}, unknown_starts=2, total_all=200), []),
    ],
)
def test_what_a_return_says_by_itself(lines: list[ReturnLine], expected: list[str]) -> None:
    assert codes(lines) == expected


def scaled(factor: float) -> list[ReturnLine]:
    bands = {1: 40, 20: round(60 * factor)}
    return changed(Part.PART_1A, bands)


def test_against_last_month() -> None:
    assert codes(SOUND, SOUND) == ["same-as-last-month"]
    assert "large-change" in codes(scaled(3), SOUND)
    assert "large-change" not in codes(scaled(1.5), SOUND)
    more_waiting = changed(Part.PART_2, {0: 100, 3: 50, 10: 950, 60: 50})
    assert "more-incomplete-than-expected" in codes(more_waiting, SOUND)
    longer = changed(Part.PART_2, {0: 100, 3: 50, 10: 770, 60: 80})
    assert "large-change-over-52-weeks" in codes(longer, SOUND)


def test_a_provider_that_sent_nothing_this_month_is_named() -> None:
    other = [one._replace(provider="RTH") for one in SOUND]
    missing = [finding for finding in check_return(SOUND, SOUND + other) if finding.code == "returns-part-missing"]
    assert len(missing) == 5
    assert all("RTH" in finding.text for finding in missing)


def test_nothing_before_is_not_a_change() -> None:
    assert codes(SOUND, []) == ["large-change", "large-change-over-52-weeks"]
    assert check_return([]) == ()
    assert codes([], SOUND) == ["part-missing"]


def test_published_returns_pass() -> None:
    findings = Counter(finding.code for finding in check_return(read_return(SAMPLE)))
    assert findings == {"returns-few-new-periods": 3, "returns-completed-but-none-incomplete": 1}


def test_a_prepared_return_passes_the_checks_of_totals() -> None:
    row = {"provider_org": "RRK", "commissioner_org": "15E", "tfc": "302", "clock_start": "2026-01-05"}
    rest = {"clock_stop": "", "stop_type": "", "decision_to_admit": "1", "nullified": "0"}
    found = check_return(monthly_return([row | rest], date(2026, 1, 31)))
    assert {finding.code for finding in found} == {"returns-part-missing"}


def test_the_headline_leaves_out_nonc_and_totals() -> None:
    lines = [one for one in read_return(SAMPLE) if one.provider == "RRK"]
    assert sum(headline_bands(lines)) == 93_085
    assert sum(headline_bands(lines, include_nonc=True)) == 93_311
    assert sum(headline_bands(lines, Part.PART_3)) == 0
    assert headline_bands([]) == (0,) * BAND_COUNT


def test_every_remark_of_the_book_has_its_own_code() -> None:
    assert all(check.code.startswith("returns-") for check in BOOK.checks)
    assert len({check.code for check in BOOK.checks}) == len(BOOK.checks)
