"""The document that Dash fills: language, viewport, icon, and what is said when scripts are off."""

from __future__ import annotations

INDEX_STRING = """<!DOCTYPE html>
<html lang="en-GB">
  <head>
    {%metas%}
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>{%title%}</title>
    <link rel="icon" type="image/svg+xml" href="/assets/favicon.svg">
    {%css%}
  </head>
  <body>
    <noscript>
      <p class="cs-noscript">Clockstart's pages need JavaScript. Signing in and out works without it:
      <a href="/login">sign in</a>.</p>
    </noscript>
    {%app_entry%}
    <div hidden>{%config%}</div>
    {%scripts%}
    {%renderer%}
  </body>
</html>
"""
"""For `Dash(index_string=…)`. Dash's own wraps its scripts in a `footer`, a second landmark beside ours."""

ASSETS_PATH_IGNORE: list[str] = ["^charts$", "^licences$"]
"""For `Dash(assets_path_ignore=…)`: folders that are served but not put on every page."""
