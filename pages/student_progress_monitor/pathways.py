"""The same pathway in the hands of several learners: how far their answers agree."""

from dash import html
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.services.access import access
from dashapp.services.work import progress
from dashapp.services.work.progress import ProgressQuery
from dashapp.ui.chips import render_criteria
from dashapp.ui.empty import render_empty
from dashapp.ui.forms.queries import list_chips, render_query
from dashapp.ui.page import render_page, render_section
from dashapp.ui.tables import Column, render_table
from dashapp.web.router import Visit
from pages.student_progress_monitor.reach import HERE, TITLE
from pages.student_progress_monitor.service import agreement
from pages.student_progress_monitor.service.agreement import Agreement
from rules.rates import say_percent, say_rate
from words.phrases import plural

MOST_PEOPLE = 300
COLUMNS = (
    Column("Question", header=True),
    Column("Pairs of learners", number=True),
    Column("Same answer", number=True),
    Column("Agreement", number=True),
)
DEFINITION = (
    "Records of the same NHS number, and of the same day where the module has one, are taken for the same pathway. "
    "Each pair of learners who both answered counts once. Agreement is not rightness: two can agree on a mistake."
)


def render(clockstart: Clockstart, visit: Visit) -> Component:
    """One module's questions, those with least agreement first."""
    asked = ProgressQuery.read(visit.query)
    body = [*render_choice(clockstart, visit, asked), render_found(clockstart, visit, asked)]
    lead = "Where several learners worked on one pathway: which questions they answer alike."
    return render_page("Same pathways", body, lead=lead, back=(TITLE, HERE))


def render_choice(clockstart: Clockstart, visit: Visit, asked: ProgressQuery) -> list[Component]:
    modules = {module.slug: module.title for module in access.list_open(clockstart, visit.actor)}
    offered = {"module": modules, "cohort": progress.list_cohorts(clockstart, visit.actor)}
    return render_query(asked, ["module", "cohort"], offered)


def render_found(clockstart: Clockstart, visit: Visit, asked: ProgressQuery) -> Component:
    module = next((one for one in access.list_open(clockstart, visit.actor) if one.slug == asked.module), None)
    if module is None:
        return render_empty("Choose a module", "Its questions are then compared between learners.")
    found = progress.find_progress(clockstart, visit.actor, asked.only("cohort", "module"))
    if len(found) > MOST_PEOPLE:
        return render_empty("Choose a cohort", f"At most {MOST_PEOPLE} learners are compared at once.")
    compared = agreement.compare(clockstart, module, [person.uid for person in found.people])
    told = progress.say_filters(clockstart, visit.actor, asked)
    criteria = render_criteria(say(compared), list_chips(told, asked, f"{HERE}/pathways"))
    if not compared.questions:
        nothing = f"No two of these learners have {module.many} of the same patient."
        return html.Div([criteria, render_empty("Nothing to compare yet", nothing)])
    lines = [(one.question, one.pairs, one.same, say_percent(one.same, one.pairs, "%")) for one in compared.questions]
    table = render_table(f"Agreement in {module.title}", COLUMNS, lines, caption_hidden=True)
    return html.Div([criteria, render_section(module.title, [table, html.P(DEFINITION, className="cs-quiet")])])


def say(compared: Agreement) -> str:
    told = f"{plural(compared.pathways, 'pathway')} that {plural(compared.learners, 'learner')} worked on"
    same, pairs = compared.same, compared.pairs
    return f"{told}; {say_rate(same, pairs)} answers are the same" if pairs else told
