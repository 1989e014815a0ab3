"""Status in one word, always colour, shape and word together; criteria that can be taken off; counts that filter."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from dash import html

from dashapp.ui.icons import render_icon
from rules.explain import Severity

Status = Literal["fine", "watch", "breach", "note"]

SEVERITY_WORDS: dict[Severity, str] = {
    Severity.BREACH: "Wrong",
    Severity.WATCH: "Watch",
    Severity.NOTE: "Worth knowing",
}


def render_chip(status: Status, words: str) -> html.Span:
    """A status: its shape, its colour, its word."""
    return html.Span([render_icon(status), words], className=f"cs-chip cs-chip-{status}")


def render_severity(severity: Severity) -> html.Span:
    return render_chip(severity.value, SEVERITY_WORDS[severity])


class Criterion(NamedTuple):
    """One condition of a list in words, and where to go to have the list without it (empty: it cannot be taken off)."""

    words: str
    off_href: str = ""


def render_criteria(sentence: str, criteria: Sequence[Criterion] = ()) -> html.Div:
    """What the list shows, in words, with a chip for each filter that can be taken off."""
    return html.Div(
        [html.P(sentence, className="cs-criteria-words"), *(render_criterion(one) for one in criteria)],
        className="cs-criteria",
    )


def render_criterion(one: Criterion) -> html.Span:
    if not one.off_href:
        return html.Span(one.words, className="cs-criterion")
    off = html.A(
        [render_icon("close"), html.Span(f"Remove {one.words}", className="visually-hidden")], href=one.off_href
    )
    return html.Span([one.words, off], className="cs-criterion")


class Count(NamedTuple):
    """A number over a list, in words, and the address that filters the list by it."""

    number: int
    words: str
    status: Status = "note"
    href: str = ""
    pressed: bool = False


def render_counts(counts: Sequence[Count]) -> html.Ul:
    """Counts by urgency; each is a link that filters the list. None of something is never shown as a warning."""
    return html.Ul([html.Li(_render_count(count)) for count in counts], className="cs-counts")


def _render_count(count: Count) -> html.A | html.Div:
    icon = [render_icon(count.status)] if count.number else []
    number = html.Span([*icon, f"{count.number:,}"], className="cs-count-number")
    inside = [number, html.Span(count.words, className="cs-count-words")]
    look = f"cs-count cs-count-{count.status if count.number else 'none'}"
    if not count.href:
        return html.Div(inside, className=look)
    pressed = {"aria-current": "true"} if count.pressed else {}
    return html.A(inside, href=count.href, className=look, **pressed)
