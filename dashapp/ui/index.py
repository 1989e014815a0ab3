"""The document that Dash fills: language, viewport, icon, and what is said when scripts are off."""

from hashlib import sha256
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from dash.fingerprint import build_fingerprint

from dashapp.ui.bundle import ASSETS, bundle_address

ASSETS_IGNORE = ".*"
"""For `Dash(assets_ignore=…)`: what lies in `assets/` is served, and Dash puts none of it on a page by itself."""


def asset_address(name: str) -> str:
    """`/assets/<name>` with a mark of its content, because browsers keep such files for a year."""
    return f"/assets/{name}?m={sha256((ASSETS / name).read_bytes()).hexdigest()[:12]}"


def package_script_address(package: str, name: str) -> str:
    """Where Dash serves a script of a component package, marked with its release, because browsers keep it for a year.
    A script that a package loads by itself later is under the same address without the mark."""
    script = Path(str(import_module(package).__file__)).parent / name
    marked = build_fingerprint(name, version(package), int(script.stat().st_mtime))
    return f"/_dash-component-suites/{package}/{marked}"


INDEX_STRING = f"""<!DOCTYPE html>
<html lang="en-GB">
  <head>
    {{%metas%}}
    <meta name="color-scheme" content="light dark">
    <title>{{%title%}}</title>
    <link rel="icon" type="image/svg+xml" href="{asset_address("favicon.svg")}">
    <script src="{asset_address("early/theme.js")}"></script>
    <link rel="preload" href="/assets/inter-4.1-latin.woff2" as="font" type="font/woff2" crossorigin>
    <link rel="preload" href="/_dash-layout" as="fetch" crossorigin>
    <link rel="preload" href="/_dash-dependencies" as="fetch" crossorigin>
    {{%css%}}
    <link rel="stylesheet" href="{bundle_address("css")}">
  </head>
  <body>
    <noscript>
      <p class="cs-noscript">Clockstart's pages need JavaScript. Signing in and out works without it:
      <a href="/login">sign in</a>.</p>
    </noscript>
    {{%app_entry%}}
    <div hidden>{{%config%}}</div>
    {{%scripts%}}
    <script src="{bundle_address("js")}"></script>
    {{%renderer%}}
  </body>
</html>
"""
"""For `Dash(index_string=…)`. Dash's own wraps its scripts in a `footer`, a second landmark beside ours."""
