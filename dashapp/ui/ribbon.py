"""The clock ribbon in a row of a list and on a card: the same drawing of a clock, with its words under it.

Plain positioned elements, so it needs no chart library, prints, and grows with the text; the look is in
`assets/ribbon.css`. At the width of a page a clock is drawn by `clock_drawing.py`.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from dash import html

from dashapp.ui.icons import render_icon
from dashapp.values.ribbon import SHAPE_WORDS, Axis, Line, Mark, Ribbon, Shape, Stretch, fit_axis, place_levels
from words.phrases import in_words

Size = Literal["row", "card"]


class Spread(NamedTuple):
    """How far apart marks must stand before they are put on one level, in percent of the width."""

    marks: float
    mark_levels: int


SPREADS: dict[Size, Spread] = {"row": Spread(0, 1), "card": Spread(5, 2)}


def render_ribbon(ribbon: Ribbon, size: Size = "card") -> html.Div:
    """The drawing and its words."""
    drawing = _render_drawing(ribbon, fit_axis([ribbon]), size)
    words = html.Div(ribbon.words, className="cs-ribbon-words")
    return html.Div([drawing, words], className=f"cs-ribbon cs-ribbon-{size}", **_picture(ribbon.words))


def _picture(words: str) -> dict[str, str]:
    return {"role": "img", "aria-label": words}


def render_shape(shape: Shape) -> html.Span:
    """The shape of an event kind, without words."""
    return render_icon("other" if shape == "note" else shape)


def _render_drawing(ribbon: Ribbon, axis: Axis, size: Size) -> html.Div:
    return html.Div(
        [
            *_render_marks(ribbon.marks, axis, size),
            html.Div(
                [_render_stretch(stretch, axis) for stretch in ribbon.stretches],
                className="cs-ribbon-bar",
                style={"--cs-week": f"{axis.week}%"},
            ),
            *(_render_line(line, axis) for line in ribbon.lines),
            *_render_today(ribbon, axis),
        ],
        className="cs-ribbon-drawing",
        style={"--cs-mark-levels": _count_mark_levels(ribbon.marks, axis, size)},
        **{"aria-hidden": "true"},
    )


def _render_stretch(stretch: Stretch, axis: Axis) -> html.Span:
    left, right = axis.place(stretch.start), axis.place(stretch.end)
    look = f"cs-stretch cs-stretch-{stretch.kind}" + " cs-tried" * stretch.tried
    return html.Span(className=look, style={"left": f"{left}%", "width": f"{round(right - left, 2)}%"})


def _render_line(line: Line, axis: Axis) -> html.Span:
    look = f"cs-line cs-line-{line.kind}" + " cs-tried" * line.tried
    return html.Span(className=look, style={"left": f"{axis.place(line.date)}%"})


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


def _render_today(ribbon: Ribbon, axis: Axis) -> list[html.Span]:
    """A small pointer while the clock runs."""
    if ribbon.end is not None:
        return []
    return [html.Span(className="cs-today-pointer", style={"left": f"{axis.place(ribbon.today)}%"})]
