"""The one place where an error becomes an answer: a page for a person, JSON for a script, both with the trace id."""

import logging
from math import ceil
from urllib.parse import quote

from flask import Flask, g, jsonify, make_response, redirect, render_template
from flask_wtf.csrf import CSRFError  # type: ignore[import-untyped]
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RoutingException
from werkzeug.wrappers import Response

from auth.errors import (
    AnotherPerson,
    AuthError,
    FactorNeeded,
    Forbidden,
    NotProven,
    NotSignedIn,
    TooManyAttempts,
    WeakPassword,
)
from auth.guard import reads_pages, wants_page
from auth.next_page import address_of_request
from auth.proof import proof_address_of_request
from storage.errors import (
    Closed,
    Conflict,
    NoOwner,
    NotFound,
    NotKnown,
    PaperOpen,
    Refused,
    StorageError,
    StoreFull,
    StoreUnavailable,
)

log = logging.getLogger("clockstart")

STATUS: dict[type[Exception], tuple[int, str]] = {
    NotFound: (404, "not_found"),
    Conflict: (409, "conflict"),
    PaperOpen: (409, "paper_open"),
    Closed: (409, "closed"),
    Refused: (400, "refused"),
    NoOwner: (401, "signed_out"),
    StoreFull: (507, "store_full"),
    NotKnown: (503, "not_known"),
    StoreUnavailable: (503, "store_unavailable"),
    StorageError: (500, "store_error"),
    AnotherPerson: (409, "another_person"),
    TooManyAttempts: (429, "too_many_attempts"),
    WeakPassword: (400, "weak_password"),
    NotProven: (403, "not_proven"),
    FactorNeeded: (403, "factor_needed"),
    Forbidden: (403, "forbidden"),
    NotSignedIn: (401, "signed_out"),
    AuthError: (403, "forbidden"),
}
TITLES = {
    400: "That did not work",
    401: "You are signed out",
    403: "You do not have access to this page",
    404: "Page not found",
    405: "That did not work",
    409: "Somebody else is signed in",
    413: "That file is too large",
    429: "Too many attempts",
    503: "Clockstart cannot reach its data store",
    507: "The data store is full",
}
TITLES_OF_CODES = {
    "conflict": "Somebody else was quicker",
    "closed": "This is closed",
    "paper_open": "Your exam paper is open",
}
SENTENCES = {
    404: "Check the address, or go to the home page and look for it there.",
    405: "This address does not answer that kind of request.",
    413: "Choose a smaller file, or split it.",
    500: "Something went wrong on our side. Nothing you saved before is lost. Try again in a moment.",
}
CSRF_SENTENCE = "This page was opened before you signed in again, so it could not be sent. Reload it and try once more."


def init_failures(server: Flask) -> None:
    """Answer every domain error, every HTTP error and every surprise."""
    server.register_error_handler(StorageError, answer_domain_error)
    server.register_error_handler(AuthError, answer_domain_error)
    server.register_error_handler(HTTPException, answer_http_error)


def answer_domain_error(problem: StorageError | AuthError) -> Response:
    """The answer to an error that knows what to tell a person; a page comes back after signing in."""
    if isinstance(problem, NotSignedIn) and wants_page():
        return redirect(f"/login?next={quoted_address()}", 302)
    if isinstance(problem, FactorNeeded) and reads_pages():
        return redirect(f"/account/second-factor?next={quoted_address()}", 303)
    if isinstance(problem, NotProven) and reads_pages():
        return redirect(proof_address_of_request(), 303)
    status, code = next(STATUS[kind] for kind in type(problem).__mro__ if kind in STATUS)
    if status >= 500:
        log.error("A request failed", exc_info=problem, extra={"about": {"code": code}})
    response = answer(status, code, problem.sentence, getattr(problem, "href", ""))
    if isinstance(problem, TooManyAttempts):
        response.headers["Retry-After"] = str(ceil(problem.wait.total_seconds()))
    return response


def quoted_address() -> str:
    return quote(address_of_request(), safe="/")


def answer_http_error(problem: HTTPException) -> Response | HTTPException:
    """The answer to an error of the web layer; redirects pass as they are."""
    if isinstance(problem, RoutingException) or problem.code is None or problem.code < 400:
        return problem
    if isinstance(problem, CSRFError):
        return answer(400, "csrf", CSRF_SENTENCE)
    return answer(problem.code, problem.name.lower().replace(" ", "_"), _sentence_of(problem))


def _sentence_of(problem: HTTPException) -> str:
    return SENTENCES.get(problem.code or 500) or problem.description or SENTENCES[500]


def answer(status: int, code: str, sentence: str, href: str = "") -> Response:
    """One error as a page or as JSON; `href` is where to go on."""
    trace = g.get("trace", "")
    if reads_pages():
        title = TITLES_OF_CODES.get(code) or TITLES.get(status, "Something went wrong")
        told = {"title": title, "sentence": sentence, "trace": trace, "status": status, "href": href}
        page = render_template("auth/error.html", **told)
        return make_response(page, status)
    return make_response(jsonify(error=code, message=sentence, trace=trace), status)
