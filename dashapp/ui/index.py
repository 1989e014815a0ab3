"""The document that Dash fills: language, viewport, icon, and what is said when scripts are off."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

ASSETS = Path(__file__).parent.parent / "assets"

ASSETS_PATH_IGNORE: list[str] = ["^charts$", "^early$", "^licences$"]
"""For `Dash(assets_path_ignore=…)`: folders that are served but not put on every page by Dash."""


def asset_address(name: str) -> str:
    """`/assets/<name>` with a mark of its content, because browsers keep such files for a year."""
    return f"/assets/{name}?m={sha256((ASSETS / name).read_bytes()).hexdigest()[:12]}"


INDEX_STRING = f"""<!DOCTYPE html>
<html lang="en-GB">
  <head>
    {{%metas%}}
    <meta name="color-scheme" content="light dark">
    <title>{{%title%}}</title>
    <link rel="icon" type="image/svg+xml" href="{asset_address("favicon.svg")}">
    <script src="{asset_address("early/theme.js")}"></script>
    {{%css%}}
  </head>
  <body>
    <noscript>
      <p class="cs-noscript">Clockstart's pages need JavaScript. Signing in and out works without it:
      <a href="/login">sign in</a>.</p>
    </noscript>
    {{%app_entry%}}
    <div hidden>{{%config%}}</div>
    {{%scripts%}}
    {{%renderer%}}
  </body>
</html>
"""
"""For `Dash(index_string=…)`. Dash's own wraps its scripts in a `footer`, a second landmark beside ours."""
