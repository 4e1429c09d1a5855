"""The contract of gateways, kept by the one that is made up: so the tests themselves are right."""

from collections.abc import Iterator

import pytest

from troth.core import ask_outside
from troth.gateways.gateway import Gateway, Redirect
from troth.gateways.installed import gateways
from troth.gateways.tests.contract import GatewayContract, ThirdParty
from troth.testing import make
from troth.testing.pretend.counterpart import NAME, Counterpart, Told
from troth.testing.pretend.plug_in import SHARE

pytestmark = pytest.mark.django_db(transaction=True)


class Pretended:
    name = NAME

    def __init__(self, counterpart: Counterpart) -> None:
        self._is = counterpart
        self.gateway: Gateway = gateways()[NAME]

    def pays(self, to: Redirect) -> None:
        self._is.do("pay", session=to.reference)

    def declines(self, to: Redirect) -> None:
        self._is.do("pay", session=to.reference, does="declined")

    def way(self, *, declines: bool = False) -> str:
        made = self._is.do("way", does="declined" if declines else "ok")
        return str(made["reference"])

    def loses_way(self, reference: str) -> None:
        self._is.do("gone", reference=reference)

    def pays_back(self, payment: str, amount: int) -> None:
        self._is.do("refund", payment=payment, amount=amount, key="")

    def disputes(self, payment: str) -> str:
        return str(self._is.do("dispute", payment=payment)["reference"])

    def decides(self, dispute: str, *, won: bool) -> None:
        self._is.do("decide", dispute=dispute, won=won)

    def pays_out(self) -> None:
        self._is.do("payout")

    def misbehaves(self, *how: str) -> None:
        self._is.misbehave(*how)

    def events(self) -> list[Told]:
        return self._is.events()


class TestPretend(GatewayContract):
    @pytest.fixture
    def party(self, pretend: Counterpart, monkeypatch: pytest.MonkeyPatch) -> Iterator[ThirdParty]:
        monkeypatch.setattr(ask_outside, "PATIENCE", 0.5)
        make.in_force(make.changed("softsys", rules=SHARE))
        yield Pretended(pretend)
