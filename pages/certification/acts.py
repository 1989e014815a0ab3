"""The routes of certification: beginning a paper, what tutors and administrators do, the public check of a number."""

from flask import Blueprint, Response, jsonify, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from auth import current_trace
from auth.actor import Actor, current_actor
from auth.guard import reads_pages
from auth.requires import public, reads, requires
from dashapp.context import Clockstart, current_clockstart
from dashapp.services.practice import answering, badges, certificates, exam_terms, papers
from dashapp.services.practice.kinds import EXAM
from dashapp.services.records.records import check_id
from dashapp.web.files import as_file
from dashapp.web.plain_forms import back_on_refusal, tell
from storage.errors import NotFound
from words.certificate_number import NotANumber, read_number
from words.phrases import in_words

certification_acts = Blueprint("certification", __name__)
certificate_addresses = Blueprint("certificates", __name__, template_folder="templates")
OFFERED = f"/{EXAM.slug}/papers"
SAID = {
    "valid": "This certificate is valid.",
    "expired": "This certificate has expired.",
    "revoked": "This certificate has been revoked. It is no longer valid.",
    "not_known": "This number is not known. Check it against the certificate, character by character.",
    "mistyped": "This is not the number of a certificate: its check character is wrong. Compare every character.",
}


def context() -> tuple[Clockstart, Actor]:
    return current_clockstart(), current_actor()


def page_of_person(uid: str, *_: str) -> str:
    return f"/people/{uid}/{EXAM.slug}/papers"


@certification_acts.post(f"/{EXAM.slug}/begin")
@requires()
@back_on_refusal(lambda: OFFERED)
def begin() -> AnyResponse:
    """Begin a paper or a rehearsal; sent twice it is begun once."""
    (clockstart, actor), form, session = context(), request.form, check_id(request.form.get("session", ""))
    papers.begin(clockstart, actor, form.get("profile", ""), form.get("sort", ""), session, current_trace())
    answering.begin(clockstart, actor, session, current_trace(), EXAM)
    return redirect(EXAM.address(session), 303)


@certification_acts.post(f"/people/<uid>/{EXAM.slug}/papers/release")
@requires("manager", "admin")
@back_on_refusal(page_of_person)
def release(uid: str) -> AnyResponse:
    exam_terms.release(*context(), uid, request.form.get("session", ""))
    return tell("The items are released: what was right in each can be seen now.", page_of_person(uid))


@certification_acts.post(f"/people/<uid>/{EXAM.slug}/papers/extra")
@requires("manager", "admin")
@back_on_refusal(page_of_person)
def put_extra(uid: str) -> AnyResponse:
    """More time in every paper that is begun from now on."""
    person = exam_terms.put_extra(*context(), uid, request.form.get("extra", ""))
    return tell(f"Saved. It holds for the papers {person.name} begins from now on.", page_of_person(uid))


@certification_acts.post("/certificates/<number>/name")
@requires()
@back_on_refusal(lambda number: OFFERED)
def show_name(number: str) -> AnyResponse:
    shows = request.form.get("shows") == "yes"
    certificates.show_name(*context(), number, shows=shows)
    words = "Whoever checks the number sees your name now." if shows else "Your name is not shown any more."
    return tell(words, OFFERED)


@certification_acts.post("/certificates/<number>/revoke")
@requires("admin")
@back_on_refusal(lambda number: page_of_person(certificates.get(current_clockstart(), number).uid))
def revoke(number: str) -> AnyResponse:
    found = certificates.revoke(*context(), number, request.form.get("reason", ""))
    return tell(f"Certificate {found.number} is revoked.", page_of_person(found.uid))


@certificate_addresses.get("/certificates/<number>.pdf")
@reads
@requires()
def read_pdf(number: str) -> Response:
    """For its holder, and whoever looks after them."""
    from .service import paper

    clockstart, actor = context()
    found = certificates.get_readable(clockstart, actor, number)
    address = f"{clockstart.settings.address}/verify?number={found.number}"
    name, what = f"certificate-{found.number}.pdf", f"certificate {found.number}"
    return as_file(paper.write_pdf(found, address), "application/pdf", name, what)


@certificate_addresses.get("/certificates/<number>.jwt")
@public
def read_badge(number: str) -> Response:
    """The Open Badge, for whoever knows the number. Raises NotFound, also once it is revoked."""
    clockstart = current_clockstart()
    found = certificates.get(clockstart, number)
    if found.revoked_on:
        raise NotFound(SAID["revoked"])
    return Response(badges.write_badge(clockstart, found), mimetype="application/vc+jwt")


@certificate_addresses.get("/issuer/keys.json")
@public
def read_keys() -> Response:
    return jsonify(badges.list_keys(current_clockstart()))


@certificate_addresses.get("/verify")
@public
def verify() -> Response:
    """Whether a number is that of a certificate, and whether it holds: 200 where there is one, otherwise 404."""
    clockstart, typed = current_clockstart(), request.args.get("number", "").strip()[:100]
    found = certificates.find(clockstart, typed) if typed else None
    state = found.state(clockstart.today) if found else find_fault(typed) if typed else ""
    facts = list_facts(found) if found else []
    status = 404 if typed and not found else 200
    if not reads_pages():
        told = {"state": state, "message": SAID.get(state, ""), **{name: str(value) for name, value in facts}}
        return make_response(jsonify(told), status)
    shown = {"typed": typed, "state": state, "said": SAID.get(state, ""), "facts": facts, "status": status}
    page = render_template("certificates/verify.html", **shown)
    return make_response(page, status)


def find_fault(typed: str) -> str:
    try:
        read_number(typed)
    except NotANumber:
        return "mistyped"
    return "not_known"


def list_facts(found: certificates.Certificate) -> list[tuple[str, str]]:
    """What anybody who has the number may know; the name only where the holder allows it."""
    return [
        ("Number", found.number),
        *([("Name", found.name)] if found.shows_name else []),
        ("Job", found.title),
        ("Issued", in_words(found.issued_on)),
        ("Until", in_words(found.expires_on)),
        ("Rule books", f"edition {found.rules_version}"),
        *([("Revoked", in_words(found.revoked_on))] if found.revoked_on else []),
    ]
