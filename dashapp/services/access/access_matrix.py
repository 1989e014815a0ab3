"""Who may do what, worked out by asking the rules themselves: the policy for made-up people of every kind, each page's
own check, and the marks of every route and callback. Nothing in it is typed in, so it cannot say what is not so.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from inspect import getdoc
from typing import Any

from flask import Flask

from auth import policy
from auth.actor import Actor
from auth.errors import AuthError
from auth.proof import needs_proof
from auth.requires import ANYONE, allowed_roles
from dashapp.context import Clockstart
from dashapp.web.router import Page, Visit
from storage.errors import StorageError, StoreUnavailable
from storage.person import Role

MINE, OTHERS = "COHORT-A", "COHORT-B"
ACTORS: Mapping[str, Actor] = {
    "learner": Actor("ME", "learner", cohorts=(MINE,), name="A learner"),
    "manager": Actor("ME", "manager", manages=(MINE,), name="A manager"),
    "admin": Actor("ME", "admin", name="An administrator"),
}
TARGETS: Mapping[str, str] = {
    "own": "Own",
    "cohort": "Of the own cohort",
    "other": "Of another cohort",
    "deactivated": "Of somebody deactivated, own cohort",
}
PERSON = frozenset({"uid", "person"})
"""What the variable of a path is called that names a person."""


@dataclass(frozen=True, slots=True)
class Target:
    """Whose records: of a person all that the policy asks for."""

    uid: str
    cohorts: tuple[str, ...]
    role: Role = "learner"


@dataclass(frozen=True, slots=True)
class Row:
    """One act: its name, what it is in words, and for each role whether it is allowed."""

    name: str
    words: str
    allowed: Mapping[str, bool]


def list_acts() -> Sequence[Row]:
    """What the policy says on records: act × role × target. The name is `<act> <target>`."""
    asked: Mapping[str, Callable[[Actor, Target], bool]] = {
        "Read records": policy.can_read,
        "Change records": policy.can_write,
        "Write feedback": policy.can_review,
    }
    people = [
        Row(
            f"{act} {target}",
            TARGETS[target],
            {role: may(actor, target_of(target, actor)) for role, actor in ACTORS.items()},
        )
        for act, may in asked.items()
        for target in TARGETS
    ]
    for act, may_do in (("Look after people", policy.can_oversee), ("Manage people and access", policy.can_administer)):
        people.append(Row(act, "", {role: may_do(actor) for role, actor in ACTORS.items()}))
    viewing = {
        role: policy.can_write(replace(actor, viewing="SOMEBODY"), Target("ME", (MINE,)))
        for role, actor in ACTORS.items()
    }
    return [*people, Row("Change records while viewing as somebody", "", viewing)]


def target_of(target: str, actor: Actor) -> Target:
    """Whom the actor's act is about. That somebody is deactivated closes nothing to those who look after them."""
    if target == "own":
        return Target(actor.uid, actor.cohorts, actor.role)
    return Target("SOMEBODY", (OTHERS,) if target == "other" else (MINE,))


def list_pages(clockstart: Clockstart) -> Sequence[Row]:
    """Every address of the app × role × target, as each page's own check answers. A page about one person is asked for
    each target, all others once (with an empty target)."""
    return [
        Row(address, target, {role: may_open(page, address, actor, target) for role, actor in ACTORS.items()})
        for address, page in sorted(clockstart.router.pages.items())
        for target in (TARGETS if is_about_people(page, address) else ("",))
    ]


def is_about_people(page: Page, address: str) -> bool:
    """Whether the page's check looks the person of its address up: it does not know somebody made up."""
    return bool(PERSON & {*variables_of(address)}) and answer_of(page, address, ACTORS["admin"]) == "not found"


def may_open(page: Page, address: str, actor: Actor, target: str) -> bool:
    """Whether the check does not refuse the role; for a page about a person, what the policy says on reading theirs as
    well. Records and people that are made up are not found: that is no refusal, so the check is asked as if all of it
    were one's own."""
    own = answer_of(page, address, replace(actor, uid="SOMEBODY"), "SOMEBODY")
    return own != "closed" and (not target or policy.can_read(actor, target_of(target, actor)))


def answer_of(page: Page, address: str, actor: Actor, uid: str = "NOBODY") -> str:
    """`open`, `closed` or `not found`. Raises StoreUnavailable, so that a failed look-up is none of the three."""
    variables = {name: uid if name in PERSON else "x" for name in variables_of(address)}
    path = address
    for name, value in variables.items():
        path = path.replace(f"<{name}>", value)
    try:
        page.check(Visit(actor, path, variables, {}))
    except StoreUnavailable:
        raise
    except StorageError:
        return "not found"
    except AuthError:
        return "closed"
    return "open"


def variables_of(address: str) -> Iterator[str]:
    for part in address.split("<")[1:]:
        yield part.partition(">")[0]


def list_routes(server: Flask) -> Sequence[Row]:
    """Every plain address of ours and every file, by its mark."""
    found = {}
    for rule in server.url_map.iter_rules():
        view = server.view_functions[rule.endpoint]
        roles = allowed_roles(view)
        if roles is not None and roles != ANYONE:
            methods = "/".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
            found[f"{methods} {rule.rule}"] = row_of(f"{methods} {rule.rule}", view)
    return [found[name] for name in sorted(found)]


def list_callbacks(callbacks: Mapping[str, Mapping[str, Any]]) -> Sequence[Row]:
    """Every callback that runs on the server, by its mark; whose data it may touch is asked again in the services."""
    return [
        row_of(output, declared["callback"]) for output, declared in sorted(callbacks.items()) if "callback" in declared
    ]


def row_of(name: str, function: Callable[..., Any]) -> Row:
    words = (getdoc(function) or "").partition("\n\n")[0].replace("\n", " ")
    proof = " Asks for proof that it is you." if needs_proof(function) else ""
    roles = allowed_roles(function) or frozenset()
    return Row(name, f"{words}{proof}".strip(), {role: role in roles for role in ACTORS})
