"""What stands above and below the charts of each part of a plan: figures, forms, tables, links to records."""

from collections.abc import Callable, Mapping

from dash import html
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.ui.banners import render_banner
from dashapp.ui.figures import Card, Line, render_cards, render_lines
from dashapp.ui.forms.controls import draw_day, draw_line, legend_of, render_labelled
from dashapp.ui.forms.posting import render_hidden
from dashapp.ui.page import render_section
from dashapp.ui.tables import Cell, Column, render_table
from dashapp.web.addresses import record_address
from dashapp.web.router import Visit
from pages.capacity_planner.service.assumed import list_assumed, list_counted
from pages.capacity_planner.service.breaching import Breaching, foresee, name_patients
from pages.capacity_planner.service.figures import Figure, list_figures
from pages.capacity_planner.service.forecast_charts import read_dates, say_standard
from pages.capacity_planner.service.forecasts import Result
from pages.capacity_planner.service.opened import OpenedPlan
from pages.capacity_planner.service.pathway_clocks import REASONS
from pages.capacity_planner.service.scenarios import target_weeks
from pages.capacity_planner.service.series import say_count, say_day, say_number
from pages.capacity_planner.service.solving import Solved, solve_slots, solve_weeks
from words.phrases import with_capital

ON_CARDS = ("load", "list", "target_list", "pressure", "relief", "target_capacity", "clearance", "weeks_to_target")
Around = Callable[[Clockstart, Visit, OpenedPlan, Result | None], list[Component]]


def render_figure_cards(_c: Clockstart, _v: Visit, opened: OpenedPlan, _r: Result | None) -> list[Component]:
    """The figures that matter most; what is odd about the list before them."""
    found = {one.key: one for one in list_figures(opened.plan, opened.history, opened.standing, opened.today)}
    return [*render_nothing(opened), render_cards([make_card(found[key]) for key in ON_CARDS])]


def render_nothing(opened: OpenedPlan) -> list[Component]:
    """Nobody referred, nobody waiting: say so before any figure is read."""
    if opened.history.demand:
        return []
    words = (
        "No clock of this service has run for a whole week, so there is no demand to plan for. Choose another service, "
        "another list, or type the demand."
    )
    return [render_banner("watch", words)]


def render_figure_table(_c: Clockstart, _v: Visit, opened: OpenedPlan, _r: Result | None) -> list[Component]:
    """All figures with units, reasons and rules, and how they came about."""
    found = list_figures(opened.plan, opened.history, opened.standing, opened.today)
    lines = render_lines("All figures of the plan", [make_line(one) for one in found])
    notes = html.Ul([html.Li(note) for note in opened.history.notes], className="cs-list")
    return [
        render_section("All figures, with their reasons", [html.P(CONVENTION, className="cs-quiet"), lines]),
        render_section("How the figures came about", notes),
    ]


CONVENTION = (
    "The older convention is that of the NHSRwaitinglist package: factor 4 whatever the target, one gap more than "
    "there are referrals, and a pressure that divides days by weeks. The pages use the corrected figures."
)


def make_card(one: Figure) -> Card:
    return Card(one.label, say_value(one), one.unit, one.why, one.status)


def say_value(one: Figure) -> str:
    return one.unknown if one.value is None else say_number(one.value)


def make_line(one: Figure) -> Line:
    customary = "" if one.customary is None else say_number(one.customary)
    return Line(one.label, say_value(one), one.unit, one.why, one.rule, one.status, customary)


def render_solver(_c: Clockstart, visit: Visit, opened: OpenedPlan, _r: Result | None) -> list[Component]:
    """Two questions whose answers the address keeps; what was typed stays, with what was wrong beside it."""
    asked = opened.query
    weeks, slots = solve_weeks(opened, asked.slots), solve_slots(opened, asked.day, asked.month, asked.year)
    hidden = render_hidden(asked.only("scope").named())
    box = draw_line("solve-slots", asked.slots, "cs-control-short", name="slots", inputmode="decimal")
    day = draw_day(
        legend_of("By which day? How many slots it takes is worked out."),
        lambda part: f"solve-{part}",
        lambda part: getattr(asked, part),
        lambda part: {"name": part},
    )
    words = "With how many job-plan slots a week? How long it takes is worked out."
    form = html.Form(
        [
            *hidden,
            html.Div(
                [render_labelled(box, words, look=""), *render_answer(weeks, "solve-slots-problem")],
                className="cs-solve",
            ),
            html.Div([day, *render_answer(slots, "solve-day-problem")], className="cs-solve"),
            html.Button("Work it out", type="submit", className="btn btn-primary"),
        ],
        method="get",
        className="cs-solver",
    )
    return [render_section("Work it out", form)]


def render_answer(solved: Solved, place: str) -> list[Component]:
    if solved.problem:
        return [html.P(solved.problem, id=place, role="alert", className="cs-problem")]
    return [html.P(html.Strong(solved.answer), role="status")] if solved.answer else []


def render_forecast_cards(_c: Clockstart, _v: Visit, opened: OpenedPlan, result: Result | None) -> list[Component]:
    """When the standard is met, how sure that is, and the long waits at the end."""
    if result is None:
        return []
    base = result["base"]
    dates = read_dates(base["dates"])
    size, over = base["list_size"], base["over"]["52"]
    end = say_day(dates[-1])
    chance = base["chance_met_by"][-1]
    met, weeks = say_standard(opened.plan, base, dates), target_weeks(opened.plan)
    return [
        render_cards(
            [
                Card(
                    "List at the end",
                    say_count(size["p50"][-1]),
                    "patients",
                    f"On {end}; 80% of runs between {say_count(size['p10'][-1])} and {say_count(size['p90'][-1])}.",
                    "fine" if size["p50"][-1] <= opened.standing.target_list else "watch",
                ),
                Card(
                    "Target met",
                    f"{100 * chance:.0f}%",
                    "of runs, on some day by the end",
                    with_capital(met),
                    "fine" if chance >= 0.8 else "watch" if chance >= 0.5 else "breach",
                ),
                Card(
                    f"Within {weeks} weeks",
                    f"{say_number(base['within']['p50'][-1])}%",
                    "of those waiting at the end",
                    f"{say_number(base['within']['p50'][0])}% now.",
                ),
                Card(
                    "Over 52 weeks",
                    say_count(over["p50"][-1]),
                    "patients at the end",
                    f"{say_count(over['p50'][0])} now; 80% of runs between {say_count(over['p10'][-1])} and "
                    f"{say_count(over['p90'][-1])}.",
                    "fine" if over["p90"][-1] < 0.5 else "watch" if over["p50"][-1] < 0.5 else "breach",
                ),
            ]
        )
    ]


BREACHING = (
    Column("Patient", header=True),
    Column("Service"),
    Column("Clock started"),
    Column("Passes 18 weeks"),
    Column("Turn comes"),
)


def render_breaching(clockstart: Clockstart, visit: Visit, opened: OpenedPlan, _r: Result | None) -> list[Component]:
    """Who passes 18 weeks first, each a link to the pathway; plans that were typed have no patients."""
    if not opened.plan.from_pathways:
        return []
    foreseen = foresee(clockstart, opened)
    title = "Who passes 18 weeks first"
    if not foreseen.first:
        none = f"{foreseen.breached:,} have passed 18 weeks; nobody else does before their turn comes, seen in turn."
        return [render_section(title, html.P(none))]
    words = (
        f"{foreseen.breached:,} have passed 18 weeks. Seen in turn with the plan's average slots, "
        f"{foreseen.to_breach:,} more do before their turn comes; the first {len(foreseen.first)} by date:"
    )
    rows = [make_breach_row(one, visit) for one in foreseen.first]
    return [render_section(title, [html.P(words), render_table(title, BREACHING, rows, caption_hidden=True)])]


def make_breach_row(one: Breaching, visit: Visit) -> tuple[Cell, ...]:
    link = link_pathway(visit, one.owner, one.record, {(one.owner, one.record): one.patient})
    return link, one.service, one.started, one.breaches, one.turn or "After this forecast"


SCENARIOS = (Column("Scenario", header=True), Column("What it assumes"), Column("Target met"))


def render_scenario_table(_c: Clockstart, _v: Visit, _opened: OpenedPlan, result: Result | None) -> list[Component]:
    """What each scenario assumes, and when it meets the target."""
    if result is None:
        return []
    rows = [
        (
            one["name"],
            one["words"],
            say_day(read_dates([one["met"]])[0]) if one["met"] else "Not in this time, on an even chance",
        )
        for one in result["scenarios"]
    ]
    told = render_table("Scenarios and what they assume", SCENARIOS, rows, caption_hidden=True)
    more = "" if len(rows) > 1 else "Add scenarios to the plan to compare them with doing nothing."
    return [render_section("What each scenario assumes", [html.P(more) if more else "", told])]


ASSUMED = (Column("What", header=True), Column("Assumed"), Column("Source"))
COUNTED = (Column("What", header=True), Column("Clocks", number=True))


DROPPED = (Column("Pathway", header=True), Column("Why it was left out"))


def render_dropped(clockstart: Clockstart, visit: Visit, opened: OpenedPlan) -> list[Component]:
    """The first of the clocks left out, each a link to its record, so that it can be mended."""
    dropped = opened.history.dropped
    if not dropped:
        return []
    names = name_patients(clockstart, [(one.owner, one.record) for one in dropped])
    rows = [
        (link_pathway(visit, one.owner, one.record, names), REASONS.get(one.reason, one.reason).capitalize())
        for one in dropped
    ]
    return [render_table("Clocks left out", DROPPED, rows)]


def link_pathway(visit: Visit, owner: str, record: str, names: Mapping[tuple[str, str], str]) -> Component:
    base = "" if owner == visit.actor.uid else f"/people/{owner}"
    return html.A(names.get((owner, record), "A patient"), href=record_address(f"{base}/patient-tracking-list", record))


def render_assumptions(clockstart: Clockstart, visit: Visit, opened: OpenedPlan, _r: Result | None) -> list[Component]:
    """Everything that is assumed, and what was counted and left out."""
    rows = [(one.what, one.value, one.source) for one in list_assumed(opened)]
    counted = list_counted(opened)
    audit = (
        [
            render_table("Clocks counted and left out", COUNTED, counted, caption_hidden=True),
            *render_dropped(clockstart, visit, opened),
        ]
        if counted
        else [html.P("Demand and list were typed: nothing was read from a list, and nothing left out.")]
    )
    notes = html.Ul([html.Li(note) for note in (*opened.history.notes, *LIMITS)], className="cs-list")
    return [
        render_section("Everything assumed", render_table("Assumptions", ASSUMED, rows, caption_hidden=True)),
        render_section("What was counted, and what was left out", audit),
        render_section("What the forecast does not know", notes),
    ]


LIMITS = (
    "Demand stays as it is but for chance, its own uncertainty and what a scenario changes; a trend goes on only where "
    "a scenario says so.",
    "A patient uses one slot, and counts as treated when it is kept; pathways with several steps use slots of several "
    "plans.",
    "Who breaches is reckoned in turn; clinical priority, choice and fitness change the order of real lists.",
)

ABOVE: Mapping[str, Around] = {
    "plan": render_figure_cards,
    "clearance": render_solver,
    "forecast": render_forecast_cards,
}
BELOW: Mapping[str, Around] = {
    "plan": render_figure_table,
    "forecast": render_breaching,
    "scenarios": render_scenario_table,
    "trust": render_assumptions,
}
