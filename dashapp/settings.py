"""Settings: one class, read from the environment once, documented from the same class."""

from __future__ import annotations

import contextlib
import difflib
import secrets
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, NonNegativeInt, PositiveInt, ValidationError, model_validator
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from storage.replicas import Replicas
from words.pasted import quote

PREFIX = "CLOCKSTART_"
FILE = "_FILE"


class SettingsError(Exception):
    """A setting that cannot be used; the sentence says which and why."""


# Each with what to write instead, for whoever wrote something else.
Flag = Annotated[bool, BeforeValidator({"0": False, "1": True}.get), "use 1 or 0"]
Day = Annotated[date | None, BeforeValidator(date.fromisoformat), "use a day such as 2026-06-15"]
Port = Annotated[int, Field(ge=1, le=65535), "use a number from 1 to 65535"]
Count = Annotated[PositiveInt, "use a whole number of at least 1"]
NoneOrMore = Annotated[NonNegativeInt, "use a whole number, 0 for none"]
Security = Annotated[Literal["starttls", "tls", "none"], "use starttls, tls or none"]
Level = Annotated[
    Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(str.upper), "use one of DEBUG, INFO, WARNING, ERROR"
]
Secret = Annotated[str, Field(repr=False)]


class Settings(BaseSettings):
    """The settings as the app uses them. Each variable has the name of its field, in capitals after CLOCKSTART_."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, use_attribute_docstrings=True, validate_default=False
    )

    redis_url: Secret = ""
    """Where the store is: redis://, rediss://, unix:// or redis+cluster://host:port,host:port. Unset: the app starts
    its own server with append-only persistence."""
    queue_url: Secret = ""
    """Where the job queue is, a single server. Unset: in the store itself; a cluster cannot hold a queue, so beside one
    `python app.py` starts a small server of its own for it."""
    save_replicas: NoneOrMore = 0
    """How many replicas must have a record before it is called saved. 0: the store itself is enough."""
    save_replicas_on_disk: Flag = False
    """1: each of SAVE_REPLICAS must have synced it to its append-only file (WAITAOF: Valkey, or Redis from 7.2 on). 0:
    in its memory is enough (WAIT)."""
    redis_server: str = ""
    """A server binary to use for the app's own store instead of the packaged one."""
    data_dir: Path = Path("data")
    """Folder for the store's files, the secret key and the demo password."""
    secret_key: Secret = ""
    """Signs cookies and forms. Unset: made once into the data folder, readable by its owner."""
    host: str = "127.0.0.1"
    """Address the web server listens on."""
    port: Port = 8050
    """Port the web server listens on."""
    https: Flag = False
    """1 when people reach the app over https: cookies become Secure and HSTS is sent."""
    trusted_proxies: NoneOrMore = 0
    """How many reverse proxies in front of the app set X-Forwarded-For and -Proto. They pass Host on as it came."""
    workers: Count = 2
    """Web server processes."""
    threads: Count = 8
    """Threads in each web server process."""
    job_memory_mb: Count = 1024
    """Memory that one job of the worker may use, in megabytes. A job that needs more ends with a sentence (Linux)."""
    earlier_data_dir: Path = Field(default_factory=lambda read: read["data_dir"] / "earlier")
    """Folder with the earlier platform's files. Unset: `earlier` in DATA_DIR."""
    demo: Flag = False
    """1 makes the synthetic demo cohort when the store is empty; no second factor is required."""
    demo_password: Secret = ""
    """Password of the demo people. Unset: a random one is made and kept in the data folder."""
    second_factor: Flag = True
    """1: managers and administrators set up a second factor when they first sign in. 0: everybody may, nobody must.
    With DEMO nobody must."""
    today: Day = None
    """ISO date that the rules take as today, for demos and tests. Sessions and audit use real time."""
    public_address: str = ""
    """Where people reach the app, such as https://clockstart.example.org: what links in e-mail start with."""
    smtp_host: str = ""
    """Mail server for invitations and new passwords. Unset: links are shown to be copied."""
    smtp_port: Port = 587
    """Port of the mail server."""
    smtp_security: Security = "starttls"
    """starttls, tls (from the start) or none."""
    smtp_user: str = ""
    """Name to sign in to the mail server with. Unset: without signing in."""
    smtp_password: Secret = ""
    """Password for the mail server."""
    smtp_from: str = ""
    """Sender of the messages, such as clockstart@example.org."""
    metrics: Flag = False
    """1 serves Prometheus text on /metrics, to whoever shows METRICS_KEY."""
    metrics_key: Secret = ""
    """What Prometheus sends as its bearer token. Unset: made once into the data folder as `metrics-key`, for its owner
    alone."""
    bench: Flag = False
    """1 adds the do-nothing callback that the benchmarks compare a save with."""
    log_level: Level = "INFO"
    """How much is logged: DEBUG, INFO, WARNING or ERROR."""

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

    @model_validator(mode="after")
    def check_mail(self) -> Settings:
        """With a mail server, messages need a sender and an address that their links start with."""
        missing = [name for name in ("public_address", "smtp_from") if not getattr(self, name)]
        if self.smtp_host and missing:
            names = " and ".join(map(variable_of, missing))
            raise SettingsError(f"CLOCKSTART_SMTP_HOST is set, so {names} must be set as well.")
        return self

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], init_settings: PydanticBaseSettingsSource, **others: Any
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Nothing but what `load_settings` has been given."""
        return (init_settings,)


def load_settings(environment: Mapping[str, str]) -> Settings:
    """Read every setting from `environment`; `NAME_FILE` names a file that holds a secret's value.

    Raises SettingsError for an unknown name (saying the nearest known one) and for a value that cannot be read.
    """
    check_names(environment)
    source = EnvSettingsSource(Settings)
    source.env_vars = {name.lower(): text for name, text in read_values(environment) if text}
    told = source()
    try:
        settings = Settings(**told)
    except ValidationError as problem:
        raise SettingsError(tell_value(str(problem.errors()[0]["loc"][0]), told)) from problem
    return settings.model_copy(update=dict(make_secrets(settings)))


def variable_of(field: str) -> str:
    return f"{PREFIX}{field.upper()}"


def list_settings() -> Iterator[tuple[str, str, str]]:
    """For a document: each variable, its default as it would be written ("" for none) and what it is for."""
    for name, field in Settings.model_fields.items():
        default = "" if field.default_factory or field.default is None else field.default
        written = str(int(default) if isinstance(default, bool) else default)
        yield variable_of(name), written, " ".join((field.description or "").split())


def check_names(environment: Mapping[str, str]) -> None:
    """Refuse a CLOCKSTART_ name that is no setting, naming the nearest that is."""
    known = {f"{variable_of(field)}{end}" for field in Settings.model_fields for end in ("", FILE)}
    for name in environment:
        if name.startswith(PREFIX) and name not in known:
            nearest = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0)
            raise SettingsError(f"There is no setting {name}. Did you mean {nearest[0]}?")


def read_values(environment: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The variables, and after them what is in the files that some name."""
    yield from environment.items()
    for name, path in environment.items():
        if name.startswith(PREFIX) and name.endswith(FILE) and path:
            try:
                yield name.removesuffix(FILE), Path(path).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise SettingsError(f"{name} names {path}, which cannot be read: {error}") from error


def tell_value(field: str, told: Mapping[str, str]) -> str:
    """A value that cannot be used, and what to write instead."""
    instead = next(word for word in Settings.model_fields[field].metadata if isinstance(word, str))
    return f"{variable_of(field)} is {quote(told[field])}, which cannot be used: {instead}"


def make_secrets(settings: Settings) -> Iterator[tuple[str, str]]:
    """The secrets that are needed and were not given."""
    if not settings.secret_key:
        yield "secret_key", keep_secret(settings.data_dir / "secret-key", lambda: secrets.token_hex(32))
    if settings.metrics and not settings.metrics_key:
        yield "metrics_key", keep_secret(settings.data_dir / "metrics-key", lambda: secrets.token_hex(32))
    if settings.demo and not settings.demo_password:
        yield "demo_password", keep_secret(settings.data_dir / "demo-password", demo_password)


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
