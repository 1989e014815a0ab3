"""How an administrator of the tests works: posts forms, reads pages, follows where a form leads, uses a link."""

from __future__ import annotations

import re

from werkzeug.test import TestResponse

from storage.people import Person
from tests.http.forms import list_words
from tests.whole_site import Visitor, WholeSite

CHOSEN = "seven green bicycles"
PAGE = {"Accept": "text/html"}


def post(visitor: Visitor, path: str, **fields: str) -> TestResponse:
    return visitor.client.post(path, data={"csrf_token": visitor.token, **fields}, headers=PAGE)


def read(visitor: Visitor, path: str) -> str:
    """A page's words; its address is split as the browser's is."""
    path, _, query = path.partition("?")
    answer = visitor.open_page(path, f"?{query}" if query else "")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return " ".join(list_words(answer.get_json()["response"]["page"]["children"]))


def follow(visitor: Visitor, answer: TestResponse) -> str:
    """The page a form led to."""
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return read(visitor, answer.headers["Location"])


def find_link(words: str) -> str:
    found = re.search(r"http://localhost(/invite/[\w-]+)", words)
    assert found is not None, words
    return found.group(1)


def set_up(site: WholeSite, link: str, name: str = "Ivy Ito") -> int:
    visitor = site.visitor()
    token = re.search(r'name="csrf_token" value="([^"]+)"', visitor.get(link).get_data(as_text=True))
    fields = {"name": name, "password": CHOSEN, "password_again": CHOSEN}
    sent = visitor.client.post(link, data={"csrf_token": token.group(1) if token else "", **fields})
    return sent.status_code


def acts_of(site: WholeSite, person: Person | None) -> list[tuple[str, str]]:
    entries = site.clockstart.store.audit.list_newest(person.uid if person else None)
    return [(entry.act, entry.actor) for entry in entries]
