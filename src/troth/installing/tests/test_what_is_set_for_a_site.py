"""From the address at which people open the site follows how it asks to be reached."""

import pytest

from troth.core.errors import UsageError
from troth.installing.site import site_settings


@pytest.mark.parametrize(
    ("typed", "site", "hosts"),
    [
        ("https://My.Host.example/", "https://my.host.example", "my.host.example"),
        ("https://my.host.example:443", "https://my.host.example", "my.host.example"),
        ("https://my.host.example:8443", "https://my.host.example:8443", "my.host.example"),
        # Browsers ask for it by these letters.
        ("https://höst.example", "https://xn--hst-sna.example", "xn--hst-sna.example"),
        ("https://[2001:db8::1]", "https://[2001:db8::1]", "[2001:db8::1]"),
    ],
)
def test_it_is_the_address_that_browsers_ask_for(typed: str, site: str, hosts: str) -> None:
    found = site_settings(typed)
    assert (found["SITE_URL"], found["ALLOWED_HOSTS"]) == (site, hosts)
    assert (found["PLAIN_HTTP"], found["TRUSTED_PROXIES"]) == ("0", "1")


@pytest.mark.parametrize(
    "typed",
    ["https://[my.host.example", "https://my..example", "https://my.example:0", "my.example", ""],
)
def test_what_is_none_is_told(typed: str) -> None:
    with pytest.raises(UsageError, match="must be like https://my.example.com"):
        site_settings(typed)
