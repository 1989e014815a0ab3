"""What a portfolio copies when it is submitted, before and after; how far each competency is; a tutor's decision."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.declare.module import Module
from dashapp.services.access import access
from dashapp.services.practice.training import count_own_work, read_training, say_levels
from dashapp.services.records import records
from dashapp.ui.banners import render_banner
from dashapp.ui.empty import render_empty
from dashapp.ui.forms.controls import draw_text, draw_ticks, legend_of, render_labelled
from dashapp.ui.forms.posting import render_form, render_told
from dashapp.ui.page import render_action, render_page, render_section
from dashapp.ui.tables import Column, render_facts, render_table
from dashapp.web.addresses import record_address, write_segment
from dashapp.web.plain_forms import read_told
from dashapp.web.router import Page, Visit
from practice.competencies import COMPETENCIES
from practice.mastery import NOT_STARTED, PROFICIENT, count_reached
from storage.errors import Refused
from storage.record import Record
from words.phrases import in_words, plural

from .record import COMPETENCY_WORDS, KINDS, PROFILE_WORDS
from .service import snapshots
from .service.snapshots import ACCEPTED, CAN_SUBMIT, RETURNED, SUBMITTED, Snapshot

HERE, MAP, COPY = "/my-portfolio", "Competency map", "Sealed copy"
WHAT_HAPPENS = "A copy of this work as it is now is sealed. You can go on changing the work; the copy stays as it was."
WORK = (Column("Work", header=True), Column("Shows"), Column("Why"), Column("Found in it"), Column("Feedback"))
COMPETENCY = (Column("Competency", header=True), Column("How far"), Column("Rules"), Column("Work to show"))
HOW_FAR = ("Not started", "In progress", "Ready", "Signed off")


def register(clockstart: Clockstart, module: Module) -> None:
    def check(visit: Visit) -> None:
        access.check_can_open(clockstart, visit.actor, module)
        access.check_can_read(clockstart, visit.actor, owner_of(visit))

    def add(path: str, words: str, render: Callable[[Clockstart, Visit], Component]) -> None:
        def title(visit: Visit) -> str:
            uid = visit.variables.get("uid")
            return f"{words}: {access.get_person(clockstart, visit.actor, uid).name}" if uid else words

        for base in ("", "/people/<uid>"):
            clockstart.router.add(f"{base}{HERE}/{path}", Page(title, lambda visit: render(clockstart, visit), check))

    add("map", MAP, render_map)
    add("<record_id>/submit", COPY, render_one)
    add("snapshots/<snapshot>", COPY, render_copy)


def owner_of(visit: Visit) -> str:
    """Whose portfolio the address names; whoever reads it is asked for the right to where it is read."""
    return visit.variables.get("uid") or visit.actor.uid


def base_of(visit: Visit) -> str:
    return f"/people/{visit.variables['uid']}" if "uid" in visit.variables else ""


def render_map(clockstart: Clockstart, visit: Visit) -> Component:
    """Every competency of the job: how far its rules are, the work there is, who signed it off."""
    uid = owner_of(visit)
    training, own = read_training(clockstart, uid), count_own_work(clockstart, uid)
    signed = snapshots.list_signed_off(clockstart, uid)
    rows = [
        (
            COMPETENCIES[slug].title,
            say_how_far(levels, bool(own.get(slug)), signed.get(slug)),
            say_levels(levels) if levels else "No cases yet",
            f"{COMPETENCIES[slug].own_work}; {own[slug]} so far" if own.get(slug) else COMPETENCIES[slug].own_work,
        )
        for slug, levels in training.levels.items()
    ]
    back = ("My portfolio", f"{base_of(visit)}{HERE}")
    lead = "Ready: every rule is proficient and there is work to show. A tutor signs it off from a portfolio."
    table = render_table(MAP, COMPETENCY, rows, caption_hidden=True, stacked=True)
    first = [] if base_of(visit) else [render_action("Add portfolio", f"{HERE}/new", primary=True)]
    return render_page(MAP, table, lead=lead, actions=first, back=back)


def say_how_far(levels: Mapping[str, str], has_work: bool, signed: Mapping[str, Any] | None) -> str:
    """One of `HOW_FAR`, and by whom and when it was signed off."""
    if signed:
        return f"{HOW_FAR[3]} by {signed['by']}, {in_words(date.fromisoformat(signed['on']))}"
    is_proficient = bool(levels) and count_reached(levels, PROFICIENT) == len(levels)
    begun = has_work or any(level != NOT_STARTED for level in levels.values())
    return HOW_FAR[2] if is_proficient and has_work else HOW_FAR[begun]


def render_one(clockstart: Clockstart, visit: Visit) -> Component:
    """Before: what would be copied, and the button. After: the copy, and what can be done with it."""
    uid, base = owner_of(visit), base_of(visit)
    module, record = snapshots.get_any(clockstart, visit.actor, uid, visit.variables["record_id"])
    name = records.name_record(module, record)
    back = (name, record_address(f"{base}{HERE}", record.id))
    body: list[Component] = [*render_told(read_told()), *render_decision(record)]
    if snapshots.state_of(record) in CAN_SUBMIT:
        body += [*render_offer(clockstart, visit, uid, record), *render_earlier(record, base)]
        return render_page(f"Submit {name}" if not base else name, body, lead=WHAT_HAPPENS, back=back)
    found = snapshots.get_snapshot(clockstart, visit.actor, uid, str(record.data.get("snapshot")))
    body += [*render_acts(visit, uid, record), *render_sealed(found, uid)]
    return render_page(name, body, lead="The sealed copy, as it was submitted.", back=back)


def render_offer(clockstart: Clockstart, visit: Visit, uid: str, record: Record) -> Iterator[Component]:
    """What a submission would copy now, and what a tutor would ask about."""
    if not snapshots.list_cited(record):
        add = render_action("Add work", f"{record_address(HERE, record.id)}/edit", primary=True)
        yield render_empty("No work is named yet", "Name at least one piece of work, and say what it shows.", [add])
        return
    try:
        told = snapshots.make_copy(clockstart, uid, record)
    except Refused as problem:
        yield render_banner("breach", problem.sentence)
        return
    for remark in snapshots.list_remarks(told, clockstart.today):
        yield render_banner("watch", remark)
    if not base_of(visit) and not visit.actor.viewing:
        action = f"{record_address(HERE, record.id)}/submit"
        yield render_form(action, [], button="Submit", fields={"operation": records.new_id()})
    yield render_work(told)


def render_earlier(record: Record, base: str) -> list[Component]:
    """The copy of the time before, of one that was returned or withdrawn."""
    name = record.data.get("snapshot")
    address = f"{base}{HERE}/snapshots/{write_segment(str(name))}"
    return [html.P(html.A("The copy that was submitted before", href=address))] if name else []


def render_decision(record: Record) -> list[Component]:
    """What a tutor has said of it."""
    said = record.data.get("said")
    if not isinstance(said, Mapping):
        return []
    who = f"{said['by']}, {in_words(date.fromisoformat(said['on']))}"
    names = ", ".join(COMPETENCY_WORDS[slug] for slug in said["signed_off"])
    words = f"Signed off by {who}: {names}. {said['text']}" if names else f"Returned by {who}: {said['text']}"
    return [render_banner("note" if names else "watch", words)]


def render_acts(visit: Visit, uid: str, record: Record) -> list[Component]:
    """Its owner may withdraw it, a tutor decides."""
    if snapshots.state_of(record) != SUBMITTED or visit.actor.viewing:
        return []
    if visit.actor.uid == uid:
        action, fields = f"{record_address(HERE, record.id)}/withdraw", {"operation": records.new_id()}
        return [render_form(action, [], button="Withdraw", fields=fields, look="secondary")]
    named = {slug: COMPETENCY_WORDS[slug] for slug in record.data["competencies"]}
    ticks = html.Fieldset(
        [*legend_of("Which competencies do you sign off?"), draw_ticks("signed", named, [], "signed")],
        className="cs-question",
    )
    text = render_labelled(
        draw_text("said", name="text"), "What is good, what is missing?", "Without a tick the portfolio is returned."
    )
    action = f"/people/{uid}{record_address(HERE, record.id)}/decide"
    return [render_section("Your decision", render_form(action, [ticks, text], button="Decide"))]


def render_copy(clockstart: Clockstart, visit: Visit) -> Component:
    found = snapshots.get_snapshot(clockstart, visit.actor, owner_of(visit), visit.variables["snapshot"])
    back = ("My portfolio", f"{base_of(visit)}{HERE}")
    return render_page(
        str(found.told["title"]), render_sealed(found, owner_of(visit)), lead="A sealed copy.", back=back
    )


def render_sealed(found: Snapshot, uid: str) -> list[Component]:
    """A copy with its digest, to be taken away as PDF and JSON."""
    told = found.told
    changed = (
        [] if found.is_whole else [render_banner("breach", "This copy is not what was sealed: its digest differs.")]
    )
    files = f"/export/portfolio/{uid}/{write_segment(found.id)}"
    facts = (
        ("By", told["name"]),
        ("Submitted", date.fromisoformat(told["submitted_on"])),
        ("Job", PROFILE_WORDS.get(told["role_profile"], "")),
        ("Work from", f"{say_day(told['period_from'])} to {say_day(told['period_to'])}"),
        ("Rule books", told["rules_version"]),
        ("Digest (SHA-256)", html.Code(snapshots.digest_of(told), className="cs-copy")),
    )
    levels = [
        (COMPETENCIES[slug].title, say_levels(known) if known else "No cases") for slug, known in told["levels"].items()
    ]
    return [
        *changed,
        html.P([html.A("PDF", href=f"{files}.pdf"), " · ", html.A("JSON", href=f"{files}.json")]),
        render_facts(facts),
        render_section("Statement", html.P(told["statement"])),
        render_work(told),
        render_section("Levels of that day", render_facts(levels)),
    ]


def say_day(text: Any) -> str:
    return str(in_words(date.fromisoformat(str(text))))


def render_work(told: Mapping[str, Any]) -> Component:
    """The work it names: what it shows, what the checks found in it, the feedback on it."""
    rows = [
        (
            one.get("name") or one.get("outside") or KINDS.get(one["kind"], ""),
            COMPETENCY_WORDS.get(one["competency"], ""),
            one["why"],
            "; ".join(found["text"] for found in one.get("findings", ())) or "Nothing",
            "; ".join(f"{said['grade']}: {said['text']}" for said in one.get("feedback", ())),
        )
        for one in told["evidence"]
    ]
    title = f"{plural(len(rows), 'piece')} of work"
    return render_section(title, render_table(title, WORK, rows, caption_hidden=True, stacked=True))


STATES = {
    snapshots.DRAFT: "Draft",
    SUBMITTED: "Submitted",
    RETURNED: "Returned",
    ACCEPTED: "Accepted",
    snapshots.WITHDRAWN: "Withdrawn",
}
