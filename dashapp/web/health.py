"""Addresses for operators: is the process up, can work be kept, what is it doing."""

from hmac import compare_digest

from flask import Blueprint, Response, abort, current_app, jsonify, make_response, request
from prometheus_client import CONTENT_TYPE_LATEST

from auth.requires import public
from dashapp.context import current_clockstart
from dashapp.services.jobs.worker_health import find_silence
from dashapp.web.metrics import EXTENSION as METRICS
from dashapp.web.metrics import write_metrics
from storage.connection import check_ready
from storage.notices import list_notices

health_addresses = Blueprint("health", __name__)


@health_addresses.get("/healthz")
@public
def healthz() -> Response:
    """The process is up."""
    return jsonify(status="up")


@health_addresses.get("/readyz")
@public
def readyz() -> Response:
    """The store can be reached and keeps what it confirms; 503 with the reason otherwise. Saving does not need the job
    worker, so one that is silent is a warning: a balancer that took the app away for it would stop the saving too."""
    clockstart = current_clockstart()
    client, replicas = clockstart.store.client, clockstart.settings.replicas
    readiness = check_ready(client)
    body = {"ready": readiness.ok, "reason": readiness.reason, "fsync": readiness.fsync, "engine": readiness.engine}
    body["save_rests_on"] = str(replicas) if replicas else "the store alone"
    if readiness.ok:
        silence = find_silence(clockstart.settings) if clockstart.settings.redis_url else ""
        said = (*readiness.warnings, *(notice.sentence for notice in list_notices(client)), silence)
        body["warnings"] = [sentence for sentence in said if sentence]
    return make_response(jsonify(body), 200 if readiness.ok else 503)


@health_addresses.get("/metrics")
@public
def metrics() -> Response:
    """Prometheus text for whoever shows the key; not there unless CLOCKSTART_METRICS is 1."""
    clockstart = current_clockstart()
    if not clockstart.settings.metrics:
        abort(404)
    given = request.authorization.token if request.authorization else None
    if not compare_digest((given or "").encode(), clockstart.settings.metrics_key.encode()):
        answer = make_response(jsonify(error="key_needed", message="Send the key: Authorization: Bearer KEY."), 401)
        answer.headers["WWW-Authenticate"] = "Bearer"
        return answer
    return Response(write_metrics(current_app.extensions[METRICS], clockstart), content_type=CONTENT_TYPE_LATEST)
