"""What is noticed of every request: it is counted, and refused sign-ins and faults go to the log."""

import logging
import time
from typing import Any

from flask import Flask, Response, current_app, g, request

from dashapp.web.metrics import EXTENSION, Metrics

log = logging.getLogger("clockstart.requests")

LOGIN = "auth.login_now"
SIGN_INS = frozenset({LOGIN, "auth.code_now", "proof.prove_now"})


class Server(Flask):
    """Flask, which otherwise writes the address of a request that went wrong into the log."""

    def log_exception(self, exc_info: Any) -> None:
        log.error("Unexpected error", exc_info=exc_info)


def init_observing(server: Flask) -> None:
    """Before anything else is put on the server, so that the time of a request begins with it."""
    server.extensions[EXTENSION] = Metrics()
    server.before_request(begin)
    server.after_request(observe)


def begin() -> None:
    g.begun = time.perf_counter()


def observe(response: Response) -> Response:
    """After the answer has been made, whatever it is. An address can hold a secret or a name, so the line has the name
    of what answered instead."""
    if "begun" in g:
        current_app.extensions[EXTENSION].note(response, time.perf_counter() - g.begun)
    about = {"status": response.status_code, "endpoint": request.endpoint, "method": request.method}
    if request.endpoint in SIGN_INS and response.status_code in {401, 429}:
        log.warning("Sign-in refused", extra={"about": about | {"ip": request.remote_addr}})
    elif response.status_code >= 500:
        log.error("Not answered as asked", extra={"about": about})
    return response


def observe_turned_away(server: Flask, trace: str) -> None:
    """A sign-in that found the lane full: counted and logged like one that Flask has answered."""
    server.extensions[EXTENSION].count(LOGIN, 429)
    about = {"status": 429, "endpoint": LOGIN, "method": "POST", "trace": trace}
    log.warning("Sign-in refused", extra={"about": about})
