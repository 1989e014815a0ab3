"""The home of those who look after people: figures as the report shows them, who needs attention, health."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest

from auth.actor import as_actor
from dashapp.panels import home_manager
from dashapp.services.records import examples
from dashapp.services.work import installation, key_figures, progress
from dashapp.services.work.progress import ProgressQuery
from dashapp.ui import ids
from dashapp.ui.sparkline import render_sparkline
from pages.commissioner_reporting.service.figures import month_figures
from pages.commissioner_reporting.service.lists import read_list
from pages.commissioner_reporting.service.report_query import read_asked
from pages.commissioner_reporting.service.series import Report, draw_trend
from storage.record import Trace
from tests.http.forms import list_words
from tests.whole_site import Visitor, WholeSite

RECORDS = 60


@pytest.fixture
def site(whole_site: WholeSite) -> WholeSite:
    """Alice has a tracking list and missed appointments, all entered twenty days ago."""
    clockstart, alice = whole_site.clockstart, whole_site.cast.alice
    for store_key in ("patients", "dna_cases"):
        module = clockstart.registry.find_by_store_key(store_key)
        assert module is not None
        patients = examples.make_patients(5, clockstart.today)
        made = examples.make_records(clockstart, module, patients, Random(5), RECORDS)
        then = clockstart.now - timedelta(days=20)
        clockstart.store.records.put_many(alice.uid, store_key, made, trace=Trace(alice.uid), now=then)
    return whole_site


def read_home(visitor: Visitor) -> str:
    return " ".join(list_words(visitor.open_page("/").get_json()["response"][ids.PAGE]["children"]))


def test_the_share_within_18_weeks_is_that_of_the_report(site: WholeSite) -> None:
    bob = as_actor(site.cast.bob)
    figures = {one.name: one for one in key_figures.list_figures(site.clockstart, bob)}
    asked = read_asked(site.clockstart, bob, {})
    report = month_figures(read_list(site.clockstart, asked)).list
    assert report.rate_within_18 is not None
    within = figures["Within 18 weeks"]
    assert within.number == f"{100 * report.rate_within_18:.1f}"
    assert (
        within.verdict == "Plan met" if report.rate_within_18 >= 0.7 else within.verdict.endswith("points below plan")
    )
    lines = draw_trend(Report(read_list(site.clockstart, asked), lambda **_: None)).reference_lines
    assert within.trend.endswith(f"{lines[0][0]} by March 2027, {lines[1][0].lower()}.")
    assert within.of == f"{int(report.within_18)} of {int(report.total)}"
    assert figures["Waiting over 52 weeks"].number == str(int(report.over_52))
    assert len(figures) == 6


def test_home_and_chart_name_the_same_plan_and_standard(site: WholeSite) -> None:
    cancer = site.clockstart.registry.find_by_store_key("cancer_patients")
    figures = {one.name: one for one in key_figures.list_figures(site.clockstart, as_actor(site.cast.bob))}
    reference = next(one.reference for one in cancer.charts if one.key == "d62-by-month") if cancer else None
    assert reference is not None
    assert reference(["2026-05", "2026-06"]) == (("Plan 80%", 80), ("Standard 85%", 85))
    assert figures["62 days to treatment"].trend == "Plan 80% by March 2027, standard 85%."
    assert figures["28 days to diagnosis"].trend == "Standard 80%.", "the plan asks the same"


def test_no_rate_of_missed_appointments_is_shown(site: WholeSite) -> None:
    figures = {one.name: one for one in key_figures.list_figures(site.clockstart, as_actor(site.cast.bob))}
    missed = figures["Missed appointments"]
    assert missed.unit == ""
    assert missed.verdict == "No rate"
    assert "how many were attended is not" in missed.trend
    assert sum(point or 0 for point in missed.points) > 0


def test_bookings_without_an_outcome_are_drawn_by_the_week_they_were_for(site: WholeSite) -> None:
    ptl = site.clockstart.registry.find_by_store_key("patients")
    assert ptl is not None
    today = site.clockstart.today
    days = [today - timedelta(days=ago) for ago in (1, 6, 7, 20, 100)]
    found = [{"uid": "a", "unoutcomed": True, "next_event_on": day.isoformat()} for day in days]
    missing = key_figures.count_unoutcomed(ptl, [*found, {"uid": "b", "unoutcomed": False}], today)
    assert missing.number == "5"
    assert missing.points == (*[0] * 9, 1, 1, 2)
    assert missing.trend == "2 from the last 7 days. With 1 learner."
    assert "No outcome recorded, week by week" in str(home_manager.render_figure(missing))


def test_each_figure_leads_to_its_chart_and_its_rows(site: WholeSite) -> None:
    bob = site.signed_in("manager")
    for one in key_figures.list_figures(site.clockstart, as_actor(site.cast.bob)):
        for address in (one.chart, one.rows):
            path, _, query = address.partition("?")
            answer = bob.open_page(path, f"?{query}" if query else "")
            assert answer.status_code == 200, address
            assert "There is no such page" not in answer.text, address


def test_a_learner_who_has_fallen_quiet_needs_attention(site: WholeSite) -> None:
    home = read_home(site.signed_in("manager"))
    assert "Learners who need attention" in home
    assert "Quiet for 20 days" in home
    assert "Charlie" not in home


def test_a_line_of_months_says_its_words_and_breaks_where_there_is_no_rate() -> None:
    drawn = render_sparkline([60.0, None, 62.0, 64.0], "Within 18 weeks, month by month", target=70)
    assert drawn is not None
    assert drawn.to_plotly_json()["props"]["aria-label"].startswith("Within 18 weeks")
    assert str(drawn).count("polyline") == 2
    assert render_sparkline([None, 3.0], "One month") is None


def test_the_administrator_sees_health_people_and_activity(site: WholeSite) -> None:
    site.clockstart.store.records.append(
        site.cast.alice.uid,
        "patients",
        "today",
        {"patient_name": "Nora Field"},
        op="today",
        trace=Trace(site.cast.alice.uid),
        now=site.clockstart.now,
    )
    home = read_home(site.signed_in("admin"))
    for words in ("Store", "Persistence", "Last backup", "Jobs", "Activity by day", "People"):
        assert words in home, words
    everybody = progress.read_progress(site.clockstart, as_actor(site.cast.ada), ProgressQuery())
    days = installation.list_days(site.clockstart, everybody)
    assert (days[-1].people, days[-1].entries) == (1, 1)
    assert sum(day.people for day in days) == 1, "what is older than two weeks is not among them"


def test_a_backup_is_noted_for_the_administrator(site: WholeSite) -> None:
    settings, now = site.clockstart.settings, site.clockstart.now
    assert installation.find_last_backup(settings) is None
    assert installation.tell_backup(site.clockstart).status == "watch"
    installation.note_backup(settings, now - timedelta(days=2))
    assert installation.tell_backup(site.clockstart).words.endswith("2 days ago.")
    installation.path_of(settings).write_text("not a day", encoding="utf-8")
    assert installation.tell_backup(site.clockstart).status == "watch"
