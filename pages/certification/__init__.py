"""Certification: an exam paper for each job, its result, and a certificate that anybody can check (LEARNING §8.6)."""

from dash import Dash

from dashapp.context import Clockstart
from dashapp.declare.feature import Feature, Nav
from dashapp.declare.module import Also, Chart, Column, Derived, Measure, Module, Sort, View
from dashapp.panels.practice import listed
from dashapp.panels.practice.listed import tell_state, tell_value
from dashapp.panels.practice.work import work_page
from dashapp.services.practice import attempts, exam_terms
from dashapp.services.practice.kinds import EXAM, PAPER
from dashapp.web.router import Page, Visit
from storage.attempts import OPEN, SUBMITTED

from .acts import certificate_addresses, certification_acts
from .demo import fill_demo
from .offered import offer_rehearsal, render_offered, render_person
from .record import PROFILE_WORDS, SEALED, ExamAttempt, name_attempt, tell_expiring, tell_outcome
from .result import result_page

OFFERED = "Papers and certificates"
MODULE = Module(
    slug=EXAM.slug,
    store_key=EXAM.store_key,
    title="Certification exam",
    short_title="Certification",
    journey="Learning",
    place=15,
    purpose="A paper for your job against the clock, and a certificate with a number that anybody can check.",
    one="paper",
    many="papers",
    record=ExamAttempt,
    made_by="service",
    teaches=(
        "Whole cases, not ticks: what is asked is what the work asks.",
        "A paper is passed only when few patients would be lost, however much else is right.",
    ),
    meaning=listed.tell_meaning,
    derived=(
        Derived("state_now", "State", tell_state, choices=listed.STATES),
        Derived("outcome_now", "Outcome", tell_outcome),
        Derived("score_now", "Right (%)", tell_value("score"), kind="count"),
        Derived("lost_now", "Lost from the list", tell_value("lost_patients"), kind="count"),
        Derived("begun_now", "Begun", tell_value("begun_on"), kind="date"),
        Derived("certificate_now", "Certificate", lambda case: tell_value("certificate")(case) or ""),
        Derived("expiring_now", "Expiring", tell_expiring),
    ),
    columns=(
        Column("profile", pinned=True),
        Column("sort"),
        Column("state_now"),
        Column("outcome_now", on_card="step"),
        Column("score_now"),
        Column("lost_now", title="Lost"),
        Column("certificate_now", flex=2),
        Column("begun_now"),
    ),
    sort=Sort("begun_now", "what was begun last first", descending=True),
    views=(
        View("open", "Open now", "Begun and not handed in.", lambda row: row.get("state_now") == OPEN, "watch"),
        View("papers", "Papers", "Papers, without rehearsals.", lambda row: row.get("sort") == PAPER),
        View(
            "expiring",
            "Expiring in 60 days",
            "With a certificate that ends in the next 60 days.",
            lambda row: bool(row.get("expiring_now")),
            "watch",
        ),
    ),
    charts=(
        Chart(
            "by-job",
            "Papers by job",
            "Papers and rehearsals, by the job they are for.",
            by=lambda row: PROFILE_WORDS[row["profile"]],
            category="Job",
            measures=(
                Measure("Begun"),
                Measure("Handed in", lambda row: row.get("state_now") == SUBMITTED),
                Measure("Passed", lambda row: row.get("outcome_now") == "Passed" and row.get("sort") == PAPER),
            ),
        ),
    ),
    filters=("profile", "sort"),
    filters_said="for [any job] of [any kind]",
    also=(
        Also(OFFERED, "papers", always=True),
        Also(OFFERED, "papers", of_record=True, overseen=True),
        Also("Go to the items", "{id}/paper/1", of_record=True, leads=True),
        Also("Result", "{id}/result", of_record=True),
    ),
    sealed=SEALED,
    in_practice=False,
    name_of=name_attempt,
    first=offer_rehearsal,
)


def register(app: Dash, clockstart: Clockstart) -> None:
    """The paper item by item, the result, papers to begin, and the papers of one person."""

    def check_offered(visit: Visit) -> None:
        attempts.check_can_practise(clockstart, visit.actor, EXAM)

    def check_person(visit: Visit) -> None:
        exam_terms.get_person(clockstart, visit.actor, visit.variables["uid"])

    add = clockstart.router.add
    add(f"{MODULE.address}/papers", Page(OFFERED, lambda visit: render_offered(clockstart, visit), check_offered))
    add(
        f"/people/<uid>{MODULE.address}/papers",
        Page("Papers of a person", lambda visit: render_person(clockstart, visit), check_person),
    )
    add(f"{MODULE.address}/<record_id>/paper/<number>", work_page(clockstart, EXAM))
    add(f"{MODULE.address}/<record_id>/result", result_page(clockstart))
    app.server.register_blueprint(certification_acts)


FEATURE = Feature(
    (Nav(OFFERED, f"{MODULE.address}/papers", "", purpose="Begin a paper, see your certificates", in_menu=False),),
    register,
    downloads=(certificate_addresses,),
    demo=fill_demo,
    acts={
        "certificate_issued": "Passed a paper and got a certificate",
        "certificate_revoked": "Revoked a certificate",
        "certificate_name_shown": "Shows the name to whoever checks a certificate",
        "certificate_name_hidden": "Hides the name from whoever checks a certificate",
        "extra_time_given": "Gave more time in exam papers",
        "items_released": "Released the items of a paper",
        "issuer_key_changed": "Changed the key that signs badges",
    },
)
