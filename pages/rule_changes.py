"""What new rule books changed: the clocks that read differently, each before, after and why, and texts to put right.

Shown at home until its person has put it away; the page stays. Those who look after people read it at the person.
"""

from collections.abc import Sequence
from datetime import date

from dash import Dash, html
from dash.development.base_component import Component
from flask import Blueprint
from werkzeug.wrappers import Response

from auth import current_trace
from auth.actor import current_actor
from auth.requires import requires
from dashapp.context import Clockstart, current_clockstart
from dashapp.declare.feature import Feature, Nav
from dashapp.declare.meaning import Wait
from dashapp.panels.rule_notice import ADDRESS, SEEN_ADDRESS, TITLE, say_notice
from dashapp.services.access import access
from dashapp.services.derived import rule_changes
from dashapp.services.derived.rule_changes import SEEN_ACT, Change, Notice
from dashapp.services.search.rule_pages import ident_address, title_of
from dashapp.ui.empty import render_empty
from dashapp.ui.forms.posting import render_form, render_told
from dashapp.ui.page import render_page, render_section
from dashapp.ui.tables import Column, render_table
from dashapp.web.plain_forms import read_told, tell
from dashapp.web.router import Page, Visit, everyone
from dashapp.web.waiting import render_waiting
from words.phrases import in_words

SHOWN_AT_MOST = 500
acts = Blueprint("rule_changes", __name__)


def register(app: Dash, clockstart: Clockstart) -> None:
    clockstart.router.add(ADDRESS, Page(TITLE, lambda visit: render_own(clockstart, visit), everyone))
    of_person = Page(
        f"{TITLE} for a person", lambda v: render_of_person(clockstart, v), lambda v: check_person(clockstart, v)
    )
    clockstart.router.add(f"/people/<uid>{ADDRESS}", of_person)
    app.server.register_blueprint(acts)


def check_person(clockstart: Clockstart, visit: Visit) -> None:
    """Raises NotFound for somebody outside the actor's scope."""
    access.get_person(clockstart, visit.actor, visit.variables["uid"])


@acts.post(SEEN_ADDRESS)
@requires()
def put_away() -> Response:
    """The person has seen it: home does not show it again."""
    rule_changes.put_away(current_clockstart(), current_actor(), current_trace())
    return tell("Home does not show this again. This page stays.", ADDRESS)


def render_own(clockstart: Clockstart, visit: Visit) -> Component:
    """One's own, with the button that puts it away, while it is not."""
    actor = visit.actor
    job = rule_changes.catch_up(clockstart, actor)
    if job is not None:
        words = "Your clocks are being read by the present rule books."
        return render_page(TITLE, render_waiting(job, words, ADDRESS), lead=LEAD)
    body = list_body(clockstart, actor.uid, "")
    unseen = rule_changes.list_unseen(clockstart, actor.uid)
    button = [render_form(SEEN_ADDRESS, [], button="Do not show this at home again")] if unseen else []
    return render_page(TITLE, [*render_told(read_told()), *body, *button], lead=LEAD)


def render_of_person(clockstart: Clockstart, visit: Visit) -> Component:
    """What a person was told, to read only."""
    person = access.get_person(clockstart, visit.actor, visit.variables["uid"])
    base = f"/people/{person.uid}"
    return render_page(TITLE, list_body(clockstart, person.uid, base), lead=LEAD, back=(person.name, base))


LEAD = "Records stay as they are. What the rule books read from them can change when a rule is put right."


def list_body(clockstart: Clockstart, uid: str, base: str) -> list[Component]:
    notices = rule_changes.list_notices(clockstart, uid)
    texts = render_texts(clockstart, uid, base)
    if not notices and not texts:
        return [render_empty("Nothing has changed", "No clock reads differently by the present rule books.")]
    return [*(render_notice(notice, base) for notice in notices), *texts]


def render_notice(notice: Notice, base: str) -> Component:
    """One module: how many, then the list."""
    title = f"{notice.module.title}: rule books {notice.earlier} to {notice.edition}"
    return render_section(title, [html.P(say_notice([notice])), *render_changes(notice, base)])


def render_changes(notice: Notice, base: str) -> list[Component]:
    if not notice.changes:
        return []
    columns = (Column("Record", header=True), Column("Read before"), Column("Reads now"), Column("Rule"))
    rows = [render_change(notice, change, base) for change in notice.changes[:SHOWN_AT_MOST]]
    rest = len(notice.changes) - SHOWN_AT_MOST
    more = [html.P(f"{rest:,} more are not listed here.", className="cs-quiet")] if rest > 0 else []
    return [
        render_table(f"{notice.module.title}: clocks that read differently", columns, rows, caption_hidden=True),
        *more,
    ]


def render_change(notice: Notice, change: Change, base: str) -> tuple[Component, ...]:
    name = change.name or notice.module.one.capitalize()
    record = html.A(name, href=f"{base}{notice.module.address}/{change.record_id}")
    return record, render_waits(change.before), render_waits(change.after), render_rules(change.rules)


def render_waits(waits: Sequence[Wait]) -> Component:
    return html.Ul([html.Li(say_wait(wait)) for wait in waits] or [html.Li("No clock")], className="cs-cell-list")


def say_wait(wait: Wait) -> str:
    """ "RTT: 5 January 2026 to 1 March 2026, code 30", "RTT: runs since 5 January 2026"."""
    if not wait.start:
        days = f"until {read_day(wait.stop)}, start unknown" if wait.stop else ""
    else:
        days = f"{read_day(wait.start)} to {read_day(wait.stop)}" if wait.stop else f"runs since {read_day(wait.start)}"
    return f"{wait.name}: {', '.join(filter(None, (days, wait.how)))}"


def read_day(day: str) -> str:
    return in_words(date.fromisoformat(day))


def render_rules(idents: Sequence[str]) -> Component:
    """Each rule by its title, a link to its text."""
    return html.Ul(
        [html.Li(html.A(title_of(one), href=ident_address(one))) for one in idents], className="cs-cell-list"
    )


def render_texts(clockstart: Clockstart, uid: str, base: str) -> list[Component]:
    """The worklist of texts that stand where the rules know only certain words."""
    notes = rule_changes.list_texts(clockstart, uid)
    if not notes:
        return []
    columns = (Column("Record", header=True), Column("What it says"), Column("In"))
    rows = [
        (html.A(note.name, href=f"{base}{note.module.address}/{note.record_id}"), note.says, note.module.title)
        for note in notes[:SHOWN_AT_MOST]
    ]
    words = (
        f"{len(notes):,} answers are text where the rules know only certain words. They are notes now and move no "
        "clock. Open each record and choose what is meant; nothing is guessed from the text."
    )
    table = render_table("Text that no longer counts", columns, rows, caption_hidden=True)
    return [render_section("Text that no longer counts", [html.P(words), table])]


FEATURE = Feature(
    (Nav(TITLE, ADDRESS, purpose="Clocks that new rule books read differently", in_menu=False),),
    register,
    acts={SEEN_ACT: "Read what new rules changed in their clocks"},
)
