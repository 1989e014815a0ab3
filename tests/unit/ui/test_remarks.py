"""Findings, steps, problems, chips, timeline, history, tables, empty states."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from dash import html

from dashapp.declare.meaning import Fact
from dashapp.module_page import meaning
from dashapp.module_page.attention import find_way
from dashapp.ui.chips import Count, Criterion, render_chip, render_counts, render_criteria
from dashapp.ui.empty import render_empty
from dashapp.ui.findings import render_findings, summarise
from dashapp.ui.forms.questions import render_repeat
from dashapp.ui.history import FieldChange, HistoryEntry, render_history
from dashapp.ui.page import render_page
from dashapp.ui.problems import Problem, render_failure, render_problems
from dashapp.ui.steps import render_steps
from dashapp.ui.tables import Column, render_facts, render_table, show
from dashapp.ui.timeline import TimelineEvent, render_timeline
from pages.funding_ifr import MODULE as FUNDING
from pages.patient_choice import MODULE as CHOICE
from rules.explain import Confidence, RuleBook, Severity, Step
from tests.unit.ui.tree import attribute, find_all, words

BOOK = RuleBook("sample", "Sample")
SURE = BOOK.declare("S1", "First appointment missed", "…", "Rules suite, paragraph 9")
LOCAL = BOOK.declare("S2", "Clearly communicated", "…", "Guidance 4.2", Confidence.CHECK_LOCAL_POLICY)
NOTE = BOOK.remark("sample-note", Severity.NOTE, SURE, "Worth a look.", "")
WATCH = BOOK.remark("sample-watch", Severity.WATCH, LOCAL, "{days} days left.", "Book before {day}.")
BREACH = BOOK.remark("sample-breach", Severity.BREACH, SURE, "Stopped on {day}.", "Take the stop away.")
PROBLEMS = [Problem("outcome", "Choose what happened next", "outcome-1"), Problem("day", "Enter a real date", "day")]


def test_findings_come_gravest_first_with_all_that_mends_them():
    shown = render_findings([NOTE(), WATCH(days=25, day=date(2026, 6, 12)), BREACH(day=date(2026, 4, 2))])
    items = find_all(shown, "Li")
    assert [attribute(item, "data-finding") for item in items] == ["sample-breach", "sample-watch", "sample-note"]
    assert words(items[0]).startswith("Wrong Stopped on 2 April 2026.")
    assert "How to fix it: Book before 12 June 2026." in words(items[1])
    assert [link.href for link in find_all(items[0], "A")] == ["/rules/sample#S1"]
    assert "First appointment missed , Rules suite, paragraph 9" in words(items[0])


def test_findings_are_counted_in_words():
    found = [NOTE(), WATCH(days=25, day=date(2026, 6, 12)), BREACH(day=date(2026, 4, 2))]
    assert summarise(found) == "1 wrong, 1 to watch, 1 worth knowing"


def test_a_finding_leads_to_where_it_is_put_right():
    shown = render_findings([BREACH(day=date(2026, 4, 2))], ways={"sample-breach": ("Change stop", "/x/1/edit#stop")})
    assert ("Change stop", "/x/1/edit#stop") in [(words(link), link.href) for link in find_all(shown, "A")]


def test_only_a_locally_settled_rule_says_check_local_policy():
    shown = render_findings([WATCH(days=1, day=date(2026, 6, 12)), NOTE()])
    assert ["Check local policy" in words(item) for item in find_all(shown, "Li")] == [True, False]


def test_a_finding_without_a_fix_does_not_promise_one():
    assert "To mend" not in words(render_findings([NOTE()]))


def test_no_findings_is_said():
    assert "No remarks" in words(render_findings([]))


def test_steps_keep_their_order_and_name_their_rules():
    shown = render_steps([Step(SURE, "On {d}.", {"d": date(2026, 2, 6)}), Step(LOCAL, "Then {n} days.", {"n": 1204})])
    items = find_all(shown, "Li")
    assert ["On 6 February 2026." in words(items[0]), "Then 1,204 days." in words(items[1])] == [True, True]
    assert [link.href for link in find_all(shown, "A")] == ["/rules/sample#S1", "/rules/sample#S2"]


def test_problem_summary_is_announced_and_links_each_problem_to_its_control():
    shown = render_problems(PROBLEMS)
    assert (shown.role, shown.tabIndex) == ("alert", -1)
    assert words(find_all(shown, "H2")) == "There is a problem"
    links = [(words(link), link.href) for link in find_all(shown, "A")]
    assert links == [("Choose what happened next", "#outcome-1"), ("Enter a real date", "#day")]


def test_no_problems_leave_nothing_to_announce():
    assert not find_all(render_problems([]), role="alert")


def test_a_failure_says_that_nothing_was_saved():
    assert "has not been saved The store is away. Reference 01J8" in words(
        render_failure("The store is away.", trace="01J8")
    )


def test_status_is_shape_and_word():
    chip = render_chip("breach", "Breached")
    assert words(chip) == "Breached"
    assert find_all(chip, look="cs-shape-breach")


def test_a_criterion_can_be_taken_off_by_a_named_link():
    shown = render_criteria("Open pathways.", [Criterion("Cardiology", "/ptl"), Criterion("mine")])
    assert [(words(link), link.href) for link in find_all(shown, "A")] == [("Remove Cardiology", "/ptl")]


def test_counts_filter_when_pressed():
    shown = render_counts([Count(1204, "breached", "breach", "/ptl?view=breached", pressed=True), Count(3, "quiet")])
    (link,) = find_all(shown, "A")
    assert (words(link), link.href, attribute(link, "aria-current")) == ("1,204 breached", "/ptl?view=breached", "true")


def test_none_of_something_is_no_warning():
    shown = render_counts([Count(0, "breached", "breach", "/ptl?view=breached")])
    assert words(shown) == "0 breached"
    assert not find_all(shown, look="cs-shape-breach")


def test_timeline_tells_the_newest_first_with_its_wait_and_where_it_was_entered():
    dna, waited = ("DNA case", "/dna-management/1"), {"waited": "8 w 3 d", "code": "33"}
    events = [
        TimelineEvent(date(2026, 2, 6), "Referral received", "start", "Lena", "The clock starts.", moved=True),
        TimelineEvent(date(2026, 4, 6), "Missed", "missed", "Lena", origin=dna, **waited),
    ]
    items = find_all(render_timeline(events), "Li")
    missed = "6 Apr 2026 Missed Entered by Lena · DNA case 8 weeks without an event 33 8 w 3 d"
    assert [words(item) for item in items] == [missed, "6 Feb 2026 Referral received The clock starts."]
    assert [link.href for link in find_all(items[0], "A")] == ["/dna-management/1"]


def test_what_is_still_to_do_ends_no_time_without_an_event() -> None:
    days = [date(2026, 2, 6), date(2026, 4, 6), date(2026, 4, 10), date(2026, 7, 6)]
    events = [
        TimelineEvent(day, "Seen" if place in {0, 2} else "To do", to_do=place in {1, 3})
        for place, day in enumerate(days)
    ]
    said = ["weeks without an event" in words(item) for item in find_all(render_timeline(events), "Li")]
    assert said == [False, True, False, False]


def test_history_tells_the_newest_first_in_london_time():
    entries = [
        HistoryEntry(datetime(2026, 1, 5, 9, 41, tzinfo=UTC), "Lena", "Added"),
        HistoryEntry(
            datetime(2026, 6, 5, 9, 41, tzinfo=UTC), "Lena", "Changed", (FieldChange("Outcome", "", "Rebooked"),)
        ),
    ]
    rows = find_all(find_all(render_history(entries), "Tbody"), "Tr")
    assert words(rows[0]).startswith("5 June 2026, 10:41 Lena Changed Outcome: not answered changed to → Rebooked")
    assert words(rows[1]) == "5 January 2026, 09:41 Lena Added"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "–"),
        ("", "–"),
        (0, "0"),
        (1204, "1,204"),
        (62.54, "62.5"),
        (60.0, "60"),
        (date(2026, 6, 12), "12 June 2026"),
    ],
)
def test_values_are_shown_as_people_write_them(value, shown):
    assert show(value) == shown


def test_a_table_has_a_caption_scopes_and_numbers_to_the_right():
    columns = (Column("Specialty", header=True), Column("Waiting", number=True))
    shown = render_table("Waits", columns, [("Cardiology", 1204)], totals=("All", 1204))
    assert words(find_all(shown, "Caption")) == "Waits"
    assert [head.scope for head in find_all(shown, "Th")] == ["col", "col", "row", "row"]
    assert all(cell.className == "cs-number" for cell in find_all(shown, "Td"))
    assert (shown.tabIndex, shown.role) == (0, "region")


def test_a_row_that_does_not_fit_its_columns_is_refused():
    with pytest.raises(ValueError, match="zip"):
        render_table("Waits", (Column("Specialty"),), [("Cardiology", 12)])


def test_facts_pair_questions_with_answers():
    assert words(render_facts([("Referred", date(2026, 2, 6)), ("Note", None)])) == "Referred 6 February 2026 Note –"


def test_an_empty_state_says_what_to_do_first():
    assert (
        words(render_empty("No cases yet", "Add the first.", [html.A("Add case")]))
        == "No cases yet Add the first. Add case"
    )


def test_a_long_fact_is_text_under_its_name() -> None:
    facts = (Fact("Band", "29 to 42 days"), Fact("Advice", "Ask the consultant whether to upgrade, before the meeting"))
    shown = find_all(meaning.render_facts(facts), "Dd")
    assert [one.className for one in shown] == ["", "cs-fact-long"]


@pytest.mark.parametrize(("data", "said"), [({"status": "draft"}, "Change “Status”"), ({}, "Record “Status”")])
def test_the_way_to_mend_a_finding_names_the_question(data: dict[str, str], said: str) -> None:
    finding = SimpleNamespace(field="status")
    record = SimpleNamespace(id="one", data=data)
    view = SimpleNamespace(is_own=True, module=FUNDING, record=record)
    assert find_way(view, finding) == (said, "/funding-ifr/one/edit#field-status")


def test_a_group_that_is_all_of_its_section_has_one_heading() -> None:
    for module, name, headings in ((CHOICE, "offers", []), (FUNDING, "evidence", ["Evidence attached"])):
        shown = render_repeat(module.question[name], name, {}, {})
        assert [words(one) for one in find_all(shown, "H3")] == headings


def test_the_way_back_is_drawn_alike_on_every_page() -> None:
    (back,) = find_all(render_page("Import", [], back=("Letters", "/letters")), "A", look="cs-back")
    assert (words(back), back.href) == ("Letters", "/letters")
    assert find_all(back, look="cs-shape-chevron")
