"""Nothing answers unless it says who may ask: every route, every callback, walked for each role and for nobody."""

from __future__ import annotations

import pytest
from werkzeug.routing import Rule

from auth.requires import ANYONE, allowed_roles
from storage.accounts import ROLES
from tests.http.site import WAYS_IN
from tests.whole_site import WholeSite

# Dash and Flask add these themselves, so they cannot carry a mark: the guard asks each for a session.
UNMARKED = {
    "static",
    "_dash_assets.static",
    "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>",
    "/_dash-layout",
    "/_dash-dependencies",
    "/_dash-update-component",
    "/_reload-hash",
    "/_favicon.ico",
    "/",
    "/<path:path>",
}
PUBLIC = {*WAYS_IN, "health.healthz", "health.readyz", "health.metrics", "calendars.read_calendar"}
PUBLIC |= {"certificates.verify", "certificates.read_badge", "certificates.read_keys"}
"""A calendar is read by programs without a session: the token in its address says whose it is. A certificate is checked
by anybody who has its number."""


def list_rules(site: WholeSite) -> list[Rule]:
    return list(site.app.server.url_map.iter_rules())


def test_every_route_says_who_may_ask(site: WholeSite) -> None:
    views = site.app.server.view_functions
    assert {name for name, view in views.items() if allowed_roles(view) is None} <= UNMARKED


def test_every_callback_says_who_may_call_it(site: WholeSite) -> None:
    assert [output for output, call in site.list_server_callbacks() if not allowed_roles(call)] == []


def test_no_callback_is_for_anyone(site: WholeSite) -> None:
    assert [output for output, call in site.list_server_callbacks() if allowed_roles(call) == ANYONE] == []


def test_only_the_way_in_health_calendars_and_certificates_are_public(site: WholeSite) -> None:
    views = site.app.server.view_functions
    assert {name for name, view in views.items() if allowed_roles(view) == ANYONE} <= PUBLIC


def test_every_other_address_asks_a_stranger_to_sign_in(site: WholeSite) -> None:
    visitor, answered = site.visitor(), {}
    for rule in list_rules(site):
        if rule.endpoint in PUBLIC or "GET" not in (rule.methods or ()):
            continue
        path = rule.build(dict.fromkeys(rule.arguments, "x"), append_unknown=False)
        reply = visitor.get(path[1] if path else rule.rule)
        if reply.status_code != 401 and not (reply.status_code == 302 and "/login?next=" in reply.location):
            answered[rule.rule] = reply.status_code
    assert answered == {}


def test_every_address_that_changes_something_refuses_a_stranger(site: WholeSite) -> None:
    visitor, answered = site.visitor(), {}
    for rule in list_rules(site):
        if rule.endpoint in PUBLIC or "POST" not in (rule.methods or ()):
            continue
        path = rule.build(dict.fromkeys(rule.arguments, "x"), append_unknown=False)
        status = visitor.client.post(path[1] if path else rule.rule, json={}).status_code
        if status not in {400, 401}:
            answered[rule.rule] = status
    assert answered == {}


def test_every_callback_refuses_a_stranger(site: WholeSite) -> None:
    visitor = site.visitor()
    statuses = {output: visitor.call(output).status_code for output, _ in site.list_server_callbacks()}
    assert {output: status for output, status in statuses.items() if status != 401} == {}


@pytest.mark.parametrize("role", ROLES)
def test_every_callback_refuses_the_roles_it_does_not_name(site: WholeSite, role: str) -> None:
    """A callback runs without its page, so hiding the page protects nothing."""
    visitor = site.signed_in(role)
    others = [output for output, call in site.list_server_callbacks() if role not in (allowed_roles(call) or ())]
    statuses = {output: visitor.call(output).status_code for output in others}
    assert {output: status for output, status in statuses.items() if status != 403} == {}


@pytest.mark.parametrize("role", ROLES)
def test_no_callback_falls_over_a_call_without_values(site: WholeSite, role: str) -> None:
    visitor = site.signed_in(role)
    statuses = {output: visitor.call(output).status_code for output, _ in site.list_server_callbacks()}
    assert {output: status for output, status in statuses.items() if status >= 500} == {}


@pytest.mark.parametrize("role", ROLES)
def test_every_callback_needs_its_csrf_token(site: WholeSite, role: str) -> None:
    visitor = site.signed_in(role)
    visitor.token = ""
    statuses = {output: visitor.call(output).status_code for output, _ in site.list_server_callbacks()}
    assert {output: status for output, status in statuses.items() if status != 400} == {}
