"""The vendored plotly.js is the one the plotly package speaks to (docs/adr/0004)."""

from __future__ import annotations

import re

import dash
import pytest
from plotly.offline import get_plotlyjs_version

from dashapp.ui.index import ASSETS, ASSETS_PATH_IGNORE

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
    assert (ASSETS / folder).is_dir()
    assert any(re.search(pattern, folder) for pattern in ASSETS_PATH_IGNORE)


def test_no_script_for_every_page_is_large():
    assert all(script.stat().st_size < 20_000 for script in ASSETS.glob("*.js"))
