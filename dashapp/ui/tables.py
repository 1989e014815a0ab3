"""Plain tables that a screen reader can walk: a caption, column heads with scope, numbers to the right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from numbers import Number

from dash import html
from dash.development.base_component import Component

from words.phrases import in_words

Cell = Component | str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column's head; `number` puts it to the right, `header` makes its cells the heads of their rows."""

    title: str
    number: bool = False
    header: bool = False


def render_table(
    caption: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    *,
    totals: Sequence[Cell] = (),
    caption_hidden: bool = False,
    stacked: bool = False,
) -> html.Div:
    """A table that scrolls sideways inside its own frame, which the keyboard can reach; on a phone each row of a
    `stacked` one is a card, which leaves out what there is nothing to say of."""
    parts = [
        html.Caption(caption, className="visually-hidden" if caption_hidden else ""),
        html.Thead(html.Tr([_render_head(column) for column in columns])),
        html.Tbody([html.Tr(_render_row(columns, row, stacked=stacked)) for row in rows]),
    ]
    if totals:
        parts.append(html.Tfoot(html.Tr(_render_row(columns, totals))))
    frame = {"role": "region", "aria-label": caption}
    return html.Div(
        html.Table(parts, className=f"cs-table{' cs-table-stacked' * stacked}"),
        className="cs-table-scroll",
        tabIndex=0,
        **frame,
    )


def _render_head(column: Column) -> html.Th:
    return html.Th(column.title, scope="col", className="cs-number" if column.number else "")


def _render_row(columns: Sequence[Column], row: Sequence[Cell], *, stacked: bool = False) -> list[html.Th | html.Td]:
    return [_render_cell(column, cell, stacked) for column, cell in zip(columns, row, strict=True)]


def _render_cell(column: Column, cell: Cell, stacked: bool) -> html.Th | html.Td:
    look = " ".join(["cs-number"] * column.number + ["cs-nothing"] * (stacked and cell in (None, "")))
    if column.header:
        return html.Th(show(cell), scope="row", className=look)
    return html.Td(show(cell), className=look, **({"data-label": column.title} if stacked else {}))


def show(cell: Cell) -> Component | str:
    """A value as people read it: "12 June 2026", "1,204", "62.5", "0.04", "0.9", an en dash for nothing."""
    if cell is None or cell == "":
        return "–"
    if isinstance(cell, float):
        places = 0 if cell.is_integer() else 2 if abs(cell) < 1 else 1
        text = f"{cell:,.{places}f}"
        return text.removesuffix("0") if places == 2 else text
    if isinstance(cell, (date, Number)):
        return str(in_words(cell))
    return cell


def render_facts(facts: Sequence[tuple[str, Cell]]) -> html.Dl:
    """Questions and their answers, as a filled record shows them."""
    return html.Dl(
        [part for term, value in facts for part in (html.Dt(term), html.Dd(show(value)))], className="cs-facts"
    )
