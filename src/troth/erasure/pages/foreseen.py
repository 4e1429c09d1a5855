"""What an erasure would take and leave, as it is shown before it is carried out."""

from datetime import datetime
from typing import Any

from troth.accounts.models import Person
from troth.accounts.owned import owned_accounts
from troth.accounts.unfinished import unfinished
from troth.core.errors import TrothError
from troth.erasure.foresee import preview
from troth.erasure.left import trusted_with
from troth.erasure.outside import outside
from troth.erasure.receipt import Lines
from troth.policy.parse import Policy
from troth.policy.why_kept import why_kept


def foreseen(
    person: Person, policy: Policy, *, at: datetime, child: bool = False
) -> dict[str, Any]:
    """The preview by record, with what is still going on and who else it concerns; or in
    `refusal` why nothing can be erased now. child: as for `erase`."""
    try:
        lines = Lines.of(preview(person, at=at, child=child).as_counts())
    except TrothError as refusal:
        return {"refusal": str(refusal)}
    owned = owned_accounts(person)
    return {
        "unfinished": unfinished(owned, at=at),
        "trusted": trusted_with(owned).select_related("person").defer("person__password"),
        "goes": lines.gone,
        "stays": [
            (line, why_kept(policy, line.rule, line.record) if line.rule else "")
            for line in lines.stays
        ],
        "outside": outside(person),
    }
