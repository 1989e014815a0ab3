"""The head of a list in two rows: what it is, how many there are and what can be done; then how it is divided."""

from collections.abc import Iterable, Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from dashapp.declare.module import Module
from dashapp.declare.module_query import ModuleQuery
from dashapp.ui import ids
from dashapp.ui.abbreviations import Abbreviations
from dashapp.ui.forms.controls import draw_line
from dashapp.ui.forms.queries import render_query
from dashapp.ui.icons import render_icon
from dashapp.ui.page import render_action
from words.phrases import with_article

FORMS: Mapping[str, str] = {"csv": "CSV", "xlsx": "Excel"}
MORE = "⋯"


def render_menu(words: str, inside: Sequence[Component], look: str = "btn btn-secondary") -> Component:
    """A button that opens a small menu below it; Escape or a press elsewhere closes it (`assets/worklist.js`)."""
    chevron = [] if words == MORE else [render_icon("chevron")]
    label = {"aria-label": "More"} if words == MORE else {}
    button = html.Summary([words, *chevron], className=look, **label)
    return html.Details([button, html.Div(list(inside), className="cs-menu-inside")], className="cs-menu-list")


def render_title(title: str, count: str, actions: Sequence[Component]) -> Component:
    """The h1 with how many there are, and the page's actions."""
    heading = [
        html.H1(Abbreviations().spell_out(title), tabIndex=-1),
        html.Span(count, className="cs-list-count", id="list-count", role="status"),
    ]
    return html.Div(
        [html.Div(heading, className="cs-list-title"), html.Div(list(actions), className="cs-list-actions")],
        className="cs-list-row",
    )


def render_add(module: Module) -> Component:
    """*Add a pathway*; on a phone only its first word is seen."""
    words = ["Add", html.Span(f" {with_article(module.one)}", className="cs-list-what")]
    return html.A(words, href=f"{module.address}/new", className="btn btn-primary")


def render_actions(module: Module, query: ModuleQuery | None, role: str) -> list[Component]:
    """What can be done with one's own list: all in a row, on a phone behind one button. `query` is None for a list with
    nothing in it."""
    pages = [
        one for one in module.also if not one.of_record and role in one.roles and (query is not None or one.always)
    ]
    links = [render_action(one.words, f"{module.address}/{one.path}") for one in pages]
    if role != "learner" and "charts/records" not in module.own_pages:
        links.append(render_action("Your people", f"{module.address}/charts/records"))
    by_hand = module.made_by == "person"
    import_file = [render_action("Import", f"{module.address}/import")] if by_hand else []
    exports = [] if query is None else render_exports(query, f"/export/{module.slug}")
    charts = [] if query is None else [render_action("Charts", f"{module.address}/charts")]
    also = [render_menu("More pages", links)] if len(links) > 1 else links
    wide = [*also, *import_file, *([render_menu("Export", exports)] if exports else []), *charts]
    narrow = render_menu(MORE, [*links, *import_file, *charts, *exports])
    add = [render_add(module)] if by_hand else []
    return [*add, html.Div(wide, className="cs-list-wide"), html.Div(narrow, className="cs-list-narrow")]


def render_exports(query: ModuleQuery, address: str, *kept: str) -> list[Component]:
    """The list as a file: as it is shown, and everything there is."""
    shown = query.only(*kept, *list_narrowing(query))
    return [
        *render_files("What is shown", shown, address, {"data-as-shown": "1"}),
        *render_files("Everything", query.only(*kept), address, {}),
    ]


def render_people_exports(module: Module, query: ModuleQuery, **whose: str) -> list[Component]:
    """Other people's records as a file, for those who look after them; none for a learner's own charts."""
    asked = type(query).model_validate({**query.named(open=""), **whose})
    return [render_menu("Export", render_exports(asked, f"/export/{module.slug}/people", "person", "cohort"))]


def render_files(words: str, query: ModuleQuery, address: str, marks: Mapping[str, str]) -> Iterable[Component]:
    yield html.P(words, className="cs-menu-words")
    for form, name in FORMS.items():
        hidden = html.Span(f" {words.lower()}", className="visually-hidden")
        yield html.A([name, hidden], href=query.at(f"{address}.{form}"), download="", **marks)


def list_narrowing(query: ModuleQuery) -> list[str]:
    """What an address narrows a list by: everything it says but for how the list is looked at."""
    return [name for name in query.named() if name not in {"open", "sort"}]


def render_finder(module: Module, find: str = "") -> Component:
    """The find box of a list; the key `/` leads to it."""
    words = f"Find in these {module.many}"
    box = draw_line(
        ids.GRID_FIND, find, type="search", debounce=250, placeholder="Find in list", class_name="cs-control"
    )
    label = html.Label(words, htmlFor=ids.GRID_FIND, className="visually-hidden")
    key = html.Kbd("/", **{"aria-hidden": "true"})
    return html.Div([label, render_icon("search"), box, key], className="cs-list-finder")


def render_filter(module: Module, query: ModuleQuery, base: str) -> list[Component]:
    """A form of the module's own filters."""
    if not module.filters:
        return []
    asked = query.only(*query.named().keys() - {"open", "sort"})
    form = html.Div(render_query(asked, module.filters, here=base), className="cs-menu-form")
    return [render_menu("+ Filter", [form], "cs-chip-button")]
