"""After signing in, only pages of this site."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth.next_page import safe_next


@pytest.mark.parametrize(
    "target", ["/", "/dna-management", "/dna-management/01H?tab=history&x=a%20b", "/people/ü/x#top"]
)
def test_own_pages_are_kept(target: str) -> None:
    assert safe_next(target) == target


@pytest.mark.parametrize(
    "target",
    [
        None,
        "",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/\n/evil.example",
        "\t//evil.example",
        " /home",
        "home",
        "/login?next=/login",
        "/logout",
        "http:evil.example",
        "/a\\..\\evil",
        "/a b",
    ],
)
def test_everything_else_goes_home(target: str | None) -> None:
    assert safe_next(target) == "/"


@given(st.text(alphabet="/\\:@.?#%\t\n\r abehtps", max_size=30))
def test_whatever_is_asked_for_stays_on_the_site(target: str) -> None:
    arrived = urlsplit(urljoin("http://clockstart.test/login", safe_next(target)))
    assert (arrived.scheme, arrived.netloc) == ("http", "clockstart.test")
