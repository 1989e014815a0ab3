"""Treatment functions, their lines of the return, and organisation codes."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest

from rules.codes import (
    LINE_OF,
    RETURN_LINES,
    TREATMENT_FUNCTION_TABLE,
    TREATMENT_FUNCTIONS,
    find_return_line,
    name_of,
)
from rules.explain import Confidence
from rules.organisations import OrganisationKind, find_code, find_organisation_kind, is_commissioner

DATA = Path(__file__).parents[2] / "data"


@pytest.mark.parametrize(
    ("tfc", "line"),
    [
        ("110", "C_110"),
        ("108", "C_110"),
        ("111", "C_110"),
        ("115", "C_110"),
        ("144", "C_140"),
        ("145", "C_140"),
        ("170", "C_170"),
        ("172", "C_170"),
        ("173", "C_170"),
        ("174", "X05"),
        ("300", "C_300"),
        ("306", "X02"),
        ("307", "X02"),
        ("308", "X02"),
        ("309", "X02"),
        ("171", "X04"),
        ("214", "X04"),
        ("710", "X03"),
        ("650", "X06"),
        ("X02", "X02"),
        ("x06", "X06"),
        ("C_502", "C_502"),
        (" 502 ", "C_502"),
        ("C_999", None),
        ("999", None),
        ("X01", None),
        ("112", None),
        ("", None),
    ],
)
def test_lines_of_the_return(tfc: str, line: str | None) -> None:
    assert find_return_line(tfc) == line


def test_the_return_has_23_lines_and_each_treatment_function_has_one() -> None:
    assert len(RETURN_LINES) == 23
    assert {function.line for function in TREATMENT_FUNCTION_TABLE.values()} == set(RETURN_LINES)
    assert {find_return_line(code) for code in TREATMENT_FUNCTIONS} == set(RETURN_LINES)
    assert set(LINE_OF.values()) == set(RETURN_LINES)


def test_the_unsure_groups_are_marked() -> None:
    unsure = {f.code for f in TREATMENT_FUNCTION_TABLE.values() if f.confidence is Confidence.CHECK_LOCAL_POLICY}
    assert unsure == {"191", "420", "422", "424"}


def test_names_are_the_published_ones() -> None:
    with (DATA / "rtt_jan26_england_by_part_tfc.csv").open(encoding="utf-8") as file:
        published = {row["tfc"]: row["tfc_name"] for row in csv.DictReader(file)}
    assert published == {code: name_of(code) for code in [*RETURN_LINES, "C_999"]}
    assert name_of("302") == "Endocrinology Service"
    assert name_of("nonsense") == "nonsense"


def test_every_published_organisation_code_has_a_kind() -> None:
    with gzip.open(DATA / "rtt_jan26_sample_7_providers.csv.gz", "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert all(is_commissioner(row["Commissioner Org Code"]) for row in rows)
    assert {find_organisation_kind(row["Provider Org Code"]) for row in rows} == {OrganisationKind.TRUST}
    assert {find_organisation_kind(row["Provider Parent Org Code"]) for row in rows} == {OrganisationKind.ICB}


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("NONC", OrganisationKind.NON_ENGLISH_COMMISSIONER),
        ("X09", OrganisationKind.ERS_ISSUER),
        ("13Q", OrganisationKind.COMMISSIONING_HUB),
        ("Y56", OrganisationKind.REGION),
        ("QMJ", OrganisationKind.ICB),
        ("RRK", OrganisationKind.TRUST),
        ("RRK15", OrganisationKind.TRUST_SITE),
        ("M85065", OrganisationKind.GP_PRACTICE),
        ("93C", OrganisationKind.SUB_ICB),
        ("w2u3z", OrganisationKind.SUB_ICB),
        ("NVC", OrganisationKind.OTHER_PROVIDER),
        ("A4M8P", OrganisationKind.OTHER_PROVIDER),
        ("", None),
        ("RRK-15", None),
        ("123456", None),
    ],
)
def test_kinds_of_organisation(code: str, kind: OrganisationKind | None) -> None:
    assert find_organisation_kind(code) is kind


@pytest.mark.parametrize("code", ["RRK", "QMJ", "NVC", "", "M85065"])
def test_what_is_not_a_commissioner(code: str) -> None:
    assert not is_commissioner(code)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("rxb", "RXB"),
        ("Westmere Hospital (RXB)", "RXB"),
        ("RHQNG", "RHQNG"),
        ("WESTMERE  HOSPITAL", "RXB"),
        ("Eastmoor Hospital", None),
        ("Leeds", None),
        ("LEEDS", None),
        ("Royal", None),
        ("Hospital (old site)", None),
        ("", None),
    ],
)
def test_the_code_that_a_text_names(text: str, code: str | None) -> None:
    assert find_code(text, {"westmere hospital": "RXB"}) == code
