"""How far an attempt to pay has come, as its owner reads it."""

from troth.gateways.check_stage import check_of
from troth.gateways.gateway import Outcome, Standing
from troth.gateways.models import PaymentAttempt


def stage_of(attempt: PaymentAttempt, said: Standing | None = None) -> str:
    """`paid` or `declined` where it came out so; `underway` where the money is on its way, `asked`
    where the bank wants its customer to confirm it, `taking` where the gateway is just asked, or
    that of a check of a bank account (`check_stage.py`); blank where nobody has paid.

    said: what the gateway has just answered, which no row has yet.
    """
    outcome = said.outcome if said else attempt.outcome
    if outcome in (Outcome.PAID, Outcome.DECLINED):
        return str(outcome)
    if attempt.ended_at or outcome == Outcome.LAPSED:
        return check_of(attempt)
    if outcome == Outcome.UNDERWAY or attempt.underway_since:
        return "underway"
    if outcome == Outcome.ASKED:
        return "asked"
    if attempt.method_id:
        return "asked" if attempt.asked_at and said is None else "taking"
    return check_of(attempt)
