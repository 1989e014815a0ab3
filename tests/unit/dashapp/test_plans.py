"""Capacity plans: what is read from answers and lists, the figures, and that chart, table and CSV cannot disagree."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from auth.actor import as_actor
from auth.errors import Forbidden
from dashapp.context import Clockstart
from dashapp.services.charts import series
from dashapp.services.jobs.jobs import Watch
from dashapp.services.records.checking import check_answers, read_form
from dashapp.services.records.examples import make_patients, make_record
from dashapp.ui.chart_bars import find_accents
from dashapp.ui.chart_heat import find_worst
from dashapp.ui.charts import draw_series
from pages.capacity_planner import MODULE
from pages.capacity_planner.service import forecasts
from pages.capacity_planner.service.assumed import list_assumed
from pages.capacity_planner.service.breaching import foresee
from pages.capacity_planner.service.changes import Change, apply, thin_out
from pages.capacity_planner.service.charts import PARTS, list_charts
from pages.capacity_planner.service.figures import list_figures
from pages.capacity_planner.service.many_services import make_scatter, measure_services
from pages.capacity_planner.service.opened import OpenedPlan, open_plan
from pages.capacity_planner.service.pathway_clocks import read_pathway_clocks
from pages.capacity_planner.service.reading import read_weeks
from pages.capacity_planner.service.scenarios import make_scenario
from pages.capacity_planner.service.solving import solve_slots, solve_weeks
from rules.simulation import Scenario, Waiting, spread_over_week
from storage.errors import NotFound
from storage.record import Trace
from storage.settings_store import Override
from tests.cast import Cast
from tests.unit.dashapp.conftest import NOW, TODAY

TYPED: dict[str, Any] = {
    "name": "Hip and knee",
    "service": "C_110",
    "source": "typed",
    "weekly_referrals": " ".join(["10", "12", "8", "10"] * 5),
    "weekly_treated": " ".join(["9"] * 20),
    "list_size": 400,
    "slots": 12,
    "weeks_worked": 52,
    "missed": 10,
    "horizon": 26,
    "runs": 60,
    "changes": [
        {"name": "Two slots more", "kind": "sessions", "amount": 2, "cost": 50},
        {"name": "Fewer referrals", "kind": "referral_reduction", "amount": 10},
    ],
}


def put(clockstart: Clockstart, person: Any, slug: str, answers: dict[str, Any]) -> str:
    module = clockstart.registry.find(slug)
    assert module is not None
    record = make_record(clockstart, module, answers)
    clockstart.store.records.put_many(person.uid, module.store_key, [record], trace=Trace(person.uid), now=NOW)
    return record.id


def put_pathways(clockstart: Clockstart, person: Any, count: int = 60) -> None:
    """One referral in trauma and orthopaedics every three days, each treated after 40 days while time allows."""
    patients = make_patients(3, TODAY)
    for place in range(count):
        patient, received = next(patients), TODAY - timedelta(days=3 * place + 1)
        treated = received + timedelta(days=40)
        events = [{"date": treated.isoformat(), "event": "treatment_started", "rtt_code": "30"}]
        answers = {
            "patient_name": patient.name,
            "nhs_number": patient.nhs_number,
            "treatment_function": "C_110",
            "referral_source": "gp",
            "referral_received": received.isoformat(),
            "priority": "routine",
            "events": events if treated <= TODAY else [],
        }
        put(clockstart, person, "patient-tracking-list", answers)


def open_typed(clockstart: Clockstart, cast: Cast, **changed: Any) -> OpenedPlan:
    record_id = put(clockstart, cast.alice, "capacity-planner", {**TYPED, **changed})
    return open_plan(clockstart, as_actor(cast.alice), cast.alice.uid, record_id, {})


def open_own(clockstart: Clockstart, cast: Cast, **changed: Any) -> OpenedPlan:
    answers = {"name": "Own", "service": "C_110", "source": "pathways", "slots": 3}
    record_id = put(clockstart, cast.alice, "capacity-planner", {**answers, **changed})
    return open_plan(clockstart, as_actor(cast.alice), cast.alice.uid, record_id, {})


@pytest.fixture
def typed(clockstart: Clockstart, cast: Cast) -> OpenedPlan:
    return open_typed(clockstart, cast)


def test_figures_of_a_typed_plan_are_those_of_the_formulas(typed: OpenedPlan) -> None:
    """10 referrals a week against 12 slots of which a tenth are missed; target 92% in 18 weeks: −ln 0.08 = 2.5257."""
    standing = typed.standing
    assert standing.demand == pytest.approx(10)
    assert standing.capacity == pytest.approx(12 * 0.9)
    assert standing.load == pytest.approx(10 / 10.8)
    assert standing.target_list == pytest.approx(10 * 18 / 2.5257, rel=1e-4)
    assert standing.relief == pytest.approx(10 + (400 - standing.target_list) / 26)
    assert standing.clearance == pytest.approx(400 / 10.8)
    assert standing.mean_wait == pytest.approx(20, abs=0.1)
    assert standing.pressure == pytest.approx(2 * 20 / 18, abs=0.02)
    assert standing.is_too_big


def test_every_figure_has_a_unit_a_reason_and_a_rule(typed: OpenedPlan) -> None:
    found = list(list_figures(typed.plan, typed.history, typed.standing, TODAY))
    assert len(found) == len({one.key for one in found})
    assert [one.key for one in found if not (one.unit and one.why and one.rule)] == []


def test_a_list_is_worked_back_from_today(typed: OpenedPlan) -> None:
    last, before = typed.history.weeks[-1], typed.history.weeks[-2]
    assert last.waiting == 400
    assert before.waiting == 400 - last.referrals + last.treated


def test_clocks_give_demand_activity_and_list(clockstart: Clockstart, cast: Cast) -> None:
    put_pathways(clockstart, cast.alice)
    record_id = put(
        clockstart,
        cast.alice,
        "capacity-planner",
        {"name": "Own", "service": "C_110", "source": "pathways", "slots": 3},
    )
    opened = open_plan(clockstart, as_actor(cast.alice), cast.alice.uid, record_id, {})
    history = opened.history
    assert len(history.weeks) == (3 * 59 + 1) // 7
    assert history.demand == pytest.approx(7 / 3, rel=0.05)
    assert history.list_size == 13  # those referred in the last 39 days
    assert sum(history.treated) == sum(1 for place in range(60) if 40 <= 3 * place + 1 < 40 + 7 * len(history.weeks))
    assert history.stats is not None
    assert history.stats.pressure == pytest.approx(7 * history.stats.pressure_one_unit)


def test_the_steps_of_the_way_are_timed(clockstart: Clockstart, cast: Cast) -> None:
    put_pathways(clockstart, cast.alice)
    opened = open_own(clockstart, cast)
    assert opened.history.first_appointment is not None
    assert opened.history.first_appointment.waiting == 13
    assert opened.history.admission is not None
    assert opened.history.admission.waiting == 0


def test_who_passes_18_weeks_first_is_told_by_date_and_name(clockstart: Clockstart, cast: Cast) -> None:
    """Thirteen wait and one slot a week is left: the last of them has a turn in 13 weeks, after nobody's breach; at one
    slot every four weeks those in front breach before their turn."""
    put_pathways(clockstart, cast.alice)
    assert foresee(clockstart, open_own(clockstart, cast, slots=1)).to_breach == 0
    foreseen = foresee(clockstart, open_own(clockstart, cast, slots=0.25))
    assert foreseen.to_breach == len(foreseen.first) > 5
    assert [one.breaches for one in foreseen.first] == sorted(one.breaches for one in foreseen.first)
    first = clockstart.store.records.get(cast.alice.uid, "patients", foreseen.first[0].record)
    assert foreseen.first[0].patient == first.data["patient_name"]
    assert all(one.turn is None or one.turn >= one.breaches for one in foreseen.first)


def test_a_forecast_is_made_for_whoever_asks_with_the_modules_they_have_now(clockstart: Clockstart, cast: Cast) -> None:
    record_id = put(clockstart, cast.alice, "capacity-planner", TYPED)
    clockstart.store.settings.put_override("person", cast.alice.uid, "capacity-planner", Override(open=False))
    watch = Watch(clockstart, cast.alice.uid, "j1")
    with pytest.raises(Forbidden):
        forecasts.run(clockstart, watch, cast.alice.uid, record_id, {})


def test_a_forecast_is_kept_for_its_plan_list_and_day(clockstart: Clockstart, cast: Cast) -> None:
    opened = open_typed(clockstart, cast)
    uid = cast.alice.uid
    told: list[tuple[int, int, str]] = []
    result = forecasts.work_out(opened, lambda *step: told.append(step))
    assert told[-1][0] == told[-1][1] > 0
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)
    forecasts.keep(clockstart, uid, opened, result)
    assert forecasts.find_result(clockstart, uid, opened) == result == forecasts.work_out(opened, lambda *step: None)
    assert forecasts.find_result(clockstart, cast.bob.uid, opened) is None
    opened.today += timedelta(days=1)
    assert forecasts.find_result(clockstart, uid, opened) is None


def chart_of(opened: OpenedPlan, key: str) -> Any:
    return next((chart for part in PARTS for chart in list_charts(opened, part, None) if chart.key == key), None)


def test_every_picture_of_waits_has_the_line_of_18_weeks(clockstart: Clockstart, cast: Cast) -> None:
    opened = open_typed(clockstart, cast)
    result = forecasts.work_out(opened, lambda *step: None)
    charts = {chart.key: chart for part in PARTS for chart in list_charts(opened, part, result)}
    for key, at in (("weeks-waited", 0.5), ("shape", 18)):
        assert [line.x0 for line in draw_series(charts[key]).layout.shapes if line.x0 == line.x1] == [at]
    assert 18 in {line.y0 for line in draw_series(charts["priority-waits"]).layout.shapes}


def test_seasons_move_the_referrals_of_the_forecast_and_are_told(clockstart: Clockstart, cast: Cast) -> None:
    """July has half as many as any other month: 10 × 12 ÷ 11.5 in the others."""
    opened = open_typed(clockstart, cast, seasons="1, 1, 1, 1, 1, 1, 0.5, 1, 1, 1, 1, 1")
    scenario = make_scenario(opened.plan, opened.history, opened.today)
    assert scenario.seasons == pytest.approx([12 / 11.5] * 6 + [6 / 11.5] + [12 / 11.5] * 5)
    told = {one.what: one for one in list_assumed(opened)}["Seasons"]
    assert "Jul 0.52" in told.value
    assert told.source == "As entered"


def test_use_by_weekday_loses_bank_holidays_and_what_the_week_does_not_need(clockstart: Clockstart, cast: Cast) -> None:
    """August 2026 has five Mondays, the last of them a bank holiday; a tenth of appointments is missed."""
    days = [{"name": day, "kind": "clinic", "weekday": day, "slots": 10} for day in ("monday", "thursday")]
    use = chart_of(open_typed(clockstart, cast, sessions=days), "weekday-use")
    assert use.measures == ("Monday", "Thursday")
    assert {row[0]: row[1:] for row in use.rows}["Aug 2026"] == (72, 90)
    parts = [{**day, "slots": 2.9} for day in days]  # fractions of slots are not lost to whole ones
    assert {row[0]: row[1:] for row in chart_of(open_typed(clockstart, cast, sessions=parts), "weekday-use").rows} == {
        row[0]: row[1:] for row in use.rows
    }
    quiet = chart_of(open_typed(clockstart, cast, sessions=days, list_size=10), "weekday-use")
    assert {row[0]: row[1:] for row in quiet.rows}["Jul 2026"] == (50, 50)  # 10 of 20 slots a week are needed
    assert chart_of(open_typed(clockstart, cast), "weekday-use") is None


def test_the_need_page_names_and_accents_the_same(clockstart: Clockstart, cast: Cast) -> None:
    days = [{"name": day, "kind": "clinic", "weekday": day, "slots": 5} for day in ("monday", "thursday")]
    opened = open_typed(clockstart, cast, sessions=days)
    weekdays = chart_of(opened, "weekdays")
    assert weekdays.reading == "Monday and Thursday have the most: each 5 of 10 slots a week."
    assert [row[0] for row in weekdays.rows] == ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
    assert find_accents(weekdays) == {0, 3}
    use = chart_of(opened, "weekday-use")
    worst = find_worst(use)
    assert worst is not None
    assert f"{use.measures[worst.measure]}s of {use.rows[worst.row][0][:3]}" in use.reading


def test_beds_are_admissions_by_stay_and_occupancy(clockstart: Clockstart, cast: Cast) -> None:
    """10.8 new patients a week, half admitted for 3.5 days: 5.4 × 3.5 ÷ 7 ÷ 0.9 = 3 beds."""
    stays = {"inpatients": "yes", "stay_days": 3.5, "admitted": 50, "occupancy": 90}
    opened = open_typed(clockstart, cast, **stays)
    rows = {row[0]: row[1:] for row in chart_of(opened, "beds").rows}
    assert rows["Capacity of the plan"] == (10.8, 5.4, 3, 3)
    assert {one.what: one.value for one in list_assumed(opened)}["Target occupancy of beds"] == "90%"
    assert chart_of(open_typed(clockstart, cast), "beds") is None


def test_scenarios_are_set_beside_doing_nothing(typed: OpenedPlan) -> None:
    base, more, fewer = forecasts.work_out(typed, lambda *step: None)["scenarios"]
    assert more["list"][-1] < base["list"][-1]
    assert fewer["list"][-1] < base["list"][-1]
    assert (more["slots"], more["cost"], fewer["slots"]) == (52.0, 2600, None)


def test_solving_says_what_was_wrong_beside_what_was_typed(typed: OpenedPlan) -> None:
    assert "at its target in" in solve_weeks(typed, "20").answer
    assert solve_weeks(typed, "11").answer.endswith("never.")
    for wrong in ("0", "-3", "many", "inf"):
        solved = solve_weeks(typed, wrong)
        assert solved.problem
        assert solved.asked == {"slots": wrong}
    assert "slots a week" in solve_slots(typed, "31", "3", "2027").answer
    assert solve_slots(typed, "31", "2", "2027").problem == "Enter a real date, such as 31 3 2027"
    assert "at least a week" in solve_slots(typed, "1", "6", "2026").problem


def test_every_service_is_measured_and_the_highest_pressure_comes_first(clockstart: Clockstart, cast: Cast) -> None:
    put_pathways(clockstart, cast.alice, 30)
    found = measure_services(read_pathway_clocks(clockstart, [cast.alice.uid]), TODAY)
    assert [one.code for one in found] == ["C_110"]
    standing = found[0].standing
    busy = replace(found[0], standing=replace(standing, load=17.0, activity=1.0))
    scatter = make_scatter([busy, replace(found[0], standing=replace(standing, activity=0.0))])
    assert [row[1] for row in scatter.rows] == [17]
    assert " of 2 services" in scatter.reading
    assert "Not drawn: 1 where nobody was treated." in scatter.remarks
    assert found[0].healthy.queue == pytest.approx(found[0].standing.demand * 18 / 2.5257, rel=1e-4)
    assert found[0].standing.pressure == pytest.approx(2 * found[0].standing.mean_wait / 18)


def test_everything_assumed_is_told_with_its_source(typed: OpenedPlan) -> None:
    told = {one.what: one for one in list_assumed(typed)}
    assert told["Missed appointments"].value == "10%"
    assert told["Missed appointments"].source == "As entered"
    assert told["Slots held for others"].source == "When left empty"


def test_what_cannot_be_counted_is_left_out_and_counted(clockstart: Clockstart, cast: Cast) -> None:
    put_pathways(clockstart, cast.alice, 3)
    broken = {"patient_name": "No number", "treatment_function": "C_110"}
    clockstart.store.records.append(cast.alice.uid, "patients", "broken", broken, op="x", trace=Trace("t"), now=NOW)
    answers = {"name": "A", "service": "all", "source": "pathways", "slots": 3}
    record_id = put(clockstart, cast.alice, "capacity-planner", answers)
    opened = open_plan(clockstart, as_actor(cast.alice), cast.alice.uid, record_id, {})
    assert opened.history.left_out == {"not_accepted": 1}
    assert opened.history.dropped == ((cast.alice.uid, "broken", "not_accepted"),)
    assert opened.history.list_size == 3


def test_a_manager_plans_over_the_pathways_of_their_people(clockstart: Clockstart, cast: Cast) -> None:
    put_pathways(clockstart, cast.alice, 6)
    put_pathways(clockstart, cast.charlie, 4)
    answers = {"name": "A", "service": "all", "source": "pathways", "people": "people", "slots": 3}
    record_id = put(clockstart, cast.bob, "capacity-planner", answers)
    bob = as_actor(cast.bob)
    assert open_plan(clockstart, bob, cast.bob.uid, record_id, {}).history.list_size == 6
    own = open_plan(clockstart, bob, cast.bob.uid, record_id, {"scope": ["own"]})
    assert (own.history.list_size, own.query.query()) == (0, "scope=own")
    for beyond in (f"cohort-{cast.other_cohort.id}", f"person-{cast.charlie.uid}", "nonsense"):
        with pytest.raises(NotFound):
            open_plan(clockstart, bob, cast.bob.uid, record_id, {"scope": [beyond]})


def test_figure_table_and_csv_have_the_same_numbers(typed: OpenedPlan) -> None:
    result = forecasts.work_out(typed, lambda done, total, words: None)
    drawn = [chart for part in PARTS for chart in list_charts(typed, part, result)]
    assert len({chart.key for chart in drawn}) == len(drawn) > 20
    for chart in drawn:
        lines = list(csv.reader(io.StringIO(series.write_csv(chart, "own", NOW))))[1:]
        assert lines[0] == list(chart.columns)
        told = [["" if value is None else str(value) for value in row[1:]] for row in chart.rows]
        assert [line[1:] for line in lines[1:]] == told
        assert chart.reading, chart.key
        if not chart.is_empty and chart.shape != "table":
            assert shown_numbers(chart) <= {v for row in chart.rows for v in row[1:]} | {None}, chart.key


def shown_numbers(chart: Any) -> set[Any]:
    """Every number that a trace of the figure draws along its axis of values."""
    figure = draw_series(chart).to_plotly_json()
    if chart.shape in {"waterfall", "heat"}:
        return set()
    across = any("x" in trace and trace.get("orientation") == "h" for trace in figure["data"]) or chart.shape == "range"
    names = ("x", "y") if chart.shape == "scatter" else ("x",) if across else ("y",)
    return {v for trace in figure["data"] for name in names for v in trace[name]}


BAD = {
    "demand": ({"weekly_referrals": "", "demand": ""}, "demand"),
    "a word among the weeks": ({"weekly_referrals": "10, ten, 12"}, "weekly_referrals"),
    "a negative week": ({"weekly_referrals": "10 -3", "weekly_treated": ""}, "weekly_referrals"),
    "weeks that do not match": ({"weekly_treated": "9 9"}, "weekly_treated"),
    "an empty list": ({"list_size": ""}, "list_size"),
    "a list of nobody": ({"list_size": "0"}, "list_size"),
    "no capacity": ({"slots": ""}, "slots"),
    "zero capacity": ({"slots": "0"}, "slots"),
    "negative capacity": ({"slots": "-4"}, "slots"),
    "more lost than there is": ({"missed": "60", "patient_cancels": "50"}, "missed"),
    "every slot held": ({"carve_out": "100"}, "carve_out"),
    "eleven months": ({"seasons": "1 " * 11}, "seasons"),
    "a month that is a word": ({"seasons": "1 1 much 1 1 1 1 1 1 1 1 1"}, "seasons"),
    "no season with referrals": ({"seasons": "0 " * 12}, "seasons"),
    "a stay of nobody knows how long": ({"inpatients": "yes"}, "stay_days"),
    "all within target": ({"target_percent": "100"}, "target_percent"),
    "a day that is over": ({"clear_by": "2026-06-01"}, "clear_by"),
    "a fallow period reversed": ({"closed": [{"first": "2026-08-10", "last": "2026-08-01"}]}, "closed.0.last"),
    "weeks waited reversed": ({"waits": [{"weeks_from": 12, "weeks_to": 6, "patients": 4}]}, "waits.0.weeks_to"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_answered_beside_its_question(case: str) -> None:
    changed, field = BAD[case]
    checked = check_answers(MODULE, {k: v for k, v in {**TYPED, **changed}.items() if v != ""}, today=TODAY)
    assert [problem.field for problem in checked.problems] == [field]


@pytest.mark.parametrize("name", ["since", "until"])
def test_clocks_of_days_to_come_are_not_counted(name: str) -> None:
    answers = {"name": "A", "service": "all", "source": "pathways", "slots": 3, name: "2026-07-31"}
    (problem,) = check_answers(MODULE, answers, today=TODAY).problems
    assert problem.field == name
    assert "future" in problem.sentence
    assert check_answers(MODULE, answers).problems == ()  # what was saved once stays readable


def test_examples_are_accepted_and_open(clockstart: Clockstart, cast: Cast) -> None:
    assert MODULE.example is not None
    for seed in range(12):
        answers = MODULE.example(Random(seed), next(make_patients(1, TODAY)), TODAY)
        record_id = put(clockstart, cast.alice, MODULE.slug, answers)
        opened = open_plan(clockstart, as_actor(cast.alice), cast.alice.uid, record_id, {})
        drawn = [chart for part in PARTS for chart in list_charts(opened, part, None)]
        assert [chart.key for chart in drawn if not chart.reading] == []


def test_weeks_are_read_as_people_paste_them() -> None:
    assert read_weeks("10, 12\n8\t9;7") == (10, 12, 8, 9, 7)
    with pytest.raises(ValueError, match="week 2 is not a number"):
        read_weeks("10 ten")


SCENARIO = Scenario(
    start=TODAY,
    weeks=10,
    demand=10,
    sessions=spread_over_week(10),
    waiting=(Waiting(date(2026, 3, 1), 90),),
    missed=0.1,
)


@pytest.mark.parametrize(
    ("kind", "amount", "told"),
    [
        ("sessions", 5, lambda s: sum(one.slots for one in s.sessions) == pytest.approx(10 + 5 * 0.8)),
        ("wli", 8, lambda s: s.sessions[-1].weekday == 5),
        ("productivity", 10, lambda s: sum(one.slots for one in s.sessions) == pytest.approx(11)),
        ("attendance", 50, lambda s: s.missed == pytest.approx(0.05)),
        ("referral_reduction", 20, lambda s: s.demand == pytest.approx(8)),
        ("growth", 20, lambda s: s.demand == pytest.approx(12)),
        ("validation", 10, lambda s: sum(one.count for one in s.waiting) == 81),
    ],
)
def test_each_change_changes_what_it_says(kind: str, amount: float, told: Any) -> None:
    change = Change("x", kind, amount)
    assert told(apply(change, SCENARIO, 0.8))
    assert f"{amount:g}" in change.words


def test_validation_takes_off_evenly() -> None:
    single = tuple(Waiting(date(2026, 1, 1) + timedelta(days=day)) for day in range(100))
    assert sum(one.count for one in thin_out(single, 0.25)) == 75


def test_a_plan_that_cannot_be_read_says_so(clockstart: Clockstart, cast: Cast) -> None:
    data = {"name": "Odd", "service": "C_110", "source": "typed", "weekly_referrals": "many"}
    clockstart.store.records.append(cast.alice.uid, "capacity_plans", "odd", data, op="o", trace=Trace("t"), now=NOW)
    with pytest.raises(NotFound, match="cannot be read"):
        open_plan(clockstart, as_actor(cast.alice), cast.alice.uid, "odd", {})


@pytest.mark.parametrize(
    ("pasted", "weeks"),
    [
        ("1,052\n980\n1,101", (1052, 980, 1101)),
        ("1,052 980", (1052, 980)),
        ("1\N{NO-BREAK SPACE}052, 980", (1052, 980)),
        ("52,104,98", (52, 104, 98)),
        ("52, 104", (52, 104)),
        ("104;98", (104, 98)),
        ("\N{FULLWIDTH DIGIT FIVE}\N{FULLWIDTH DIGIT TWO} 104", (52, 104)),
    ],
)
def test_numbers_of_weeks_are_read_as_a_spreadsheet_shows_them(pasted: str, weeks: tuple[float, ...]) -> None:
    assert read_weeks(pasted) == weeks


@pytest.mark.parametrize("pasted", ["1 052", "1,052", "1\N{NO-BREAK SPACE}052", "\N{FULLWIDTH DIGIT ONE}052"])
def test_figures_are_read_as_they_are_pasted(pasted: str) -> None:
    typed = {"list_size": pasted, "demand": pasted, "source": "typed"}
    read = read_form(MODULE.questions, typed)
    checked = check_answers(MODULE, read)
    wrong = [problem.field for problem in checked.problems]
    assert "list_size" not in wrong
    assert "demand" not in wrong
    assert (read["list_size"], read["demand"]) == ("1052", "1052")
