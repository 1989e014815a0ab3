"""Settings: what is read from the environment, and what whoever runs it is told when it cannot be."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dashapp.settings import SettingsError, load_settings

KEY = {"CLOCKSTART_SECRET_KEY": "x"}
WRONG = {
    "PORT": (
        ("no", "use a number from 1 to 65535"),
        ("0", "use a number from 1 to 65535"),
        ("65536", "use a number from 1 to 65535"),
    ),
    "WORKERS": (
        ("0", "use a whole number of at least 1"),
        ("2.5", "use a whole number of at least 1"),
        ("two", "use a whole number of at least 1"),
    ),
    "TRUSTED_PROXIES": (("-1", "use a whole number, 0 for none"),),
    "HTTPS": (("yes", "use 1 or 0"), ("true", "use 1 or 0")),
    "TODAY": (("15/06/2026", "use a day such as 2026-06-15"), ("1781481600", "use a day such as 2026-06-15")),
    "SMTP_SECURITY": (("ssl", "use starttls, tls or none"),),
    "LOG_LEVEL": (("loud", "use one of DEBUG, INFO, WARNING, ERROR"),),
}


def test_nothing_set_is_the_defaults(tmp_path: Path) -> None:
    settings = load_settings({"CLOCKSTART_DATA_DIR": str(tmp_path), "CLOCKSTART_PORT": "", "PATH": "/bin"})
    assert (settings.port, settings.workers, settings.https, settings.today) == (8050, 2, False, None)
    assert (settings.redis_url, settings.log_level, settings.second_factor) == ("", "INFO", True)
    assert settings.earlier_data_dir == tmp_path / "earlier"
    assert len(settings.secret_key) == 64
    assert (settings.metrics_key, settings.demo_password) == ("", ""), "made only where they are needed"


def test_what_is_set_is_read_as_what_it_is(tmp_path: Path) -> None:
    told = {"TODAY": "2026-06-15", "HTTPS": "1", "SECOND_FACTOR": "0", "PORT": "443", "LOG_LEVEL": "debug"}
    settings = load_settings(KEY | {f"CLOCKSTART_{name}": text for name, text in told.items()})
    assert (settings.today, settings.https, settings.second_factor) == (date(2026, 6, 15), True, False)
    assert (settings.port, settings.log_level) == (443, "DEBUG")
    assert settings.address == "https://127.0.0.1:443"


@pytest.mark.parametrize(("name", "text", "why"), [(name, *case) for name, cases in WRONG.items() for case in cases])
def test_what_cannot_be_used_is_said_in_words(name: str, text: str, why: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings(KEY | {f"CLOCKSTART_{name}": text})
    assert str(refused.value) == f"CLOCKSTART_{name} is “{text}”, which cannot be used: {why}"


def test_nothing_is_made_in_the_folder_where_a_setting_is_wrong(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with pytest.raises(SettingsError):
        load_settings({"CLOCKSTART_DATA_DIR": str(folder), "CLOCKSTART_LOG_LEVEL": "loud"})
    assert not folder.exists()


def test_a_value_is_read_from_the_file_that_is_named(tmp_path: Path) -> None:
    file = tmp_path / "port"
    file.write_text("8123\n")
    assert load_settings(KEY | {"CLOCKSTART_PORT_FILE": str(file), "CLOCKSTART_PORT": "1"}).port == 8123
    with pytest.raises(SettingsError, match=r"^CLOCKSTART_PORT_FILE names .*gone, which cannot be read: "):
        load_settings(KEY | {"CLOCKSTART_PORT_FILE": str(tmp_path / "gone")})


def test_an_unknown_name_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(SettingsError, match=r"^There is no setting CLOCKSTART_PROT\. Did you mean CLOCKSTART_PORT\?$"):
        load_settings(KEY | {"CLOCKSTART_PROT": "1"})
    with pytest.raises(SettingsError, match=r"Did you mean CLOCKSTART_PORT_FILE\?$"):
        load_settings(KEY | {"CLOCKSTART_PROT_FILE": "1"})


def test_a_mail_server_needs_a_sender_and_an_address_for_links() -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings(KEY | {"CLOCKSTART_SMTP_HOST": "mail", "CLOCKSTART_SMTP_FROM": "a@example.org"})
    assert str(refused.value) == "CLOCKSTART_SMTP_HOST is set, so CLOCKSTART_PUBLIC_ADDRESS must be set as well."
    with pytest.raises(SettingsError, match="CLOCKSTART_PUBLIC_ADDRESS and CLOCKSTART_SMTP_FROM must be set as well"):
        load_settings(KEY | {"CLOCKSTART_SMTP_HOST": "mail"})


def test_settings_are_not_changed_once_they_are_read() -> None:
    settings = load_settings(KEY)
    with pytest.raises((AttributeError, ValueError)):
        settings.port = 1  # type: ignore[misc]


def test_secrets_are_not_in_what_is_printed_of_them() -> None:
    shown = repr(load_settings({"CLOCKSTART_SECRET_KEY": "sesame", "CLOCKSTART_SMTP_PASSWORD": "mellon"}))
    assert "sesame" not in shown
    assert "mellon" not in shown
