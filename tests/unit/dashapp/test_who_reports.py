"""Who reports a pathway is asked as of the month, and is named by a code or set aside."""

from __future__ import annotations

from typing import Any

from auth.actor import as_actor
from dashapp.context import Clockstart
from dashapp.services.records.pathways import PTL
from pages.commissioner_reporting.service.lists import ReportedList, read_list
from pages.commissioner_reporting.service.report_query import read_asked
from rules.returns.layout import Part
from rules.returns.pathways import parse_month
from tests.cast import Cast
from tests.unit.dashapp.test_clocks import REFERRED, put

MOVED = {
    "patient_name": "Rowan Ashdown",
    "nhs_number": "9996729400",
    "transfer_type": "inter_provider",
    "responsibility_moves": "yes",
    "requested_date": "2026-05-24",
    "receiving_organisation_name": "Westmere Hospital",
    "receiving_organisation_code": "RXB",
}


def read_with(clockstart: Clockstart, cast: Cast, referral: dict[str, Any], transfer: dict[str, Any]) -> ReportedList:
    put(clockstart, cast.alice.uid, PTL, "p1", {**REFERRED, **referral})
    put(clockstart, cast.alice.uid, "transfers", "t1", {**MOVED, **transfer, "link": "p1"})
    return read_list(clockstart, read_asked(clockstart, as_actor(cast.alice), {}))


def waiting_at(listed: ReportedList, month: str) -> dict[str, int]:
    """How many wait at each provider at the end of a month."""
    lines = [line for line in listed.lines(parse_month(month)) if line.part is Part.PART_2 and line.line == "C_999"]
    return {line.provider: int(line.total_all) for line in lines}


def test_a_transfer_changes_no_month_before_it(clockstart: Clockstart, cast: Cast) -> None:
    listed = read_with(clockstart, cast, {"provider": "RXA"}, {})
    assert waiting_at(listed, "2026-03") == waiting_at(listed, "2026-04") == {"RXA": 1}
    assert waiting_at(listed, "2026-05") == {"RXB": 1}
    assert listed.list_set_aside() == []


def test_the_own_provider_reports_what_names_none_until_it_moves(clockstart: Clockstart, cast: Cast) -> None:
    listed = read_with(clockstart, cast, {}, {})
    assert waiting_at(listed, "2026-04") == {listed.asked.given.provider: 1}
    assert waiting_at(listed, "2026-05") == {"RXB": 1}


def test_a_name_without_a_code_is_set_aside_and_told(clockstart: Clockstart, cast: Cast) -> None:
    listed = read_with(clockstart, cast, {"provider": "RXA"}, {"receiving_organisation_code": None})
    assert waiting_at(listed, "2026-04") == {"RXA": 1}
    assert waiting_at(listed, "2026-05") == {}
    assert listed.count(Part.PART_2) == 0
    assert listed.list_set_aside() == [("Westmere Hospital", 1)]


def test_a_commissioner_that_is_a_name_is_set_aside(clockstart: Clockstart, cast: Cast) -> None:
    listed = read_with(clockstart, cast, {"commissioner": "Northfield ICB"}, {})
    assert listed.lines() == []
    assert listed.list_set_aside() == [("Northfield ICB", 1)]
