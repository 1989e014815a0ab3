"""Settings: one table, read from the environment once, documented from the same table."""

from __future__ import annotations

import contextlib
import difflib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from storage.replicas import Replicas
from words.pasted import quote

PREFIX = "CLOCKSTART_"
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class SettingsError(Exception):
    """A setting that cannot be used; the sentence says which and why."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its name without the prefix, how it is read, its default as written, and what it is for."""

    name: str
    read: Callable[[str], object]
    default: str
    what: str

    @property
    def variable(self) -> str:
        return PREFIX + self.name


def read_flag(text: str) -> bool:
    """`1` or `0`."""
    if text not in {"0", "1", ""}:
        raise ValueError("use 1 or 0")
    return text == "1"


def read_date(text: str) -> date | None:
    """An ISO date, or nothing."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ValueError("use a day such as 2026-06-15") from None


def read_whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise ValueError("use a whole number") from None


def read_port(text: str) -> int:
    """A TCP port."""
    port = read_whole(text)
    if not 0 < port < 65536:
        raise ValueError("use a number from 1 to 65535")
    return port


def read_count(text: str) -> int:
    """A whole number of at least one."""
    count = read_whole(text)
    if count < 1:
        raise ValueError("use a whole number of at least 1")
    return count


def read_none_or_more(text: str) -> int:
    """A whole number, 0 included."""
    count = read_whole(text)
    if count < 0:
        raise ValueError("use a whole number, 0 for none")
    return count


def read_security(text: str) -> str:
    """How the connection to the mail server is secured."""
    if text not in {"starttls", "tls", "none"}:
        raise ValueError("use starttls, tls or none")
    return text


def read_level(text: str) -> str:
    """How much is logged."""
    if text.upper() not in LEVELS:
        raise ValueError(f"use one of {', '.join(LEVELS)}")
    return text.upper()


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "REDIS_URL",
        str,
        "",
        "Where the store is: redis://, rediss://, unix:// or redis+cluster://host:port,host:port. Unset: the app "
        "starts its own server with append-only persistence.",
    ),
    Setting(
        "QUEUE_URL",
        str,
        "",
        "Where the job queue is, a single server. Unset: in the store itself; a cluster cannot hold a queue, so beside "
        "one `python app.py` starts a small server of its own for it.",
    ),
    Setting(
        "SAVE_REPLICAS",
        read_none_or_more,
        "0",
        "How many replicas must have a record before it is called saved. 0: the store itself is enough.",
    ),
    Setting(
        "SAVE_REPLICAS_ON_DISK",
        read_flag,
        "0",
        "1: each of SAVE_REPLICAS must have synced it to its append-only file (WAITAOF: Valkey, or Redis from 7.2 on). "
        "0: in its memory is enough (WAIT).",
    ),
    Setting("REDIS_SERVER", str, "", "A server binary to use for the app's own store instead of the packaged one."),
    Setting("DATA_DIR", Path, "data", "Folder for the store's files, the secret key and the demo password."),
    Setting(
        "SECRET_KEY", str, "", "Signs cookies and forms. Unset: made once into the data folder, readable by its owner."
    ),
    Setting("HOST", str, "127.0.0.1", "Address the web server listens on."),
    Setting("PORT", read_port, "8050", "Port the web server listens on."),
    Setting("HTTPS", read_flag, "0", "1 when people reach the app over https: cookies become Secure and HSTS is sent."),
    Setting(
        "TRUSTED_PROXIES",
        read_none_or_more,
        "0",
        "How many reverse proxies in front of the app set X-Forwarded-For and -Proto. They pass Host on as it came.",
    ),
    Setting("WORKERS", read_count, "2", "Web server processes."),
    Setting("THREADS", read_count, "8", "Threads in each web server process."),
    Setting(
        "JOB_MEMORY_MB",
        read_count,
        "1024",
        "Memory that one job of the worker may use, in megabytes. A job that needs more ends with a sentence (Linux).",
    ),
    Setting("EARLIER_DATA_DIR", str, "", "Folder with the earlier platform's files. Unset: `earlier` in DATA_DIR."),
    Setting(
        "DEMO",
        read_flag,
        "0",
        "1 makes the synthetic demo cohort when the store is empty; no second factor is required.",
    ),
    Setting(
        "DEMO_PASSWORD",
        str,
        "",
        "Password of the demo people. Unset: a random one is made and kept in the data folder.",
    ),
    Setting(
        "SECOND_FACTOR",
        read_flag,
        "1",
        "1: managers and administrators set up a second factor when they first sign in. 0: everybody may, nobody must. "
        "With DEMO nobody must.",
    ),
    Setting(
        "TODAY",
        read_date,
        "",
        "ISO date that the rules take as today, for demos and tests. Sessions and audit use real time.",
    ),
    Setting(
        "PUBLIC_ADDRESS",
        str,
        "",
        "Where people reach the app, such as https://clockstart.example.org: what links in e-mail start with.",
    ),
    Setting(
        "SMTP_HOST", str, "", "Mail server for invitations and new passwords. Unset: links are shown to be copied."
    ),
    Setting("SMTP_PORT", read_port, "587", "Port of the mail server."),
    Setting("SMTP_SECURITY", read_security, "starttls", "starttls, tls (from the start) or none."),
    Setting("SMTP_USER", str, "", "Name to sign in to the mail server with. Unset: without signing in."),
    Setting("SMTP_PASSWORD", str, "", "Password for the mail server."),
    Setting("SMTP_FROM", str, "", "Sender of the messages, such as clockstart@example.org."),
    Setting("METRICS", read_flag, "0", "1 serves Prometheus text on /metrics, to whoever shows METRICS_KEY."),
    Setting(
        "METRICS_KEY",
        str,
        "",
        "What Prometheus sends as its bearer token. Unset: made once into the data folder as `metrics-key`, for its "
        "owner alone.",
    ),
    Setting("BENCH", read_flag, "0", "1 adds the do-nothing callback that the benchmarks compare a save with."),
    Setting("LOG_LEVEL", read_level, "INFO", "How much is logged: DEBUG, INFO, WARNING or ERROR."),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings as the app uses them; fields carry the names of the table in lower case."""

    redis_url: str
    queue_url: str
    save_replicas: int
    save_replicas_on_disk: bool
    redis_server: str
    data_dir: Path
    secret_key: str
    host: str
    port: int
    https: bool
    trusted_proxies: int
    workers: int
    threads: int
    job_memory_mb: int
    earlier_data_dir: Path
    demo: bool
    demo_password: str
    second_factor: bool
    today: date | None
    public_address: str
    smtp_host: str
    smtp_port: int
    smtp_security: str
    smtp_user: str
    smtp_password: str
    smtp_from: str
    metrics: bool
    metrics_key: str
    bench: bool
    log_level: str

    @property
    def replicas(self) -> Replicas | None:
        """What a save waits for over and above the store itself."""
        return Replicas.asked_for(self.save_replicas, self.save_replicas_on_disk)

    @property
    def address(self) -> str:
        """What links start with: where people reach the app, or where it listens when that was not said."""
        if self.public_address:
            return self.public_address.rstrip("/")
        return f"{'https' if self.https else 'http'}://{self.host}:{self.port}"


def load_settings(environment: Mapping[str, str]) -> Settings:
    """Read every setting from `environment`; `NAME_FILE` names a file that holds a secret's value.

    Raises SettingsError for an unknown name (saying the nearest known one) and for a value that cannot be read.
    """
    check_names(environment)
    check_mail(environment)
    values = {setting.name.lower(): read_setting(setting, environment) for setting in SETTINGS}
    data_dir = Path(str(values["data_dir"]))
    values["earlier_data_dir"] = (
        Path(str(values["earlier_data_dir"])) if values["earlier_data_dir"] else data_dir / "earlier"
    )
    values["secret_key"] = values["secret_key"] or keep_secret(data_dir / "secret-key", lambda: secrets.token_hex(32))
    if values["metrics"]:
        values["metrics_key"] = values["metrics_key"] or keep_secret(
            data_dir / "metrics-key", lambda: secrets.token_hex(32)
        )
    if values["demo"]:
        values["demo_password"] = values["demo_password"] or keep_secret(data_dir / "demo-password", demo_password)
    return Settings(**values)  # type: ignore[arg-type]


def check_names(environment: Mapping[str, str]) -> None:
    """Refuse a CLOCKSTART_ name that is not in the table, naming the nearest that is."""
    known = {name for setting in SETTINGS for name in (setting.variable, f"{setting.variable}_FILE")}
    for name in environment:
        if name.startswith(PREFIX) and name not in known:
            nearest = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0)
            raise SettingsError(f"There is no setting {name}. Did you mean {nearest[0]}?")


def check_mail(environment: Mapping[str, str]) -> None:
    """With a mail server, messages need a sender and an address that their links start with."""
    needed = ("CLOCKSTART_PUBLIC_ADDRESS", "CLOCKSTART_SMTP_FROM")
    missing = [name for name in needed if not environment.get(name) and not environment.get(f"{name}_FILE")]
    if environment.get("CLOCKSTART_SMTP_HOST") and missing:
        raise SettingsError(f"CLOCKSTART_SMTP_HOST is set, so {' and '.join(missing)} must be set as well.")


def read_setting(setting: Setting, environment: Mapping[str, str]) -> object:
    """One value, from the variable, from the file it names, or the default."""
    text = environment.get(setting.variable, "")
    file_name = environment.get(f"{setting.variable}_FILE", "")
    if file_name:
        try:
            text = Path(file_name).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SettingsError(f"{setting.variable}_FILE names {file_name}, which cannot be read: {error}") from error
    try:
        return setting.read(text or setting.default)
    except ValueError as error:
        raise SettingsError(f"{setting.variable} is {quote(text)}, which cannot be used: {error}") from error


def keep_secret(path: Path, make: Callable[[], str]) -> str:
    """The secret kept at `path`, made the first time, for its owner alone; safe when two processes start at once.
    Raises SettingsError where the folder cannot be used."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            write_secret(path, make())
        return path.read_text(encoding="utf-8").strip()
    except OSError as problem:
        raise SettingsError(tell_folder(problem)) from problem


def write_secret(path: Path, text: str) -> None:
    """Under another name first, so that nobody reads half of it."""
    mine = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        mine.touch(mode=0o600, exist_ok=False)
        mine.write_text(text, encoding="utf-8")
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(mine)
    finally:
        mine.unlink(missing_ok=True)


def tell_folder(problem: OSError) -> str:
    """Which file or folder of ours cannot be used, why, and what to do."""
    place = f"{problem.filename}: " if problem.filename else ""
    return f"{place}{problem.strerror}. CLOCKSTART_DATA_DIR must name a folder that this account can write to."


def tell(problem: Exception) -> str:
    """Why something cannot start, as a sentence."""
    return tell_folder(problem) if isinstance(problem, OSError) else str(getattr(problem, "sentence", problem))


def demo_password() -> str:
    """A random password that can be read aloud: three groups of letters and digits without look-alikes."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(3))
