"""The clock ribbon: the same drawing of a clock wherever a pathway appears, in three sizes, with its words beside it.

Plain positioned elements, so it needs no chart library, prints, and grows with the text; the look is in
`assets/ribbon.css`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from dash import html
from dash.development.base_component import Component

from dashapp.services.search.rule_pages import ident_address
from dashapp.ui.icons import render_icon
from dashapp.values.ribbon import SHAPE_WORDS, Axis, Line, Mark, Ribbon, Shape, Stretch, fit_axis, place_levels
from words.phrases import in_words

Size = Literal["row", "card", "page"]


class Spread(NamedTuple):
    """How far apart marks and line labels must stand before they are put on one level, in percent of the width."""

    marks: float
    mark_levels: int
    labels: float


SPREADS: dict[Size, Spread] = {"row": Spread(0, 1, 0), "card": Spread(5, 2, 30), "page": Spread(2.6, 3, 34)}


def render_ribbon(ribbon: Ribbon, size: Size = "card", *, listed: bool = True) -> html.Div:
    """The drawing and its words; the page size lists each event with what it did to the clock and by which rule, unless
    a timeline beside it does (`listed=False`)."""
    drawing = _render_drawing(ribbon, fit_axis([ribbon]), size)
    words = html.Div(ribbon.words, className="cs-ribbon-words")
    if size != "page":
        return html.Div([drawing, words], className=f"cs-ribbon cs-ribbon-{size}", **_picture(ribbon.words))
    return html.Div(
        [
            words,
            html.Div(drawing, **_picture(ribbon.words)),
            *([render_ribbon_events(ribbon.marks)] if listed else []),
        ],
        className="cs-ribbon cs-ribbon-page",
    )


def _picture(words: str) -> dict[str, str]:
    return {"role": "img", "aria-label": words}


def render_ribbon_events(marks: Sequence[Mark]) -> html.Ol:
    """A line for each event: its date, its shape, what it did to the clock and the rule."""
    ordered = sorted(marks, key=lambda mark: mark.date)
    return html.Ol([_render_event_line(mark) for mark in ordered], className="cs-timeline cs-ribbon-events")


def _render_event_line(mark: Mark) -> html.Li:
    words: list[Component] = [html.P([*_tried_words(mark), mark.label], className="cs-event-title")]
    if mark.effect or mark.rule:
        rule = [" ", html.A(f"Rule {mark.rule}", href=ident_address(mark.rule))] if mark.rule else []
        words.append(html.P([mark.effect, *rule], className="cs-quiet"))
    return html.Li(
        [html.Time(in_words(mark.date), dateTime=mark.date.isoformat()), render_shape(mark.shape), html.Div(words)],
        className=" ".join(["cs-event", *(["cs-event-moved"] if mark.moved else [])]),
    )


def _tried_words(mark: Mark) -> list[Component | str]:
    return [html.Span("What if: ", className="cs-tried-word")] if mark.tried else []


def render_shape(shape: Shape) -> html.Span:
    """The shape of an event kind, without words."""
    return render_icon("other" if shape == "note" else shape)


def _render_drawing(ribbon: Ribbon, axis: Axis, size: Size) -> html.Div:
    return html.Div(
        [
            *_render_line_labels(ribbon.lines, axis, size),
            *_render_marks(ribbon.marks, axis, size),
            html.Div(
                [_render_stretch(stretch, axis) for stretch in ribbon.stretches],
                className="cs-ribbon-bar",
                style={"--cs-week": f"{axis.week}%"},
            ),
            *(_render_line(line, axis) for line in ribbon.lines),
            *_render_days(ribbon, axis, size),
        ],
        className="cs-ribbon-drawing",
        style={
            "--cs-label-levels": _count_levels(ribbon.lines, axis, size),
            "--cs-mark-levels": _count_mark_levels(ribbon.marks, axis, size),
        },
        **{"aria-hidden": "true"},
    )


def _render_stretch(stretch: Stretch, axis: Axis) -> html.Span:
    left, right = axis.place(stretch.start), axis.place(stretch.end)
    look = f"cs-stretch cs-stretch-{stretch.kind}" + " cs-tried" * stretch.tried
    return html.Span(className=look, style={"left": f"{left}%", "width": f"{round(right - left, 2)}%"})


def _render_line(line: Line, axis: Axis) -> html.Span:
    look = f"cs-line cs-line-{line.kind}" + " cs-tried" * line.tried
    return html.Span(className=look, style={"left": f"{axis.place(line.date)}%"})


def _level_labels(lines: Sequence[Line], axis: Axis, size: Size) -> list[tuple[Line, float, int]]:
    shown = sorted(lines, key=lambda line: line.date) if size == "page" else []
    places = [axis.place(line.date) for line in shown]
    return list(zip(shown, places, place_levels(places, SPREADS[size].labels, 3), strict=True))


def _count_levels(lines: Sequence[Line], axis: Axis, size: Size) -> int:
    return max((level + 1 for _, _, level in _level_labels(lines, axis, size)), default=0)


def _render_line_labels(lines: Sequence[Line], axis: Axis, size: Size) -> list[html.Span]:
    return [
        html.Span(
            line.label,
            className=f"cs-line-label cs-line-label-{line.kind} cs-anchor-{_anchor(place)}" + " cs-tried" * line.tried,
            style={"left": f"{place}%", "--cs-level": level},
        )
        for line, place, level in _level_labels(lines, axis, size)
    ]


def _level_marks(marks: Sequence[Mark], axis: Axis, size: Size) -> list[tuple[Mark, float, int]]:
    ordered = sorted(marks, key=lambda mark: mark.date)
    places = [axis.place(mark.date) for mark in ordered]
    levels = place_levels(places, SPREADS[size].marks, SPREADS[size].mark_levels)
    return list(zip(ordered, places, levels, strict=True))


def _count_mark_levels(marks: Sequence[Mark], axis: Axis, size: Size) -> int:
    return max((level + 1 for _, _, level in _level_marks(marks, axis, size)), default=1)


def _render_marks(marks: Sequence[Mark], axis: Axis, size: Size) -> list[html.Span]:
    return [_render_mark(*placed) for placed in _level_marks(marks, axis, size)]


def _render_mark(mark: Mark, place: float, level: int) -> html.Span:
    look = f"cs-mark cs-mark-{mark.shape}" + " cs-mark-moved" * mark.moved + " cs-tried" * mark.tried
    return html.Span(
        render_shape(mark.shape),
        className=look,
        style={"left": f"{place}%", "--cs-level": level},
        title=f"{in_words(mark.date)}: {mark.label} ({SHAPE_WORDS[mark.shape].lower()})",
    )


def _render_days(ribbon: Ribbon, axis: Axis, size: Size) -> list[html.Span]:
    """The first day, and today or the last day, named under the page size; a small pointer for today elsewhere."""
    running = ribbon.end is None
    last = ribbon.today if ribbon.end is None else ribbon.end
    place = axis.place(last)
    pointer = [html.Span(className="cs-today-pointer", style={"left": f"{place}%"})] if running else []
    if size != "page":
        return pointer
    name = "Today" if running else "Stopped"
    start = html.Span(
        f"Start {in_words(ribbon.start)}",
        className="cs-day-label cs-anchor-start",
        style={"left": f"{axis.place(ribbon.start)}%"},
    )
    end = html.Span(
        f"{name} {in_words(last)}",
        className=f"cs-day-label cs-day-last cs-anchor-{_anchor(place, 40)}",
        style={"left": f"{place}%"},
    )
    return [*pointer, start, end]


def _anchor(place: float, edge: float = 12) -> str:
    if place < edge:
        return "start"
    return "end" if place > 100 - edge else "middle"


def render_cancer_ribbons(ribbons: Sequence[tuple[str, Ribbon]]) -> html.Div:
    """Several clocks (28, 31, 62 days) under each other on one day axis, each with its title and its words."""
    axis = fit_axis([ribbon for _, ribbon in ribbons])
    rows = [_render_cancer_row(title, ribbon, axis) for title, ribbon in ribbons]
    days = [
        html.Span(f"{7 * week}", className="cs-axis-day", style={"left": f"{round(axis.week * week, 2)}%"})
        for week in range(axis.days // 7 + 1)
        if week % max(1, axis.days // 90 + 1) == 0
    ]
    numbered = [html.Span("Day"), html.Div(days, className="cs-axis")]
    foot = html.Div(numbered, className="cs-cancer-axis", **{"aria-hidden": "true"})
    return html.Div([*rows, foot], className="cs-cancer")


def _render_cancer_row(title: str, ribbon: Ribbon, axis: Axis) -> html.Div:
    words = [html.Strong(title), html.Span(ribbon.words, className="cs-ribbon-words")]
    drawing = html.Div(_render_drawing(ribbon, axis, "card"), className="cs-cancer-drawing", **_picture(ribbon.words))
    return html.Div(
        [
            html.Div(words, className="cs-cancer-words"),
            drawing,
        ],
        className="cs-cancer-row cs-ribbon-card",
    )
