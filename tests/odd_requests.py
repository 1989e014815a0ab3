"""Requests as no page of ours sends them: every address and every callback, with odd values in every place.

A page is asked for and taken apart as the browser's renderer does, so that a callback is called as its page would call
it; then something in the call is spoiled. The same seed gives the same requests.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from http.cookies import SimpleCookie
from pathlib import Path
from random import Random
from typing import Any

from werkzeug.test import EnvironBuilder, TestResponse, run_wsgi_app

from tests.cast import sign_in
from tests.whole_site import CALLBACK, Visitor, WholeSite, name_outputs, read_id

ROOT = Path(__file__).resolve().parents[1]
DEEP = json.loads("[" * 150 + "]" * 150)
IDENTIFIERS = (
    "RXK 104", "A&E-77", "100%", "#5", "é1", "a/b", "..", ".", "?x", "new", "charts", "import", "'t Hooft", '"quoted"',
    "1+1", "a\x00b", "\ud800", "x" * 300, "%2F", "%", "%zz", "{u:x}", "<script>", "\u202etxt", "-1", "9" * 40,
    "9" * 5000, "a|b", "[", "0", "*", "\n", "http://[", "::", "a;b", "=1+1", "me", "@",
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 2**31, 2**63, 10**30, 10**400, 1.5, float("nan"), float("inf"), "", " ", "x", [], {},
    [[]], [{}], [None], [1, "a"], {"a": 1}, {"id": 5}, {"": ""}, "x" * 5000, "31/2/2026", "data:;base64,%%%",
    "data:text/csv;base64,AAAA", "2026-02-31", "0001-01-01", "9999-12-31", "1e400", DEEP, *IDENTIFIERS,
)  # fmt: skip
HEADERS = (
    ("Host", ("", "[", "a b", "evil.example", "x:99999", "é", "localhost:", "..", "[::1")),
    ("Referer", ("http://[", "http://localhost/%zz", "//", "é", "http://localhost/\u00ff?\u00ff", "javascript:1")),
    ("Content-Type", ("", "application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary=é",
                      "application/json; charset=klingon", "application/x-www-form-urlencoded; charset=utf-16", "/")),
    ("Content-Length", ("", "-1", "x", "99999999999", "0")),
    ("Cookie", ("", "=", "clockstart_session=", "clockstart_session=.e30.x.y", "clockstart_device=x", "a=\u00ff", ";;;",
                "_csrf_token=x", "clockstart_session=eyJfdXNlcl9pZCI6MX0.aa.bb")),
    ("Accept", ("", "*/*;q=x", "text/html;q=nan", "é", "application/json", "text/html")),
    ("Accept-Encoding", ("", "gzip;q=x", "identity;q=0", "*;q=0")),
    ("X-CSRFToken", ("", "x", "é")), ("X-Background", ("1", "é")), ("X-Page-Of", ("x", "é", "")),
    ("Origin", ("null", "http://[", "é", "http://evil.example")), ("If-None-Match", ('"', "W/", "é")),
    ("If-Modified-Since", ("yesterday", "é")), ("Range", ("bytes=5-1", "x", "bytes=-")),
    ("X-Forwarded-For", ("x", "é", "1.2.3.4, y")), ("User-Agent", ("é", "x" * 3000)), ("Authorization", ("Basic é",)),
)  # fmt: skip
LEFT_ALONE = {"auth.logout", "health.readyz"}
"""What would end every session, and what says with 503 that the store in memory keeps nothing."""
METHODS = ("GET", "GET", "GET", "POST", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH")


def list_form_fields() -> list[str]:
    """The names of fields that any form of the product reads, from its source."""
    sources = (path.read_text() for folder in ("auth", "dashapp", "pages") for path in (ROOT / folder).rglob("*.py"))
    found = {name for text in sources for name in re.findall(r"""form(?:\.get\(|\[|\.getlist\()["'](\w+)""", text)}
    return sorted(found | {"email", "password", "password_again", "name", "next", "since_day", "since_month"})


def list_query_names() -> list[str]:
    """The names that any page reads from the query of its address, from its source."""
    sources = (path.read_text() for folder in ("dashapp", "pages") for path in (ROOT / folder).rglob("*.py"))
    words = r"""(?:first\(|query\.get\(|args\.get\()["']([\w-]+)"""
    return sorted({name for text in sources for name in re.findall(words, text)})


class OddRequests:
    """A stream of requests of one visitor."""

    def __init__(self, site: WholeSite, visitor: Visitor, role: str, seed: int) -> None:
        self.site, self.visitor, self.role = site, visitor, role
        self.chance = Random(f"{seed} {role}")
        self.fields, self.names = list_form_fields(), list_query_names()
        self.known = self.list_known_values()
        self.calls: list[dict[str, Any]] = []
        self.cookies: dict[str, str] = {}
        self.is_out = False
        self.sign_in()

    def list_known_values(self) -> list[str]:
        """Values with which an address leads somewhere: people, records, modules, cohorts."""
        store, people = self.site.clockstart.store, self.site.cast.everyone
        records = [one.id for who in people for name in store.records.modules(who.uid)
                   for one in store.records.list(who.uid, name)]  # fmt: skip
        chance = Random(1)
        chance.shuffle(records)
        slugs = [module.slug for module in self.site.clockstart.registry]
        return [*(who.uid for who in people), *records[:12], *slugs, self.site.cast.cohort.id, "alice@example.com"]

    def send_many(self, number: int) -> Iterator[tuple[str, TestResponse]]:
        """Send so many; what was sent in words, and the answer."""
        for _ in range(number):
            if self.is_out:  # some requests sign out, or take an account away
                self.sign_in()
            yield self.send_callback() if self.chance.random() < 0.6 else self.send_any()

    def sign_in(self) -> None:
        """Whoever it is; the visitor asks for pages, and what is spoiled is sent with the same cookies."""
        people = {"learner": self.site.cast.alice, "manager": self.site.cast.bob, "admin": self.site.cast.ada}
        if self.role in people:
            self.visitor.token = sign_in(self.visitor.client, people[self.role])
        kept = [self.visitor.client.get_cookie(name) for name in ("clockstart_session", "clockstart_device")]
        self.cookies = {cookie.key: cookie.value for cookie in kept if cookie}

    # -- any address ----------------------------------------------------------------------------------------------

    def send_any(self) -> tuple[str, TestResponse]:
        method = self.chance.choice(METHODS)
        body = self.make_body() if method not in {"GET", "HEAD", "OPTIONS"} else {}
        return self.send(method, self.make_path(), body, self.make_headers(), self.make_query())

    def make_path(self) -> str:
        rules = [rule.rule for rule in self.site.app.server.url_map.iter_rules() if rule.endpoint not in LEFT_ALONE]
        pattern = self.chance.choice([*rules, *self.site.clockstart.router.pages])
        return re.sub(r"<[^>]*>", lambda _: self.pick_word(), pattern)

    def pick_word(self) -> str:
        return self.chance.choice(self.known if self.chance.random() < 0.5 else IDENTIFIERS)

    def make_query(self) -> str:
        if self.chance.random() < 0.5:
            return ""
        pairs = [f"{self.chance.choice(self.names)}={self.pick_word()}" for _ in range(self.chance.randint(1, 3))]
        return self.chance.choice(("&".join(pairs), "\u00ff\u00fe", "=&=&=", "%", "a=%ff", "&".join(["x=1"] * 2000)))

    def make_headers(self) -> dict[str, str]:
        headers = {"X-CSRFToken": self.visitor.token, "Accept": self.chance.choice(("text/html", "application/json"))}
        if self.chance.random() < 0.4:
            name, values = self.chance.choice(HEADERS)
            headers[name] = self.chance.choice(values)
        return headers

    def make_body(self) -> dict[str, Any]:
        """What is sent: a form, JSON, or bytes."""
        names = self.chance.sample(self.fields, 6)
        given = {name: self.pick_word() for name in names}
        kind = self.chance.random()
        if kind < 0.6:
            return {"data": {name: value.encode("utf-8", "surrogatepass") for name, value in given.items()}}
        if kind < 0.8:
            odd = self.chance.choice(
                (given, self.chance.choice(VALUES), {name: self.chance.choice(VALUES) for name in names})
            )
            return {"data": json.dumps(odd), "content_type": "application/json"}
        return {"data": self.chance.choice((b"", b"\xff\xfe", b"{", b"[" * 90_000, b'{"a":' * 9000, b'"\\ud800"'))}

    # -- callbacks ------------------------------------------------------------------------------------------------

    def send_callback(self) -> tuple[str, TestResponse]:
        body = self.spoil(deepcopy(self.pick_call()))
        kind = {"content_type": "application/json"}
        return self.send("POST", CALLBACK, {"data": json.dumps(body), **kind}, self.make_headers_of_callback())

    def make_headers_of_callback(self) -> dict[str, str]:
        return self.make_headers() if self.chance.random() < 0.1 else {"X-CSRFToken": self.visitor.token}

    def pick_call(self) -> dict[str, Any]:
        """A call that a page makes; those of another page every now and then."""
        if not self.calls or self.chance.random() < 0.1:
            found = (self.list_calls() for _ in range(10))
            self.calls = next(filter(None, found), []) or [self.make_call(output, []) for output in self.list_outputs()]
        return self.chance.choice(self.calls)

    def list_outputs(self) -> list[str]:
        return [output for output, known in self.site.app.callback_map.items() if known.get("callback")]

    def list_calls(self) -> list[dict[str, Any]]:
        """What a page can call, each callback that has any of its inputs there."""
        pattern = self.chance.choice(list(self.site.clockstart.router.pages))
        path = re.sub(r"<[^>]*>", lambda _: self.chance.choice(self.known), pattern)
        answer = self.visitor.open_page(path)
        if answer.status_code != 200:
            return []
        found = list(list_components(answer.get_json()))
        calls = [self.make_call(output, found) for output in self.list_outputs()]
        return [call for call in calls if any(one for one in call["inputs"]) and call["changedPropIds"]]

    def make_call(self, output: str, found: list[Mapping[str, Any]]) -> dict[str, Any]:
        known = self.site.app.callback_map[output]
        inputs = [fill(slot, found) for slot in known["inputs"]]
        flat = [one for slot in inputs for one in (slot if isinstance(slot, list) else [slot])]
        for one in flat:
            if one["property"] in {"n_clicks", "n_intervals"}:
                one["value"] = 1
        changed = [f"{write_id(one['id'])}.{one['property']}" for one in flat if one.pop("there", False)]
        state = [fill(slot, found) for slot in known["state"]]
        return {
            "output": output,
            "outputs": name_outputs(output),
            "inputs": inputs,
            "state": state,
            "changedPropIds": [self.chance.choice(changed)] if changed else [],
        }

    def spoil(self, body: Any) -> Any:
        """Put something odd in one to three places, mostly where a value is."""
        for _ in range(self.chance.choice((1, 1, 1, 2, 3))):
            places = list(list_places(body))
            values = [place for place in places if place[1] == "value" or "value" in place[2]]
            if not places:
                return deepcopy(self.chance.choice(VALUES))
            inside, key, _ = self.chance.choice(values if values and self.chance.random() < 0.85 else places)
            if self.chance.random() < 0.2:
                del inside[key]
            else:
                inside[key] = self.pick_value(inside[key])
        return body

    def pick_value(self, before: Any) -> Any:
        """Something odd, mostly of the kind that was there, so that it comes further than the first look at it."""
        same = [value for value in VALUES if type(value) is type(before)]
        if isinstance(before, str) and self.chance.random() < 0.4:
            return self.pick_word()
        return deepcopy(self.chance.choice(same if same and self.chance.random() < 0.7 else VALUES))

    # -- sending --------------------------------------------------------------------------------------------------

    def send(
        self, method: str, path: str, body: dict[str, Any], headers: dict[str, str], query: str = ""
    ) -> tuple[str, TestResponse]:
        """As the bytes that arrive, for a client that is careful with neither addresses nor headers."""
        builder = EnvironBuilder("/", method=method, **body)
        environ = builder.get_environ()
        environ["PATH_INFO"] = path.encode("utf-8", "surrogatepass").decode("latin-1")
        environ["QUERY_STRING"] = query.encode("utf-8", "surrogatepass").decode("latin-1")
        for name, value in headers.items():
            key = name.upper().replace("-", "_")
            environ[key if key.startswith("CONTENT_") else f"HTTP_{key}"] = value.encode().decode("latin-1")
        environ.setdefault("HTTP_COOKIE", "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        told = f"{self.role}: {method} {path!r} ?{query[:200]!r} {headers} {str(body)[:3000]}"
        answer, status, given = run_wsgi_app(self.site.app.server.wsgi_app, environ, buffered=True)
        self.is_out = status.startswith("401") and self.role != "nobody"
        for cookie in given.getlist("Set-Cookie") if "Cookie" not in headers else ():
            self.cookies |= {name: kept.value for name, kept in SimpleCookie(cookie).items()}
        return told, TestResponse(answer, status, given, builder.get_request())


def list_components(tree: Any) -> Iterator[Mapping[str, Any]]:
    """The properties of every component with an id, in what Dash answers."""
    if isinstance(tree, list):
        for one in tree:
            yield from list_components(one)
    elif isinstance(tree, dict):
        if isinstance(tree.get("props"), dict) and "id" in tree["props"]:
            yield tree["props"]
        for one in tree.values():
            yield from list_components(one)


def fill(slot: Mapping[str, str], found: list[Mapping[str, Any]]) -> Any:
    """One input or state as the renderer sends it."""
    known = json.loads(slot["id"]) if slot["id"].startswith("{") else slot["id"]
    fitting = [
        {"id": props["id"], "property": slot["property"], "value": props.get(slot["property"]), "there": True}
        for props in found
        if fits(known, props["id"])
    ]
    if '["ALL"]' in slot["id"]:
        return fitting
    return fitting[0] if fitting else {"id": read_id(slot["id"]), "property": slot["property"], "value": None}


def fits(known: Any, identifier: Any) -> bool:
    if not isinstance(known, dict) or not isinstance(identifier, dict):
        return bool(known == identifier)
    return known.keys() == identifier.keys() and all(
        isinstance(value, list) or value == identifier[key] for key, value in known.items()
    )


def write_id(identifier: Any) -> str:
    if isinstance(identifier, str):
        return identifier
    return json.dumps(identifier, sort_keys=True, separators=(",", ":"))


def list_places(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, Any, tuple[Any, ...]]]:
    """Every place in a value of JSON: what holds it, under which key, and the keys above."""
    if len(above) > 12:
        return
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in list(pairs):
        yield value, key, above
        yield from list_places(inner, (*above, key))
