"""The calls to checks of bank accounts: see `calls/kinds.py`.

Begin, hand over, let go: an attempt. Forget: a payment method. Each can be made again without harm,
so that nothing in doubt has to be looked up.
"""

from datetime import datetime
from typing import Any

from troth.calls.errors import Refused, Unavailable
from troth.calls.kinds import Answer
from troth.calls.models import Call
from troth.gates.share import of, share
from troth.gateways.bank_check import BankCheck, Found, Holder, Stage, TakesAccounts
from troth.gateways.by_names_alone import by_names_alone
from troth.gateways.follow_check import end_check
from troth.gateways.gateway import Payer
from troth.gateways.installed import checks, gateways, taker
from troth.gateways.keep_checked import keep_checked
from troth.gateways.models import PaymentAttempt, PaymentMethod
from troth.gateways.payer import customer_at, told_of
from troth.gateways.tell_check import tell_check
from troth.messaging.link import link
from troth.publishing.running import policy_on


class AskCheck:
    """See `calls.kinds.Kind`."""

    def make(self, call: Call, *, at: datetime) -> Answer:
        """Ask; `told` is where the customer goes on."""
        check = checks().get(call.plug_in)
        if check is None:
            if call.verb in ("forget", "let go"):  # it has the account still: a person sees to it
                raise Unavailable(f"{call.plug_in} is switched off, and was not told to let go.")
            raise Refused("This check of bank accounts is switched off.")
        match call.verb:
            case "forget":
                return _forget(call, check)
            case "let go":
                return _let_go(call, check)
        every = PaymentAttempt.objects.select_related("account", "by", "invoice")
        attempt = every.filter(pk=call.row, ended_at=None, account__isnull=False).first()
        if attempt is None:
            raise Refused("Nobody waits for it any more.")
        if call.verb == "hand over":
            return _hand_over(attempt, check, at)
        return _begin(attempt, check, at)

    def look_up(self, call: Call, *, at: datetime) -> Answer | None:
        """It is made again."""
        return None

    def refused(self, call: Call, *, at: datetime) -> None:
        """Nothing comes of it; what was found is let go of. Whoever was told that it is confirmed
        is told so."""
        if call.verb in ("begin", "hand over"):
            attempt = PaymentAttempt.objects.select_related("account").filter(pk=call.row).first()
            if attempt:
                end_check(attempt, "refused", at=at)
                if attempt.decided_at and not attempt.ended_at:
                    tell_check(attempt, accepted=False, at=at)


def _begin(attempt: PaymentAttempt, check: BankCheck, at: datetime) -> Answer:
    assert attempt.account
    told: dict[str, Any] = {"language": of(attempt.by, "language")} if attempt.by else {}
    with share(
        check.recipient,
        attempt.account,
        Holder,
        at=at,
        by=attempt.by,
        wished=True,
        key=attempt.key,
        **told,
    ) as holder:
        on = check.begin(
            holder,
            name=policy_on(at).tables.provider.name,
            back=link("paid", attempt.account.pk, attempt.key),
            access=attempt.proof,
        )

    def write(now: datetime) -> None:
        of_it = PaymentAttempt.objects.filter(pk=attempt.pk, ended_at=None)
        of_it.update(reference=on.reference)

    return Answer(on.reference[:120], write, told=on.url)


def _hand_over(attempt: PaymentAttempt, check: BankCheck, at: datetime) -> Answer:
    assert attempt.account
    name = taker(check)
    gateway = gateways().get(name)
    if gateway is None or not isinstance(gateway, TakesAccounts):
        raise Refused("The gateway that would take the account is switched off.")
    asked: dict[str, Any] = {
        "at": at,
        "by": attempt.by,
        "since": attempt.started_at,
        "wished": True,
    }
    with share(check.recipient, attempt.account, Holder, **asked, key=attempt.key):
        token = check.hand_over(Found(Stage.PROVED, attempt.proof, attempt.proof_account), name)
    with share(
        gateway.recipient,
        attempt.account,
        Payer,
        **asked,
        customer=customer_at(name, attempt.account),
        **told_of(attempt.account, attempt.by),
    ) as payer:
        kept = gateway.take_account(token, payer, key=attempt.key, agreed_at=attempt.started_at)

    def write(now: datetime) -> None:
        keep_checked(attempt, name, gateway, kept, at=now)

    return Answer(kept.reference[:120], write)


def _let_go(call: Call, check: BankCheck) -> Answer:
    """Of an account that has proved nothing, or nothing in time."""
    mine = PaymentAttempt.objects.filter(pk=call.row)
    attempt = mine.first()
    if attempt is None or not attempt.proof:
        raise Refused("Whoever has erased it has had it forgotten.")
    with by_names_alone(check):
        check.forget(attempt.proof)
    return Answer("", lambda now: mine.update(proof="", proof_account=""))


def _forget(call: Call, check: BankCheck) -> Answer:
    """Of an account that was kept as a payment method, and is removed."""
    method = PaymentMethod.objects.filter(pk=call.row).first()
    if method is None or not method.proof:
        raise Refused("Whoever has erased it has had it forgotten.")
    with by_names_alone(check):
        check.forget(method.proof)
    mine = PaymentMethod.objects.filter(pk=method.pk)
    return Answer("", lambda now: mine.update(proof=""))
