"""Commissioner reporting: the monthly RTT return and what it is held against, drawn from the tracking lists.

Teaches rule book A9, A10: what each part of the return counts, the layout, the checks, the standards in force.
"""

from dash import Dash

from dashapp.context import Clockstart
from dashapp.declare.feature import Feature, JobKind
from dashapp.declare.module import Case, Column, Derived, Module, Sealed
from pages.commissioner_reporting.service import kept
from pages.commissioner_reporting.service.key_figures import list_figures

from . import charts, kept_returns, measures, monthly, pathways, published_figures, standards
from .demo import keep_returns
from .downloads import report_addresses
from .frame import BASE, SLUG, TITLE, make_page
from .record import PreparedReturn, name_return


def headline(name: str) -> object:
    """A headline figure of a kept return, None where it holds none."""

    def read(case: Case) -> object:
        made = getattr(case.answers, kept.MADE, None)
        return made["headline"].get(name) if isinstance(made, dict) and "headline" in made else None

    return read


MODULE = Module(
    slug=SLUG,
    store_key=kept.REPORTS,
    title=TITLE,
    journey="Reports and planning",
    purpose="The monthly RTT return and its measures, drawn from the tracking lists.",
    one="kept return",
    many="kept returns",
    record=PreparedReturn,
    teaches=(
        "A return counts who was waiting on the last day of the month, and what started and stopped in it.",
        "A clock found later to have stopped in an earlier month is taken off the list and added to no month.",
        "Headline figures leave out pathways commissioned outside England (NONC).",
    ),
    gather=kept.gather,
    sealed={kept.MADE: Sealed("Figures", kept.say_made)},
    derived=(
        Derived("waiting", "Waiting", headline("total"), kind="count"),  # type: ignore[arg-type]
        Derived("over_52", "Over 52 weeks", headline("over_52"), kind="count"),  # type: ignore[arg-type]
    ),
    columns=(Column("month"), Column("whose"), Column("waiting"), Column("over_52"), Column("note", flex=3)),
    own_pages=frozenset({"", "charts", "charts/records"}),
    name_of=name_return,
)


def register(app: Dash, clockstart: Clockstart) -> None:
    """The report's pages; a kept return has a page of its own beside its form."""
    router = clockstart.router
    router.add(BASE, make_page(clockstart, "", monthly.render_monthly, monthly.LEAD))
    router.add(f"{BASE}/measures", make_page(clockstart, "measures", measures.render_measures, measures.LEAD))
    router.add(f"{BASE}/charts", make_page(clockstart, "charts", charts.render_report_charts, charts.LEAD))
    router.add(f"{BASE}/pathways", make_page(clockstart, "pathways", pathways.render_pathways, pathways.LEAD))
    standards.register_standards(clockstart)
    published_figures.register_published(app, clockstart)
    kept_returns.register(app, clockstart)


FEATURE = Feature(
    pages=register,
    downloads=(report_addresses,),
    jobs={"published": JobKind("pages.commissioner_reporting.service.published:bring_in_extract")},
    acts={
        "sign-off": "Signed off a return",
        "import-extract": "Imported published figures",
        "remove-extract": "Removed published figures",
    },
    demo=keep_returns,
    figures=list_figures,
)
