"""The calls by which VIES is asked: see `calls/kinds.py`."""

from dataclasses import dataclass
from datetime import datetime

from troth.calls.errors import Refused
from troth.calls.kinds import Answer
from troth.calls.models import Call
from troth.core.provider import provider
from troth.gates.recipient import Recipient
from troth.gates.share import of, share
from troth.policy.vies import RECIPIENT, may_ask
from troth.publishing.running import policy_on
from troth.tax.models import VatCheck
from troth.tax.tell_invalid import tell_invalid
from troth.tax.vies import Vies

VIES = Recipient(
    name=RECIPIENT,
    title="VIES",
    role="controller",
    function="says whether a VAT number is valid",
    country="BE",
    receives=frozenset({"company"}),
)


@dataclass(frozen=True)
class Number:
    """What VIES is asked about."""

    number: str


class AskVies:
    """One check is one call. It changes nothing there, so it can be made again at any time."""

    def make(self, call: Call, *, at: datetime) -> Answer:
        check = VatCheck.objects.select_related("account").filter(pk=call.row).first()
        if check is None:
            raise Refused("Nobody waits for it any more.")
        if not may_ask(policy_on(at).tables):
            raise Refused("The policy does not let it be asked.")
        taxes, about = provider().taxes, of(check, "number")
        with share(VIES, check.account, Number, number=about, since=check.asked_at, at=at) as told:
            said = Vies(taxes.vies_url, taxes.number).check(told.number)
        return Answer(
            said.consultation_number,
            lambda now: self._write(check, said.valid, said.consultation_number, at=now),
        )

    def look_up(self, call: Call, *, at: datetime) -> Answer | None:
        """Nothing is kept there that could be looked up, and nothing was changed."""
        return None

    def refused(self, call: Call, *, at: datetime) -> None:
        """Nobody will say: the number counts as not asked about."""
        if check := VatCheck.objects.filter(pk=call.row).first():
            self._write(check, None, "", at=at)

    def told(self, check: VatCheck) -> None:
        """What is done once it is known what can be known, in the same transaction: see `CALLS`."""

    def _write(self, check: VatCheck, valid: bool | None, number: str, *, at: datetime) -> None:
        of_number = VatCheck.objects.filter(account=check.account_id, number=check.number)
        before = of_number.filter(pk__lt=check.pk).order_by("-pk")
        was = before.values_list("valid", flat=True).first()
        answer = {"answered_at": at, "valid": valid, "consultation_number": number}
        if not VatCheck.objects.filter(pk=check.pk).update(**answer):
            return  # its account is gone
        if valid is False and was is not False:
            tell_invalid(check.account, at=at)
        self.told(check)
