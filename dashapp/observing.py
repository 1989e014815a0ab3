"""What is noticed of every request: refused sign-ins and faults go to the log."""

from __future__ import annotations

import logging
from typing import Any

from flask import Flask, Response, request

log = logging.getLogger("clockstart.requests")

SIGN_INS = frozenset({"auth.login_now", "auth.code_now", "proof.prove_now"})


class Server(Flask):
    """Flask, which otherwise writes the address of a request that went wrong into the log."""

    def log_exception(self, exc_info: Any) -> None:
        log.error("Unexpected error", exc_info=exc_info)


def init_observing(server: Flask) -> None:
    server.after_request(observe)


def observe(response: Response) -> Response:
    """After the answer has been made, whatever it is. An address can hold a secret or a name, so the line has the name
    of what answered instead."""
    about = {"status": response.status_code, "endpoint": request.endpoint, "method": request.method}
    if request.endpoint in SIGN_INS and response.status_code in {401, 429}:
        log.warning("Sign-in refused", extra={"about": about | {"ip": request.remote_addr}})
    elif response.status_code >= 500:
        log.error("Not answered as asked", extra={"about": about})
    return response
