"""The pins: complete, explained, installed, and free of addresses."""

from __future__ import annotations

import importlib.metadata
import re

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement

from tests.architecture.repository import read

NAMED_BY_THE_MISSION = {
    "dash", "dash-bootstrap-components", "redis", "flask-login", "pandas", "fakeredis", "pytest",
}  # fmt: skip
LISTS = ("requirements.txt", "requirements-dev.txt")


def list_wanted(name: str) -> dict[str, str]:
    """Package → the reason written behind it in a `.in` file."""
    lines = [line for line in read(name).splitlines() if line and not line.startswith(("#", "-"))]
    wanted = (line.partition("#")[::2] for line in lines)
    return {Requirement(package.strip()).name: reason.strip() for package, reason in wanted}


def list_pinned(name: str) -> dict[str, Requirement]:
    lines = [line.strip() for line in read(name).splitlines() if line.strip() and not line.strip().startswith("#")]
    return {requirement.name: requirement for requirement in map(Requirement, lines)}


@pytest.mark.parametrize("name", ["requirements.in", "requirements-dev.in"])
def test_every_wanted_package_says_why(name: str) -> None:
    without_reason = [package for package, reason in list_wanted(name).items() if len(reason) < 5]
    assert without_reason == []


@pytest.mark.parametrize("name", ["requirements.in", "requirements-dev.in"])
def test_every_wanted_package_is_pinned(name: str) -> None:
    pinned = list_pinned(name.replace(".in", ".txt"))
    assert set(list_wanted(name)) - set(pinned) == set()


@pytest.mark.parametrize("name", LISTS)
def test_every_pin_is_exact(name: str) -> None:
    assert [str(pin) for pin in list_pinned(name).values() if not re.fullmatch(r"==[^,*]+", str(pin.specifier))] == []


@pytest.mark.parametrize("name", LISTS)
def test_every_pin_is_what_is_installed(name: str) -> None:
    here = [pin for pin in list_pinned(name).values() if applies(pin.marker)]
    other = {pin.name: importlib.metadata.version(pin.name) for pin in here if not is_installed(pin)}
    assert other == {}, "run `make lock`, or install the pinned releases again"


def applies(marker: Marker | None) -> bool:
    return marker is None or marker.evaluate()


def is_installed(pin: Requirement) -> bool:
    return pin.specifier.contains(importlib.metadata.version(pin.name), prereleases=True)


def test_both_lists_agree_where_they_name_the_same_package() -> None:
    run, dev = (list_pinned(name) for name in LISTS)
    assert {name for name in run.keys() & dev.keys() if run[name].specifier != dev[name].specifier} == set()


def test_the_packages_that_the_mission_names_are_there() -> None:
    assert NAMED_BY_THE_MISSION - set(list_wanted("requirements.in")) == set()
    assert "lua" in Requirement("fakeredis[lua]").extras
    assert "fakeredis[lua]" in read("requirements.in")


@pytest.mark.parametrize("name", [*LISTS, "requirements.in", "requirements-dev.in"])
def test_no_list_carries_an_address_or_a_path(name: str) -> None:
    assert (
        re.findall(r"https?://|file:/|--index-url|--extra-index-url|--find-links|--trusted-host|@ ", read(name)) == []
    )
