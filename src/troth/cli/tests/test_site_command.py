import pytest
from allauth.idp.oidc.models import Client as Site

from troth.cli import main
from troth.gates.allow_site import allow_site
from troth.gates.models import SiteConsent
from troth.journal.models import Entry
from troth.testing import make

pytestmark = pytest.mark.django_db


def test_a_site_is_added_with_a_secret_that_is_shown_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["site", "add", "Shop", "https://shop.example/callback"]) == 0
    site = Site.objects.get()
    shown = capsys.readouterr().out
    secret = shown.split("secret")[1].split()[0]
    assert site.pk in shown and site.check_secret(secret) and secret not in site.secret
    assert site.get_scopes() == ["openid", "profile", "email"]
    assert Entry.objects.get(event="site.added").counts == {"scopes": site.get_scopes()}
    assert main(["site", "list"]) == 0
    assert secret not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("shop.example", "whole one"),
        ("https://*.example/", "whole one"),
        ("javascript:alert(1)", "whole one"),
        ("http://shop.example/", "https://"),
    ],
)
def test_an_unsafe_address_is_refused(
    address: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["site", "add", "Shop", address]) == 2
    assert says in capsys.readouterr().err and not Site.objects.exists()


def test_an_unknown_scope_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    call = ["site", "add", "Shop", "https://shop.example/", "--scopes", "profile,shoe-size"]
    assert main(call) == 2
    assert "shoe-size" in capsys.readouterr().err


def test_a_removed_site_learns_nothing_more(capsys: pytest.CaptureFixture[str]) -> None:
    make.in_force("ispsystem")
    main(["site", "add", "Shop", "https://shop.example/"])
    site = Site.objects.get()
    allow_site(make.person(), site.pk, asked=["openid"], allowed=["openid"], at=make.NOW)
    main(["site", "list"])
    assert "1 signed in" in capsys.readouterr().out
    assert main(["site", "remove", site.pk]) == 0
    assert not SiteConsent.objects.exists()
    assert Entry.objects.get(event="site.removed").counts == {"people": 1}
    assert main(["site", "remove", site.pk]) == 1
