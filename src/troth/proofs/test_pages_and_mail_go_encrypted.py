"""Nothing is served, and no mail goes to another machine, without encryption on the way."""

import pytest
from django.test import Client
from pytest_django import Settings

from troth.cli import main, serve
from troth.core.setting_url import mailer_from_url
from troth.proofs.expect import expect
from troth.proofs.world import World
from troth.testing.port import free_port

PAGES = ["/", "/privacy/", "/sign-up/", "/sign-in/", "/account/", "/privacy-centre/", "/desk/"]


@pytest.mark.proves("WM-30", "SF-17")
def test_pages_lead_to_https_and_what_would_not_is_not_started(
    world: World,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The page on which one orders waits for its room; here are those that there are."""
    started: list[int] = []
    monkeypatch.setattr(serve, "serve", lambda host, port, *, workers: started.append(port))

    def refusal() -> str:
        """What `troth serve` says in place of starting; blank where it starts."""
        code = main(["serve", "--port", str(free_port())])
        assert code in (0, 1)
        return capsys.readouterr().err if code else ""

    assert not refusal() and len(started) == 1, "on one machine it can be tried out"
    settings.SITE_URL = "http://provider.example"
    settings.PLAIN_HTTP = True
    expect("[feature.transport-encryption]" in refusal(), "plain HTTP is refused, by its rule")
    settings.PLAIN_HTTP = False
    settings.MAILERS = {"default": mailer_from_url("smtp://mail.example:25")}
    expect("[feature.transport-encryption]" in refusal(), "and so is mail in the clear")
    settings.MAILERS = {"default": mailer_from_url("smtp://mail.example:587?tls=starttls")}
    assert not refusal() and len(started) == 2
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 31_536_000  # as it then is
    for page in PAGES:
        led = Client().get(page)
        assert (led.status_code, led["Location"]) == (301, f"https://testserver{page}")
        secure = Client().get(page, secure=True)
        assert "max-age=31536000" in secure["Strict-Transport-Security"]
