"""The page of one's training: today, the levels by competency, the weeks that were practised."""

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.declare.module import Module
from dashapp.panels.training import (
    Thing,
    can_start,
    describe_assigned,
    describe_next,
    describe_open,
    describe_review,
    render_start,
    render_things,
)
from dashapp.services.access import access
from dashapp.services.practice.kinds import say_nothing_due
from dashapp.services.practice.training import (
    NEXT,
    QUICK,
    WEEKS,
    Remark,
    Training,
    count_own_work,
    get_rule,
    group_by_level,
    list_remarks,
    read_training,
    say_levels,
)
from dashapp.services.search.rule_pages import rule_address
from dashapp.ui.banners import render_banner
from dashapp.ui.empty import render_empty
from dashapp.ui.forms.posting import render_told
from dashapp.ui.page import render_action, render_page, render_section
from dashapp.ui.tables import Column, render_table
from dashapp.web.plain_forms import read_told
from dashapp.web.router import Page, Visit
from practice.competencies import COMPETENCIES
from practice.mastery import LEVELS as LEVEL_NAMES
from words.phrases import plural

OPENED = 3
LEVELS = (Column("Competency", header=True), Column("Levels"), Column("Rules"), Column("Work to show"))
NO_PLAN = "Say for which job you train. It decides what is shown and what comes next; you can change it at any time."
CHOOSE = "Choose the job you train for"


def training_page(clockstart: Clockstart, module: Module) -> Page:
    return Page(
        title=module.title,
        render=lambda visit: render_training(clockstart, module, visit),
        check=lambda visit: access.check_can_open(clockstart, visit.actor, module),
    )


def render_training(clockstart: Clockstart, module: Module, visit: Visit) -> Component:
    training, may_start = read_training(clockstart, visit.actor.uid), can_start(clockstart, visit.actor)
    known, assigned = bool(training.plan.id or training.standing.levels), describe_assigned(clockstart, visit.actor)
    body = [
        *render_told(read_told()),
        *map(render_remark, list_remarks(training)),
        *([] if training.plan.id else [render_first(module, may_start and not known)]),
        *(render_today(training, assigned) if may_start and (known or assigned) else []),
        *([render_levels(training, count_own_work(clockstart, visit.actor.uid))] if known else []),
        *(render_weeks(training) if training.plan.told.get("show_weeks") == "yes" else []),
    ]
    change = [render_action("Change the plan", f"{module.address}/{training.plan.id}/edit")] if training.plan.id else []
    calendar = [render_action("Calendar", "/assigned")] if may_start and visit.actor.role == "learner" else []
    return render_page(module.title, body, lead=say_lead(training), actions=[*change, *calendar])


def render_remark(one: Remark) -> Component:
    read = [" ", html.A("Read the rule", href=rule_address(get_rule(one.rule)))] if one.rule else []
    return render_banner(one.status, [one.text, *read])


def say_lead(training: Training) -> str:
    told = (training.profile.title if training.profile else "", str(training.plan.told.get("goal") or ""))
    return ": ".join(one for one in told if one) or "What to practise today and why, and how far you are."


def render_first(module: Module, may_start: bool) -> Component:
    """Without a plan: choose a job, or begin at once."""
    choose = render_action("Make a plan", f"{module.address}/new", primary=True)
    return render_empty(
        CHOOSE, NO_PLAN, [choose, *([render_start(NEXT, "Begin with five cases", "secondary")] * may_start)]
    )


def render_today(training: Training, assigned: list[Thing]) -> list[Component]:
    """The review, what was assigned and what was begun, the one next step."""
    begun = describe_open(training)[:OPENED]
    things = [*describe_review(training), *assigned, *begun, *describe_next(training)]
    nothing = [] if training.standing.due else [html.P(say_nothing_due(training.standing), className="cs-quiet")]
    quick = [render_start(QUICK, "Quick five", "secondary")]
    return [render_section("Today", [*nothing, *([render_things(things)] if things else [])], actions=quick)]


def render_levels(training: Training, own: Mapping[str, str]) -> Component:
    """By competency; the rules by level below each, and the work of one's own that there is to show."""
    rows = [
        (
            COMPETENCIES[slug].title,
            render_bar(levels) if levels else "No cases yet",
            render_rules(levels) if levels else "",
            render_own(COMPETENCIES[slug].own_work, own.get(slug, "")),
        )
        for slug, levels in training.levels.items()
    ]
    return render_section(
        "Levels", render_table("Levels by competency", LEVELS, rows, caption_hidden=True, stacked=True)
    )


def render_own(wanted: str, own: str) -> Component:
    here = [html.Div(f"You have {own}.", className="cs-quiet")] if own else []
    return html.Div([wanted, *here])


def render_bar(levels: dict[str, str]) -> Component:
    """How far its rules are on the way to being mastered, as a bar; how many are proficient, in words."""
    steps = list(LEVEL_NAMES)
    bar = html.Progress(
        value=str(sum(map(steps.index, levels.values()))),
        max=str(len(levels) * (len(steps) - 1)),
        className="cs-progress",
        **{"aria-hidden": "true"},
    )
    return html.Div([bar, html.Span(say_levels(levels))])


def render_rules(levels: dict[str, str]) -> Component:
    grouped = group_by_level(levels)
    words = ", ".join(f"{len(found)} {name.lower()}" for name, found in grouped.items())
    parts = [
        part
        for name, found in grouped.items()
        for part in (html.Dt(name), *(html.Dd(html.A(rule.title, href=rule_address(rule))) for rule in found))
    ]
    return html.Details([html.Summary(words), html.Dl(parts)])


def render_weeks(training: Training) -> list[Component]:
    """The last weeks as small squares, filled where something was handed in."""
    weeks = training.list_weeks()
    cells = [html.Span(className="cs-week cs-week-done" if one else "cs-week") for one in weeks]
    row = html.Div(cells, className="cs-weeks", **{"aria-hidden": "true"})
    words = f"Practised in {sum(weeks)} of the last {plural(WEEKS, 'week')}."
    return [render_section("Weeks", [row, html.P(words)])]
