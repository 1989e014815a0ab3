"""Figures with their units: cards for the few that matter most, and the table of all of them with their reasons."""

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashapp.services.search.rule_pages import ident_address, title_of
from dashapp.ui.chips import Status
from dashapp.ui.icons import render_icon
from dashapp.ui.tables import Column, render_table


@dataclass(frozen=True, slots=True)
class Card:
    """One figure as a card: the number as people read it, its unit, its name, one sentence on why."""

    label: str
    number: str
    unit: str
    why: str
    status: Status = "note"


@dataclass(frozen=True, slots=True)
class Line:
    """One figure in the table; `customary` is the same by the field's older convention, where that differs."""

    label: str
    number: str
    unit: str
    why: str
    rule: str
    status: Status = "note"
    customary: str = ""


def render_cards(cards: Sequence[Card]) -> html.Ul:
    """Status is a colour, a shape, and the sentence."""
    return html.Ul([_render_card(card) for card in cards], className="cs-figures")


def _render_card(card: Card) -> html.Li:
    mark = [] if card.status == "note" else [render_icon(card.status)]
    return html.Li(
        [
            html.Span(card.label, className="cs-figure-label"),
            html.Span([*mark, card.number], className="cs-figure-number"),
            html.Span(card.unit, className="cs-figure-unit"),
            html.Span(card.why, className="cs-figure-why"),
        ],
        className=f"cs-figure cs-figure-{card.status}",
    )


COLUMNS = (
    Column("Figure", header=True),
    Column("Value", number=True),
    Column("Unit"),
    Column("By the older convention", number=True),
    Column("Why"),
    Column("Rule"),
)


def render_lines(caption: str, lines: Sequence[Line]) -> Component:
    """Every figure, with unit, reason and rule."""
    rows = [
        (
            html.Span([*([] if line.status == "note" else [render_icon(line.status), " "]), line.label]),
            line.number,
            line.unit,
            line.customary,
            html.Span(line.why, className="cs-figure-reason"),
            html.A(title_of(line.rule), href=ident_address(line.rule), className="cs-figure-rule"),
        )
        for line in lines
    ]
    return render_table(caption, COLUMNS, rows, caption_hidden=True)
