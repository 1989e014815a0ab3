"""Every rule book together: nothing twice, nothing missing, findable."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import rules
from rules import catalogue
from rules.explain import Confidence, RuleBook

EVERY_MODULE = [
    info.name
    for info in walk_packages([str(Path(rules.__file__).parent)], "rules.")
    if not info.name.endswith("__main__")
]


def test_no_book_is_missing() -> None:
    declared = {
        value.name
        for module in EVERY_MODULE
        for value in vars(import_module(module)).values()
        if isinstance(value, RuleBook)
    }
    assert {book.name for book in catalogue.all_books()} == declared


def test_rule_idents_are_unique_over_all_books() -> None:
    idents = [rule.ident.lower() for rule in catalogue.all_rules()]
    assert sorted(idents) == sorted(set(idents))


def test_finding_codes_are_unique_and_carry_the_name_of_their_book() -> None:
    codes = [check.code for check in catalogue.all_checks()]
    assert sorted(codes) == sorted(set(codes))
    for book in catalogue.all_books():
        odd = {check.code for check in book.checks if not check.code.startswith(f"{book.name}-")}
        assert odd <= {"unknown-value"}  # others rely on this name


@pytest.mark.parametrize("rule", catalogue.all_rules(), ids=lambda rule: rule.ident)
def test_every_rule_reads_as_sentences_with_a_source(rule: rules.explain.Rule) -> None:
    assert rule.title
    assert rule.statement.endswith(".")
    assert rule.source
    assert rule.confidence in Confidence


def test_every_rtt_start_and_stop_of_the_rule_book_is_there() -> None:
    wanted = [f"ST{number}" for number in range(1, 17)] + [f"SP{number}" for number in range(1, 17)] + ["ST1b", "SP3b"]
    assert [ident for ident in wanted if catalogue.find_rule(ident) is None] == []


def test_finding_by_ident_code_and_name() -> None:
    assert catalogue.find_rule(" sp13 ") is catalogue.find_rule("SP13")
    assert catalogue.find_rule("SP99") is None
    assert catalogue.find_book("rtt") is catalogue.all_books()[0]
    assert catalogue.find_book("nothing") is None
    check = catalogue.find_check("rtt-second-start")
    assert check is not None
    assert check.rule.ident == "A1"
    assert catalogue.find_check("rtt-nothing") is None


def test_search_puts_the_ident_and_the_title_first() -> None:
    assert catalogue.search("SP13")[0].ident == "SP13"
    assert catalogue.search("second side")[0].ident == "ST7"
    found = catalogue.search("active monitoring review")
    assert found
    assert all("review" in f"{rule.title} {rule.statement}".lower() for rule in found)
    assert catalogue.search("   ") == []
    assert catalogue.search("zebra crossing") == []


def test_the_rules_pages_need_no_engine_for_whole_countries() -> None:
    code = (
        "import sys, rules.catalogue as c; c.all_rules(); sys.exit(any(m in sys.modules for m in ('polars', 'duckdb')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("table", catalogue.all_tables(), ids=lambda table: table.ident)
def test_every_table_has_rows_a_source_and_a_name_of_its_own(table: rules.explain.Table) -> None:
    assert table.rows
    assert table.source
    assert all(all(row) and len(row) == len(table.columns) for row in table.rows)
    assert [other.ident for other in catalogue.all_tables()].count(table.ident) == 1


def test_rows_of_tables_are_found_by_their_words() -> None:
    (table,) = catalogue.search_tables("hepatology")
    assert [row[0] for row in table.rows] == ["250", "306"]
    whole = next(table for table in catalogue.search_tables("status codes") if table.ident == "rtt-status-codes")
    assert len(whole.rows) == 17
    assert catalogue.search_tables("zebra") == catalogue.search_tables("") == []


def test_a_table_with_an_odd_row_or_a_name_taken_is_refused() -> None:
    book = RuleBook("odd", "Odd")
    with pytest.raises(ValueError, match="odd row"):
        book.tabulate("one", "One", ("A", "B"), [("1",)], "nowhere")
    book.tabulate("one", "One", ("A",), [("1",)], "nowhere")
    with pytest.raises(ValueError, match="twice"):
        book.tabulate("one", "One", ("A",), [("1",)], "nowhere")
