"""The clock band: the wait and its limit in one sentence, the next step, and the clock at the width of the page."""

from datetime import date

from dash import html
from dash.development.base_component import Component

from dashapp.declare.meaning import Meaning, NextStep
from dashapp.module_page.prediction import render_waiting_band
from dashapp.module_page.record_view import RecordView
from dashapp.services.records import timeline
from dashapp.services.records.entering import Tried
from dashapp.services.records.pathways import PTL
from dashapp.services.ribbons.rtt_ribbons import make_page_ribbon, say_headline, with_tried
from dashapp.ui.clock_drawing import render_clock, render_clocks
from dashapp.ui.icons import render_icon
from dashapp.values.ribbon import Headline, Ribbon
from words.phrases import plural


def render_band(view: RecordView) -> list[Component]:
    """Nothing for a record that has neither a clock nor a step to come."""
    if view.waits:
        return render_waiting_band(view.waits)
    headline, drawn = draw_clocks(view)
    step = render_next(view.next_step, view.clockstart.today) if view.next_step else []
    if not (headline or step):
        return []
    said = [render_headline(headline)] if headline else []
    head = html.Div([*said, *step], className="cs-band-head")
    # What is tried is drawn over the band, which keeps its height (`assets/composer.js`).
    place = html.Div([head, *drawn], className="cs-band-now")
    tried = html.Div(id=view.part("tried"), className="cs-band-tried")
    return [html.Section([place, tried], className="cs-band", **{"aria-label": "The clock"})]


def draw_clocks(view: RecordView) -> tuple[Headline | None, list[Component]]:
    """The record's own clocks, or that of its pathway; a pathway's own is that of the pathway."""
    own, case = view.meaning.ribbons, view.case
    if case is None or not case.is_told:
        return None, []
    if own and view.module.store_key != PTL:
        return draw_own(own, view.meaning.headline)
    if not view.has_pathway:
        return None, []
    clock = timeline.read_rtt(case.pathway_events, case.today)
    headline = say_headline(clock)
    ribbon = make_page_ribbon(clock, [one.event for one in view.told if not one.counted])
    return headline, [render_clock(ribbon, headline.line)] if ribbon else []


def draw_own(
    ribbons: tuple[tuple[str, Ribbon], ...], headline: Headline | None
) -> tuple[Headline | None, list[Component]]:
    said = headline or Headline(ribbons[0][1].words)
    drawn = render_clocks(ribbons) if len(ribbons) > 1 else render_clock(ribbons[0][1], said.line)
    return said, [drawn]


def render_tried(view: RecordView, tried: Tried) -> list[Component]:
    """The band with what is tried: before → after in one line, and the clock as it would be in outline."""
    now, _ = draw_clocks(view)
    if tried.what_if:
        then: Headline | None = say_headline(tried.what_if.after)
        events = [*tried.before.pathway_events]
        ribbon = with_tried(tried.what_if, events, tried.entry.event)
        drawn: list[Component] = [render_clock(ribbon, then.line if then else "")] if ribbon else []
    else:
        meaning = tried.after.module.meaning(tried.after) if tried.after.module.meaning else Meaning()
        then, drawn = draw_own(meaning.ribbons, meaning.headline) if meaning.ribbons else (None, [])
    if then is None:
        return []
    before = (
        [html.Span(now.line, className="cs-band-before"), html.Span(" → ", **{"aria-hidden": "true"})]
        if now and now.line != then.line
        else []
    )
    head = html.Div(
        [
            html.Div(
                [
                    html.P([*before, html.Strong(then.line)], className="cs-band-wait"),
                    html.P(["Now, and if you add this event. ", then.below], className="cs-band-below"),
                ],
                className="cs-band-said",
            ),
            html.Span("Trying, not saved", className="cs-tried-chip"),
        ],
        className="cs-band-head",
    )
    return [head, *drawn]


def render_headline(headline: Headline) -> Component:
    parts = [
        html.Strong(headline.strong),
        *([f" {headline.quiet}"] if headline.quiet else []),
        *([" ", html.Strong(headline.then)] if headline.then else []),
    ]
    below = [html.P(headline.below, className="cs-band-below")] if headline.below else []
    return html.Div([html.P(parts, className="cs-band-wait"), *below], className="cs-band-said")


def render_next(step: NextStep, today: date) -> list[Component]:
    """What, whether it is late, who and by when."""
    days = (step.on - today).days if step.on else None
    when = "" if days is None else say_days(days)
    look = "watch" if days is not None and days < 0 else "note"
    late = [html.Span([render_icon(look), when], className=f"cs-next-when cs-next-{look}")] if when else []
    by = [f"{'due ' if step.owner else 'Due '}{step.on.day} {step.on:%b}"] if step.on else []
    who = ", ".join([*([step.owner] if step.owner else []), *by])
    return [
        html.Div(
            [
                html.Div([html.Span("Next step", className="cs-next-name"), *late]),
                html.Div([html.Strong(step.what), html.Span(who, className="cs-next-who")]),
            ],
            className="cs-next",
        )
    ]


def say_days(days: int) -> str:
    if days < 0:
        return f"{plural(-days, 'day')} late"
    return "today" if days == 0 else f"in {plural(days, 'day')}"
