"""Behind reverse proxies a visitor is known by the address that the trusted ones report, and by no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashapp.settings import SettingsError
from tests.cast import sign_in
from tests.whole_site import make_whole_site

PROXY, VISITOR, CLAIMED = "127.0.0.1", "203.0.113.7", "198.51.100.1"


@pytest.mark.parametrize(
    ("trusted", "forwarded", "known"),
    [("0", VISITOR, PROXY), ("1", VISITOR, VISITOR), ("1", f"{CLAIMED}, {VISITOR}", VISITOR)],
)
def test_the_trail_holds_the_address_the_trusted_proxy_reports(
    tmp_path: Path, trusted: str, forwarded: str, known: str
) -> None:
    site = make_whole_site(tmp_path, CLOCKSTART_TRUSTED_PROXIES=trusted)
    visitor = site.visitor()
    visitor.client.environ_base |= {"REMOTE_ADDR": PROXY, "HTTP_X_FORWARDED_FOR": forwarded}
    sign_in(visitor.client, site.cast.alice)
    signed_in = [
        entry for entry in site.clockstart.store.audit.list_newest(site.cast.alice.uid) if entry.act == "sign_in"
    ]
    assert [entry.ip for entry in signed_in] == [known]


def test_fewer_than_no_proxies_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="TRUSTED_PROXIES"):
        make_whole_site(tmp_path, CLOCKSTART_TRUSTED_PROXIES="-1")
