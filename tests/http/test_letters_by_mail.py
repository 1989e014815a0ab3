"""Links that go by e-mail: to whom, with which address in them, and what is said when a mail server refuses."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.cast import PASSWORD, sign_in
from tests.http.staff import PAGE, post, read, set_up
from tests.whole_site import WholeSite, make_whole_site


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a mail server would have been given."""
    sent: list[str] = []

    class Server:
        def __init__(self, host: str, port: int, timeout: int) -> None:
            if host == "away.example":
                raise ConnectionRefusedError("refused")

        def __enter__(self) -> Server:
            return self

        def __exit__(self, *_: object) -> None:
            return None

        def starttls(self, context: object) -> None:
            sent.append("starttls")

        def login(self, user: str, password: str) -> None:
            sent.append(f"login {user}")

        def send_message(self, letter: Any) -> None:
            sent.append(f"{letter['To']}|{letter.get_content()}")

    monkeypatch.setattr("smtplib.SMTP", Server)
    return sent


def mailing(tmp_path: Path, host: str = "mail.example") -> WholeSite:
    return make_whole_site(
        tmp_path,
        CLOCKSTART_SMTP_HOST=host,
        CLOCKSTART_SMTP_USER="robot",
        CLOCKSTART_SMTP_FROM="clockstart@example.org",
        CLOCKSTART_PUBLIC_ADDRESS="https://clockstart.example.org/",
    )


def test_an_invitation_goes_by_mail_with_a_link_to_our_own_address(tmp_path: Path, letters: list[str]) -> None:
    site = mailing(tmp_path)
    ada = site.signed_in("admin")
    headers = {**PAGE, "X-Forwarded-Host": "evil.example"}
    fields = {"csrf_token": ada.token, "email": "ivy@example.com", "name": "Ivy", "role": "learner"}
    ada.client.post("/staff/invite", data=fields, headers=headers)
    assert letters[:2] == ["starttls", "login robot"]
    to, _, text = letters[2].partition("|")
    assert to == "ivy@example.com"
    found = re.search(r"https://clockstart\.example\.org(/invite/[\w-]+)", text)
    assert found is not None
    assert "evil.example" not in text
    ivy = site.clockstart.store.people.get_by_email("ivy@example.com")
    assert "Invitation sent by e-mail" in read(ada, f"/staff/{ivy.uid}")
    assert set_up(site, found.group(1)) == 303


def test_a_mail_that_could_not_be_sent_is_said(tmp_path: Path, letters: list[str]) -> None:
    site = mailing(tmp_path, "away.example")
    ada = site.signed_in("admin")
    post(ada, f"/staff/{site.cast.alice.uid}/send-link")
    assert "could not be sent by e-mail: away.example did not take it: refused" in read(
        ada, f"/staff/{site.cast.alice.uid}"
    )


def test_a_reset_is_sent_to_those_who_exist_and_not_too_often(tmp_path: Path, letters: list[str]) -> None:
    site = mailing(tmp_path)
    for email in ("nobody@example.com", *["alice@example.com"] * 6):
        visitor = site.visitor()
        token = visitor.client.get("/login", headers={"Accept": "application/json"}).get_json()["csrf_token"]
        visitor.client.environ_base["REMOTE_ADDR"] = f"10.0.0.{len(letters)}"
        answer = visitor.client.post("/forgotten", data={"csrf_token": token, "email": email}, headers=PAGE)
        assert answer.status_code == 200
    sent = [letter for letter in letters if "|" in letter]
    assert len(sent) == 3
    assert all(letter.startswith("alice@example.com|") for letter in sent)
    sign_in(site.visitor().client, site.cast.alice, PASSWORD)
