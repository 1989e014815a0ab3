"""What the log says of a request and of a job: enough to find it again, and nothing of people or of what they typed."""

from __future__ import annotations

import io
import json
import logging
import logging.config
from collections.abc import Iterator
from typing import Any

import pytest

from dashapp.services.jobs import jobs
from dashapp.settings import SettingsError, load_settings
from server.logs import JsonLines, make_config
from storage.errors import StoreUnavailable
from tests.whole_site import WholeSite

SECRET = "Smith of 12 Acacia Avenue"


@pytest.fixture
def site(whole_site: WholeSite) -> WholeSite:
    return whole_site


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything logged at INFO, as the processes write it."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    loggers = [logging.getLogger(), logging.getLogger("clockstart")]
    before = [(logger, logger.level) for logger in loggers]
    loggers[0].addHandler(handler)
    loggers[1].setLevel("INFO")
    yield written
    loggers[0].removeHandler(handler)
    for logger, level in before:
        logger.setLevel(level)


def read(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_a_refused_sign_in_is_a_line_with_its_trace_and_without_the_name(site: WholeSite, log: io.StringIO) -> None:
    client = site.visitor().client
    token = client.get("/login", headers={"Accept": "application/json"}).get_json()["csrf_token"]
    for email in (site.cast.alice.email, "nobody@example.com"):
        sent = {"email": email, "password": SECRET}
        reply = client.post("/login", json=sent, headers={"X-CSRFToken": token})
        assert reply.status_code == 401
        line = next(line for line in read(log) if line.get("trace") == reply.headers["X-Trace-Id"])
        refused = [line for line in read(log) if line["message"] == "Sign-in refused"]
        assert refused[-1]["trace"] == reply.headers["X-Trace-Id"] == line["trace"]
        assert (refused[-1]["level"], refused[-1]["status"]) == ("WARNING", 401)
    assert "example.com" not in log.getvalue()
    assert SECRET not in log.getvalue()


def test_a_surprise_is_a_line_with_its_place_and_without_its_words(
    site: WholeSite, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError(SECRET)

    learner = site.signed_in("learner")
    monkeypatch.setattr("dashapp.web.files.exchange.export_csv", fail)
    reply = learner.get(f"/export/dna_cases.csv?name={SECRET}")
    assert reply.status_code == 500
    found = [line for line in read(log) if line.get("trace") == reply.headers["X-Trace-Id"]]
    assert any("ValueError" in line.get("error", []) for line in found)
    assert any("test_log.py" in where for line in found for where in line.get("where", []))
    assert any(line.get("endpoint") == "files.export_csv" and line["status"] == 500 for line in found)
    assert "Smith" not in log.getvalue()


def test_a_job_says_that_it_began_and_how_it_ended(
    site: WholeSite, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def work(_clockstart: object, _watch: object, words: str) -> dict[str, Any]:
        if words == "fail":
            raise StoreUnavailable(SECRET)
        return {}

    monkeypatch.setattr(jobs, "find_work", lambda _, kind: work)
    clockstart, alice = site.clockstart, site.cast.alice
    with site.app.server.app_context():
        for job_id, words in (("one", "go"), ("two", "fail")):
            clockstart.store.jobs.create(alice.uid, job_id, "import", now=clockstart.now)
            jobs.run("import", alice.uid, job_id, (words,))
    told = [(line["job"], line["message"], line["kind"]) for line in read(log)]
    assert told == [
        ("one", "Job begun", "import"),
        ("one", "Job done", "import"),
        ("two", "Job begun", "import"),
        ("two", "Job failed", "import"),
    ]
    assert "Smith" not in log.getvalue()


def test_the_level_is_one_of_four_and_is_obeyed() -> None:
    assert load_settings({"CLOCKSTART_LOG_LEVEL": "warning", "CLOCKSTART_SECRET_KEY": "x"}).log_level == "WARNING"
    with pytest.raises(SettingsError, match="DEBUG, INFO, WARNING, ERROR"):
        load_settings({"CLOCKSTART_LOG_LEVEL": "loud", "CLOCKSTART_SECRET_KEY": "x"})
    levels = {level: make_config(level)["loggers"]["clockstart"]["level"] for level in ("DEBUG", "ERROR")}
    assert levels == {"DEBUG": "DEBUG", "ERROR": "ERROR"}


def test_addresses_which_can_hold_a_secret_are_not_logged() -> None:
    for level in ("DEBUG", "INFO"):
        assert make_config(level)["loggers"]["gunicorn.access"]["level"] == "ERROR"
