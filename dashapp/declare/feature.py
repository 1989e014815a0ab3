"""What a feature declares, once: its places in the menu, its pages, files to take away, jobs and acts.

Each page in `pages/` has a `FEATURE`, a `MODULE`, or both; what the app itself brings is the feature in `dashapp.core`.
Menu, search, worker, audit trail and demo read these declarations and know no feature by its name.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dashapp.values.key_figure import KeyFigure

EVERYONE = frozenset({"learner", "manager", "admin"})
OVERSEERS = frozenset({"manager", "admin"})
ADMINISTRATORS = frozenset({"admin"})


@dataclass(frozen=True, slots=True)
class Nav:
    """A page that has a place of its own: what it is called and for, where it is, and which roles may open it.

    `stage` is the group of the menu ("" for the one above the others); one that is not `in_menu` is found by search.
    """

    title: str
    address: str
    stage: str = ""
    roles: frozenset[str] = EVERYONE
    purpose: str = ""
    in_menu: bool = True


@dataclass(frozen=True, slots=True)
class JobKind:
    """A kind of long work. `run` names the function, "module:function", imported only in the process that does it.

    `from_file(clockstart, actor, module, name, data)` starts it with an uploaded file and gives its job;
    `tell(clockstart, module, job)` says on the page of the upload what became of it.
    """

    run: str
    from_file: Callable[..., Any] | None = None
    tell: Callable[..., Any] | None = None


@dataclass(frozen=True, slots=True)
class Feature:
    """`pages(app, clockstart)` adds addresses and callbacks; `downloads` are blueprints of files; `jobs` are by kind;
    `acts` are what its entries of the audit trail are called, in words; `demo(clockstart, people made)` adds to the
    demo cohort, after everybody's records are there; `figures(clockstart, actor)` are those it has for the home of
    somebody who looks after people (`KeyFigure`), read as its own pages read them; `on_practice(clockstart,
    actor, record id)` is what the page of a record of a practice copy shows above it.
    """

    nav: tuple[Nav, ...] = ()
    pages: Callable[[Any, Any], None] | None = None
    downloads: tuple[Any, ...] = ()
    jobs: Mapping[str, JobKind] = field(default_factory=dict)
    acts: Mapping[str, str] = field(default_factory=dict)
    demo: Callable[[Any, Any], None] | None = None
    figures: Callable[[Any, Any], Sequence[KeyFigure]] | None = None
    on_practice: Callable[[Any, Any, str], Sequence[Any]] | None = None
