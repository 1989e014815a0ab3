"""MDT coordination: meetings, the patients on them, what was decided, who tells the patient and who does what.

Teaches rule book I and amendment C5: a quorate meeting, cases that are ready, an outcome for each, and that the meeting
is not the decision to treat.
"""

from dash import Dash

from dashapp.context import Clockstart
from dashapp.declare.feature import Feature
from dashapp.declare.module import Also, Module, Sort
from rules.mdt.checks import list_findings
from rules.mdt.record import Meeting

from .examples import make_example
from .meaning import DERIVED, list_due, list_events, name_meeting, tell_meaning
from .sheets import agenda_page, overview_page
from .worklist import CHARTS, COLUMNS, VIEWS

MODULE = Module(
    slug="mdt-coordination",
    store_key="mdt_coordination",
    title="MDT coordination",
    journey="Cancer and transfers",
    purpose="MDT meetings: who is ready to be discussed, what was decided, who tells the patient and who does what.",
    one="meeting",
    many="meetings",
    record=Meeting,
    teaches=(
        "A meeting is quorate when every core role is there; attendance is recorded.",
        "Every patient leaves with an outcome, the decision in words, and who does what by when.",
        "Who tells the patient, and when, is part of the outcome: being told ends the 28-day clock.",
        "The meeting is not the decision to treat: that is the day patient and clinician agree a plan.",
        "A patient who is not on an urgent pathway is upgraded no later than the referral to the meeting.",
    ),
    rules=("MDT-1", "MDT-2", "MDT-3", "MDT-4", "MDT-5", "MDT-6", "MDT-7", "MDT-9"),
    checks=list_findings,
    events=list_events,
    meaning=tell_meaning,
    due=list_due,
    derived=DERIVED,
    columns=COLUMNS,
    views=VIEWS,
    sort=Sort("date", "the latest meeting first", descending=True),
    dated="date",
    charts=CHARTS,
    filters=("tumour_site_or_specialty", "status", "quorate"),
    filters_said="for [any tumour site or specialty] that were [planned, held or cancelled] with a quorum: [yes or no]",
    also=(Also("Coming up", "coming-up"), Also("Agenda and outcomes to print", "{id}/agenda", of_record=True)),
    name_of=name_meeting,
    example=make_example,
)


def register(app: Dash, clockstart: Clockstart) -> None:
    """The pages beside the list."""
    clockstart.router.add(f"{MODULE.address}/coming-up", overview_page(clockstart, MODULE))
    clockstart.router.add(f"{MODULE.address}/<record_id>/agenda", agenda_page(clockstart, MODULE))


FEATURE = Feature(pages=register)
