"""The mark each route and callback carries: who may call it. The guard and the tests read the mark."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from auth.actor import current_actor
from auth.errors import Forbidden
from auth.shapes import check_shapes
from storage.person import ROLES, Role

P = ParamSpec("P")
R = TypeVar("R")
MARK = "allowed_roles"
READS = "only_reads"
ANYONE = frozenset({"anyone"})


def requires(*roles: Role) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """For routes and callbacks: only these roles, or with none named everybody who is signed in. The marked function
    raises NotSignedIn or Forbidden when it is called, however it is reached, and Refused for values whose shape is not
    that of its signature."""
    allowed = frozenset(roles or ROLES)

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if current_actor().role not in allowed:
                raise Forbidden
            check_shapes(function, args)
            return function(*args, **kwargs)

        return _marked(guarded, allowed)

    return decorate


def public(function: Callable[P, R]) -> Callable[P, R]:
    """For the few routes that answer without a session; the guard lets nothing else through."""
    return _marked(function, ANYONE)


def reads(function: Callable[P, R]) -> Callable[P, R]:
    """For routes and callbacks that change nothing: they answer somebody who looks at another person's pages too. All
    others refuse, so that what is forgotten is closed."""
    setattr(function, READS, True)
    return function


def only_reads(function: Callable[..., Any] | None) -> bool:
    """Whether the function is marked `reads`."""
    return bool(getattr(function, READS, False))


def _marked(function: Callable[P, R], allowed: frozenset[str]) -> Callable[P, R]:
    setattr(function, MARK, allowed)
    return function


def allowed_roles(function: Callable[..., Any]) -> frozenset[str] | None:
    """The roles a route or callback is marked with, `ANYONE` for a public one, None when it carries no mark."""
    return cast("frozenset[str] | None", getattr(function, MARK, None))


def is_public(function: Callable[..., Any]) -> bool:
    """Whether the function is marked `public`."""
    return allowed_roles(function) == ANYONE
