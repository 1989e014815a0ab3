"""Predict before reveal: the question while a record's clock and findings wait, and what was right."""

from dash import html
from dash.development.base_component import Component

from dashapp.module_page.record_view import RecordView
from dashapp.services.records.predictions import Prediction
from dashapp.services.records.timeline import name_event
from dashapp.services.ribbons.rtt_ribbons import with_question
from dashapp.ui.clock_drawing import render_clock
from dashapp.ui.forms.controls import draw_radios, legend_of
from dashapp.ui.icons import render_icon
from dashapp.ui.ribbon import render_shape
from dashapp.ui.steps import render_step_list
from rules.event_kinds import EVENT_KINDS
from words.phrases import in_words

ASKS = "What will the clock do?"
WAITS = "Findings wait until you have predicted."
WITHHELD = "What the rules say of this record is told once its case is answered and marked."


def render_waiting_band(prediction: Prediction) -> list[Component]:
    """The clock up to what was entered."""
    ribbon = with_question(prediction.clock, prediction.events, prediction.new)
    said = html.Div(
        [
            html.P(html.Strong(ASKS), className="cs-band-wait"),
            html.P("Say it first, then see. What you entered is saved either way.", className="cs-band-below"),
        ],
        className="cs-band-said",
    )
    head = html.Div([said, html.Span("Predicting", className="cs-tried-chip")], className="cs-band-head")
    drawn = [render_clock(ribbon, ASKS)] if ribbon else []
    place = html.Div([head, *drawn], className="cs-band-now")
    return [html.Section(place, className="cs-band", **{"aria-label": "The clock"})]


def render_question(view: RecordView, prediction: Prediction) -> list[Component]:
    """What was entered; what it does to the clock and the breach date ahead, to choose; the way to see it at once."""
    decisions, breaches = ({one: prediction.say(one) for one in answers} for answers in prediction.choices)
    groups = (("decision", ASKS, decisions), ("breach", "The breach date ahead will be", breaches))
    see = html.Button("See what happens", id=view.part("see"), type="button", className="btn btn-primary", n_clicks=0)
    skip = html.Button("Skip", id=view.part("skip"), type="button", className="btn btn-link", n_clicks=0)
    return [
        *render_entered(prediction),
        *(
            html.Fieldset(
                [*legend_of(words), draw_radios(view.part(name), offered, None, f"{name}-{view.record.id}")],
                className=f"cs-predict-{name}",
            )
            for name, words, offered in groups
        ),
        html.Div([see, skip], className="cs-predict-acts"),
        html.Div(id=view.part("said"), role="status", className="cs-composer-said"),
    ]


def render_entered(prediction: Prediction) -> list[Component]:
    """The events that are asked about."""
    rows = [
        [render_shape(EVENT_KINDS[one.name].shape.value), html.Strong(f"{name_event(one)}, {in_words(one.date)}")]
        for one in prediction.new
    ]
    return [html.P(row, className="cs-predict-event") for row in rows or [["You took away what was entered."]]]


def render_answered(prediction: Prediction) -> list[Component]:
    """What was said, what is right, and why: in the engine's own words, with its rules."""
    right, said = prediction.right, prediction.said
    told = [("You said", said), ("The clock", right)] if said and any(said) else [("The clock", right)]
    head = "Not this time" if said != right else "Right"
    facts = [
        part
        for name, answers in told
        for part in (html.Dt(name), html.Dd(", breach date ahead: ".join(map(prediction.say, answers))))
    ]
    question = prediction.question
    why = [render_step_list(question.steps)] if question.steps else [html.P(question.because[0])]
    return [
        html.Div(
            [
                *([html.H2([render_icon("fine" if said == right else "breach"), " ", head])] if len(told) > 1 else []),
                html.Dl(facts, className="cs-meaning-facts"),
                *why,
            ],
            className="cs-predict-answer",
        )
    ]
