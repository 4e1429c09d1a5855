"""A plug-in that is switched on in a proof, and what `troth serve` says to it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from pytest_django import Settings

from troth.cli import main, serve
from troth.gates.recipient import Recipient
from troth.testing.port import free_port

_on: list[Recipient] = []


@dataclass(frozen=True)
class PlugIn:
    """One that tells somebody something."""

    recipient: Recipient


def plug_ins() -> Iterator[PlugIn]:
    """Those that a proof has switched on."""
    return map(PlugIn, _on)


@pytest.fixture
def switched_on(settings: Settings) -> Iterator[list[Recipient]]:
    """Whom plug-ins tell something, to which a proof adds."""
    settings.THIRD_PARTIES = [*settings.THIRD_PARTIES, f"{__name__}.plug_ins"]
    yield _on
    _on.clear()


@pytest.fixture
def refusal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[], str]:
    """Asks what `troth serve` says in place of starting; blank where it starts."""
    monkeypatch.setattr(serve, "serve", lambda host, port, *, workers: None)

    def said() -> str:
        code = main(["serve", "--port", str(free_port())])
        assert code in (0, 1)
        return capsys.readouterr().err if code else ""

    return said
