"""Ask how a check of a bank account has come along, and go on with it."""

from datetime import datetime

from django.db import transaction

from troth.accounts.models import Account
from troth.calls.ask import ask
from troth.calls.errors import Refused
from troth.core.conflicts import act
from troth.gates.recipient import may_receive
from troth.gates.share import NotSharedError, register, share
from troth.gateways.bank_check import BankCheck, Found, Holder, Stage
from troth.gateways.gateway import Again, Outcome
from troth.gateways.holder import holder_of
from troth.gateways.installed import checks
from troth.gateways.let_go import let_go
from troth.gateways.models import PaymentAttempt
from troth.publishing.running import policy_on

KIND = "bank check"  # of our calls: see `CALLS`
FITS = 70  # of 100: from there on Plaid as well takes the holder for the same


def follow_check(attempt: PaymentAttempt, *, at: datetime) -> None:
    """Write down what the customer has done, and how well the holder fits; go on where it does.

    What fits less, or of what the bank does not tell the holder, waits for staff. Several at once
    come to the same. Raises as plug-ins do.
    """
    check = checks()[attempt.gateway]
    try:
        _find(attempt, check, at=at)
        attempt.refresh_from_db()
        if _is_proved(attempt) and attempt.review_since is None and attempt.score is None:
            _match(attempt, check, at=at)
            attempt.refresh_from_db()
    except (Refused, NotSharedError):
        end_check(attempt, "failed", at=at)
        attempt.refresh_from_db()
        return
    if _is_proved(attempt) and (attempt.review_since is None or attempt.decided_at):
        ask(KIND, attempt.gateway, "hand over", attempt, key=f"hand over {attempt.key}", at=at)


@act
def end_check(attempt: PaymentAttempt, code: str, *, at: datetime) -> None:
    """End a check that has proved nothing, and have what it has found let go of."""
    open_ = PaymentAttempt.objects.filter(pk=attempt.pk, ended_at=None)
    open_.update(ended_at=at, outcome=Outcome.DECLINED, code=code, again=Again.OTHERWISE)
    let_go(at=at)


def _is_proved(attempt: PaymentAttempt) -> bool:
    return bool(attempt.proof) and not attempt.asked_at and not attempt.ended_at


def _find(attempt: PaymentAttempt, check: BankCheck, *, at: datetime) -> None:
    """What a customer has done there, once: what they bring back is exchanged for the key to their
    account a single time, so that nobody else may ask meanwhile."""
    with transaction.atomic():
        open_ = PaymentAttempt.objects.filter(pk=attempt.pk, ended_at=None).exclude(reference="")
        locked = open_.select_for_update(of=("self",), skip_locked=True)
        mine = locked.select_related("account", "by").first()
        if mine is None or mine.account is None or _is_proved(mine):
            return
        with share(
            check.recipient, mine.account, Holder, at=at, by=mine.by, wished=True, key=mine.key
        ):
            found = check.found(mine.reference, access=mine.proof, account=mine.proof_account)
        _note(mine, mine.account, check, found, at=at)


def _note(
    attempt: PaymentAttempt, account: Account, check: BankCheck, found: Found, *, at: datetime
) -> None:
    mine = PaymentAttempt.objects.filter(pk=attempt.pk)
    if found.access and not attempt.proof:
        mine.update(proof=found.access, proof_account=found.account)
        name = check.recipient.name
        has = {"payment"} & may_receive(policy_on(at).tables.share[name])
        register(account, name, has, reference=found.access, at=at)
    match found.stage:
        case Stage.WAITS:
            mine.filter(asked_at=None).update(asked_at=at)
        case Stage.PROVED:
            mine.update(asked_at=None)
        case Stage.FAILED:
            end_check(attempt, "failed", at=at)
        case Stage.LEFT if not attempt.proof:
            mine.update(ended_at=at)


def _match(attempt: PaymentAttempt, check: BankCheck, *, at: datetime) -> None:
    if attempt.account is None:
        return
    with share(
        check.recipient,
        attempt.account,
        Holder,
        at=at,
        by=attempt.by,
        since=attempt.started_at,
        wished=True,
        key=attempt.key,
        reference=attempt.proof,
        **holder_of(attempt.account, attempt.by),
    ) as holder:
        score = check.match(Found(Stage.PROVED, attempt.proof, attempt.proof_account), holder)
    fits = score is not None and score >= FITS
    mine = PaymentAttempt.objects.filter(pk=attempt.pk, ended_at=None, review_since=None)
    mine.update(score=score, review_since=None if fits else at)
