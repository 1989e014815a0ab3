"""`/metrics`: behind its key, counts what is asked, refused, saved and done, and how the store is."""

from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from auth.errors import SignInsBusy
from auth.lane import COME_BACK
from dashapp.services.jobs import jobs
from storage.connection import connect
from storage.embedded import EmbeddedServer
from tests.whole_site import WholeSite, make_whole_site

KEY = "a-key-for-tests"


def make_site_for(folder: Path) -> WholeSite:
    return make_whole_site(folder, CLOCKSTART_METRICS="1", CLOCKSTART_METRICS_KEY=KEY)


@pytest.fixture
def site(tmp_path: Path) -> WholeSite:
    return make_site_for(tmp_path)


def ask(site: WholeSite, key: str = KEY) -> TestResponse:
    return site.visitor().client.get("/metrics", headers={"Authorization": f"Bearer {key}"} if key else {})


def read(site: WholeSite, name: str, **labels: str) -> float:
    """The figure of that name with those labels; 0 where there is none."""
    for line in ask(site).get_data(as_text=True).splitlines():
        named = re.fullmatch(r"(\w+)(?:\{(.*)\})? (\S+)", line)
        if named and named[1] == name and dict(re.findall(r'(\w+)="([^"]*)"', named[2] or "")) == labels:
            return float(named[3])
    return 0.0


@pytest.mark.parametrize("key", ["", "another", KEY + "x", "clé"])
def test_nobody_reads_it_without_the_key(site: WholeSite, key: str) -> None:
    reply = ask(site, key)
    assert (reply.status_code, reply.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert "clockstart_" not in reply.get_data(as_text=True)


def test_it_is_off_unless_asked_for_and_its_key_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    assert ask(make_whole_site(tmp_path)).status_code == 404
    site = make_whole_site(tmp_path, CLOCKSTART_METRICS="1")
    made = tmp_path / "metrics-key"
    assert made.stat().st_mode & 0o777 == 0o600
    assert ask(site, made.read_text()).status_code == 200
    assert ask(site, "").status_code == 401


def test_requests_their_time_and_refusals_are_counted(site: WholeSite) -> None:
    client = site.visitor().client
    for _ in range(3):
        client.get("/login")
    client.post("/login", json={"email": "a@example.com", "password": "b"})
    assert read(site, "clockstart_requests_total", endpoint="auth.login", status="200") == 3
    assert read(site, "clockstart_request_seconds_count", endpoint="auth.login") == 3
    assert read(site, "clockstart_request_seconds_sum", endpoint="auth.login") > 0
    refused = {"endpoint": "auth.login_now", "status": "400"}
    assert read(site, "clockstart_refusals_total", **refused) == read(site, "clockstart_requests_total", **refused) == 1


def test_what_every_process_counts_is_told_by_each(tmp_path: Path) -> None:
    """As gunicorn serves: the app is made once, then copied, and the copy may have ended when it is asked."""
    code = f"""
import os, pathlib
from tests.http.test_metrics import ask, make_site_for
site = make_site_for(pathlib.Path({str(tmp_path)!r}))
site.visitor().client.get("/login")
if os.fork() == 0:
    [site.visitor().client.get("/login") for _ in range(2)]
    os._exit(0)
os.wait()
print(ask(site).get_data(as_text=True))
"""
    folder = tmp_path / "counted"
    folder.mkdir()
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(folder)}
    told = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert 'clockstart_requests_total{endpoint="auth.login",status="200"} 3.0' in told.stdout
    assert 'clockstart_request_seconds_count{endpoint="auth.login"} 3.0' in told.stdout


def test_a_sign_in_turned_away_before_flask_is_counted_and_logged_with_its_trace(
    site: WholeSite, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client = site.visitor().client
    with monkeypatch.context() as full, caplog.at_level(logging.WARNING, "clockstart.requests"):
        full.setattr("auth.passwords.Passwords.check_free", is_busy)
        told = client.post("/login", json={"email": "a@example.com", "password": "b"})
    assert told.status_code == 429
    refused = {"endpoint": "auth.login_now", "status": "429"}
    assert read(site, "clockstart_refusals_total", **refused) == read(site, "clockstart_requests_total", **refused) == 1
    (line,) = [record for record in caplog.records if record.message == "Sign-in refused"]
    assert line.__dict__["about"]["trace"] == told.get_json()["trace"] != ""


def is_busy(*_: object) -> bool:
    raise SignInsBusy(COME_BACK)


def test_jobs_are_counted_by_how_they_ended(site: WholeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "find_work", lambda _, kind: lambda *_: {})
    clockstart, alice = site.clockstart, site.cast.alice
    clockstart.store.jobs.create(alice.uid, "j1", "import", now=clockstart.now)
    with site.app.server.app_context():
        jobs.run("import", alice.uid, "j1", ())
    assert read(site, "clockstart_jobs_ended_total", kind="import", state="done") == 1


def test_the_state_of_the_store_is_told_also_when_it_is_gone(tmp_path: Path) -> None:
    server = EmbeddedServer(tmp_path)
    with connect(server.start()) as client:
        site = make_whole_site(tmp_path, client, CLOCKSTART_METRICS="1", CLOCKSTART_METRICS_KEY=KEY)
        assert read(site, "clockstart_store_ready") == 1
        assert read(site, "clockstart_store_used_memory") > 0
        server.stop()
        assert read(site, "clockstart_store_ready") == 0
        assert "used_memory" not in ask(site).get_data(as_text=True)
