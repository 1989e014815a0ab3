"""Student progress monitor: how far learners are in every module, for those who look after them."""

from dash import Dash

from dashapp.context import Clockstart
from dashapp.declare.feature import OVERSEERS, Feature, Nav
from dashapp.web.router import Page
from pages.student_progress_monitor import callbacks, cohorts, message, mistakes, monitor, pathways, person
from pages.student_progress_monitor.reach import HERE, TITLE, check, check_person

from .downloads import monitor_addresses


def register(app: Dash, clockstart: Clockstart) -> None:
    """The addresses of the monitor; each asks on its own who may open it."""
    add = clockstart.router.add
    add(HERE, Page(TITLE, lambda visit: monitor.render(clockstart, visit), check(clockstart)))
    add(
        f"{HERE}/mistakes",
        Page(f"Common mistakes – {TITLE}", lambda visit: mistakes.render(clockstart, visit), check(clockstart)),
    )
    add(
        f"{HERE}/mistakes/<code>",
        Page(mistakes.title, lambda visit: mistakes.render_one(clockstart, visit), check(clockstart)),
    )
    add(
        f"{HERE}/cohorts",
        Page(f"Cohorts – {TITLE}", lambda visit: cohorts.render(clockstart, visit), check(clockstart)),
    )
    add(
        f"{HERE}/message",
        Page(f"Message list – {TITLE}", lambda visit: message.render(clockstart, visit), check(clockstart)),
    )
    add(
        f"{HERE}/pathways",
        Page(f"Same pathways – {TITLE}", lambda visit: pathways.render(clockstart, visit), check(clockstart)),
    )
    add(
        f"{HERE}/<uid>",
        Page(
            lambda visit: person.title(clockstart, visit),
            lambda visit: person.render(clockstart, visit),
            check_person(clockstart),
        ),
    )
    callbacks.register(app)


FEATURE = Feature(
    (
        Nav(TITLE, HERE, "People and settings", OVERSEERS, "How far people are, module by module"),
        Nav("Common mistakes", f"{HERE}/mistakes", "", OVERSEERS, TITLE, in_menu=False),
        Nav("Cohorts compared", f"{HERE}/cohorts", "", OVERSEERS, TITLE, in_menu=False),
    ),
    register,
    downloads=(monitor_addresses,),
)
