"""The vendored plotly.js is the one the plotly package speaks to (docs/adr/0004)."""

from __future__ import annotations

import re

import dash
import pytest
from plotly.offline import get_plotlyjs_version

from dashapp.ui.bundle import ASSETS, read_bundle

BUNDLES = list((ASSETS / "charts").glob("*.js"))


def test_the_bundle_has_the_version_of_the_plotly_package():
    (bundle,) = BUNDLES
    head = bundle.read_text()[:300]
    assert f"plotly.js (cartesian - minified) v{get_plotlyjs_version()}" in head
    assert bundle.name == f"plotly-cartesian-{get_plotlyjs_version()}.min.js"


def test_the_loader_names_the_bundle():
    assert BUNDLES[0].name in (ASSETS / "charts.js").read_text()


def test_dash_still_asks_that_name_for_plotly():
    build = (re.sub(r"__init__\.py$", "dcc/dash_core_components.js", dash.__file__),)
    with open(build[0], encoding="utf-8") as script:
        assert "_dashPlotlyJSURL" in script.read()


@pytest.mark.parametrize("folder", ["charts", "early", "licences"])
def test_folders_that_are_not_for_every_page_are_left_out(folder):
    inside = [file.read_bytes() for file in (ASSETS / folder).glob("*.js")]
    assert (ASSETS / folder).is_dir()
    assert not any(script in read_bundle("js") for script in inside)


@pytest.mark.parametrize("kind", ["css", "js"])
def test_what_is_for_every_page_travels_as_one_file(kind):
    assert all(file.read_bytes() in read_bundle(kind) for file in ASSETS.glob(f"*.{kind}"))


def test_no_script_for_every_page_is_large():
    assert all(script.stat().st_size < 20_000 for script in ASSETS.glob("*.js"))
