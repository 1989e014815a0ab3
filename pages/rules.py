"""About RTT rules: the rule books as readable pages, from the same tables that the clocks are worked out with."""

from collections.abc import Sequence

from dash import Dash, html
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.declare.feature import Feature, Nav
from dashapp.services.search.rule_pages import RulePage, find_page, find_rules, rule_address, table_address
from dashapp.ui.chips import render_severity
from dashapp.ui.empty import render_empty
from dashapp.ui.findings import render_confidence
from dashapp.ui.forms.controls import draw_line, label_of
from dashapp.ui.page import render_page, render_section
from dashapp.ui.tables import Column, render_table
from dashapp.web.router import Page, Visit, everyone
from rules.explain import Check, Rule, Table, cite
from storage.errors import NotFound
from words.phrases import plural

TITLE = "About RTT rules"
MOST_ROWS = 12
"""Rows of one table that a search shows."""


def register(app: Dash, clockstart: Clockstart) -> None:
    router = clockstart.router
    router.add("/rules", Page(TITLE, render_rules, everyone))
    router.add("/rules/<book>", Page(lambda visit: f"{get_book(visit).title} – {TITLE}", render_one_book, check_book))


def get_book(visit: Visit) -> RulePage:
    """Raises NotFound."""
    book = find_page(visit.variables["book"])
    if book is None:
        raise NotFound("There is no such rule book.")
    return book


def check_book(visit: Visit) -> None:
    get_book(visit)


def render_rules(visit: Visit) -> Component:
    """The books, each with a line; or the rules that fit `?q=`."""
    words = visit.first("q").strip()
    books = find_rules(words)
    count = count_found(books)
    lead = f"{count} in our own words, each with its source; the clocks are worked out from them."
    if not words:
        return render_page(TITLE, [render_finder(words), render_index(books)], lead=lead)
    if not books:
        nothing = render_empty(f"No rule fits “{words}”", "Try another word, or part of one.")
        return render_page(TITLE, [render_finder(words), nothing], lead="No rule fits.")
    return render_page(TITLE, [render_finder(words), *map(render_found, books)], lead=f"“{words}” is in {count}.")


def count_found(books: Sequence[RulePage]) -> str:
    """ "12 rules and 1 table", without the part there is none of."""
    rules, tables = sum(len(book.rules) for book in books), sum(len(book.tables) for book in books)
    return " and ".join(plural(count, noun) for count, noun in ((rules, "rule"), (tables, "table")) if count)


def render_finder(words: str) -> Component:
    """A plain form, so that what was searched for is in the address."""
    clear = [html.A("All books", href="/rules", className="btn btn-link")] if words else []
    return html.Form(
        [
            *label_of("rules-find", "Find in the rules"),
            html.Div(
                [
                    draw_line("rules-find", words, name="q", type="search"),
                    html.Button("Find", type="submit", className="btn btn-secondary"),
                    *clear,
                ],
                className="cs-finder-line",
            ),
        ],
        method="get",
        action="/rules",
        className="cs-finder",
    )


def render_index(books: Sequence[RulePage]) -> Component:
    """One line a book: what it is called, what its first rules are about, how many there are."""
    return html.Ul([html.Li(render_line(book)) for book in books], className="cs-rule-books")


def render_line(book: RulePage) -> list[Component]:
    titles = "; ".join(rule.title for rule in book.rules[:3])
    tables = f", {plural(len(book.tables), 'table')}" if book.tables else ""
    counts = f"{plural(len(book.rules), 'rule')}, {plural(len(book.checks), 'finding')}{tables}"
    return [
        html.A(book.title, href=f"/rules/{book.name}"),
        html.Span(f" {counts}", className="cs-quiet"),
        html.P(f"{titles} …" if len(book.rules) > 3 else titles, className="cs-quiet"),
    ]


def render_found(book: RulePage) -> Component:
    """The rules and rows of a book that were found, each leading to its place in the book."""
    items = [html.Li([html.A(rule.title, href=rule_address(rule)), html.P(rule.statement)]) for rule in book.rules]
    items += [html.Li(render_found_rows(table)) for table in book.tables]
    return render_section(f"{book.title} ({len(items)})", html.Ul(items, className="cs-rule-books"))


def render_found_rows(table: Table) -> list[Component]:
    """The first rows that were found, and the way to the whole table."""
    more = len(table.rows) - MOST_ROWS
    rest = [html.P(f"and {plural(more, 'row')} more in the table")] if more > 0 else []
    shown = table._replace(rows=table.rows[:MOST_ROWS])
    return [html.A(table.title, href=table_address(table)), render_rows(shown), *rest]


def render_rows(table: Table) -> Component:
    columns = [Column(title, header=place == 0) for place, title in enumerate(table.columns)]
    return render_table(table.title, columns, table.rows, caption_hidden=True)


def render_one_book(visit: Visit) -> Component:
    """Every rule of one book, with its contents above."""
    book = get_book(visit)
    return render_page(
        book.title,
        [render_contents(book), *(render_rule(rule, book) for rule in book.rules), *map(render_one_table, book.tables)],
        lead=f"{plural(len(book.rules), 'rule')} in our own words, each with its source.",
        back=(TITLE, "/rules"),
    )


def render_contents(book: RulePage) -> Component:
    items = [html.Li(html.A(rule.title, href=f"#{rule.ident}")) for rule in book.rules]
    items += [html.Li(html.A(f"Table: {table.title}", href=f"#{table.ident}")) for table in book.tables]
    contents = html.Nav(html.Ul(items, className="cs-list"), **{"aria-label": "Rules of this book"})
    return html.Details([html.Summary("Rules of this book"), contents], className="cs-working")


def render_rule(rule: Rule, book: RulePage) -> Component:
    """A rule with its source and the findings that point to it."""
    return html.Article(
        [
            html.H2([html.Span(rule.ident, className="cs-rule-ident"), f" {rule.title}"]),
            html.P(rule.statement),
            html.P([cite(rule.source), " ", *render_confidence(rule.confidence)], className="cs-quiet"),
            *render_checks(book.list_checks(rule)),
        ],
        id=rule.ident,
        className="cs-rule",
    )


def render_one_table(table: Table) -> Component:
    """A table that clocks and returns are worked out from, with its source."""
    return html.Article(
        [html.H2(table.title), render_rows(table), html.P(cite(table.source), className="cs-quiet")],
        id=table.ident,
        className="cs-rule",
    )


def render_checks(checks: Sequence[Check]) -> list[Component]:
    """What the rule makes us say of a record; words in braces stand for the record's own values."""
    if not checks:
        return []
    items = [html.Li([render_severity(check.severity), " ", check.says]) for check in checks]
    return [html.Details([html.Summary(plural(len(checks), "finding")), html.Ul(items, className="cs-list")])]


FEATURE = Feature((Nav(TITLE, "/rules", "Learning", purpose="The rules behind every figure, by book"),), register)
