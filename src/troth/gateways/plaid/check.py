"""Plaid's check of a bank account: Hosted Link, Identity Match, and a token for Stripe.

See docs/gateways/plaid.md. Fields and endpoints: Plaid's API of 2020-09-14.
"""

from collections.abc import Mapping
from typing import Any

from troth.calls.errors import Refused
from troth.core.vault import InvalidToken, seal, unseal
from troth.gates.recipient import Recipient
from troth.gateways.bank_check import Found, Holder, Stage
from troth.gateways.gateway import Redirect
from troth.gateways.plaid.client import Client
from troth.gateways.plaid.read import field, rows, text

_LANGUAGES = frozenset(
    ("da", "nl", "en", "et", "fr", "de", "hi", "it", "lv", "lt", "no", "pl", "pt", "ro", "es")
    + ("sv", "vi")
)
# Of an account that was linked by small amounts (`verification_status`); of others it is blank.
_STAGES = {
    "": Stage.PROVED,
    "automatically_verified": Stage.PROVED,
    "manually_verified": Stage.PROVED,
    "database_matched": Stage.FAILED,  # that somebody knows the numbers shows no use of the account
    "pending_automatic_verification": Stage.WAITS,
    "pending_manual_verification": Stage.WAITS,
    "verification_expired": Stage.FAILED,
    "verification_failed": Stage.FAILED,
}

_USE = "an account at Plaid"
_LONGEST_NAME = 30  # signs that Link shows of who asks


class Plaid:
    """client_id, secret: of our account at Plaid. url: Plaid's own, or that of its sandbox."""

    hands_to = ("stripe",)
    kinds: Mapping[str, bool] = {"bank": True}
    currency = "USD"

    def __init__(
        self, client_id: str, secret: str, url: str = "https://production.plaid.com"
    ) -> None:
        self._client = Client(url, client_id, secret)
        self.recipient = Recipient(
            name="plaid",
            title="Plaid",
            role="controller",
            function="confirms that a bank account is the customer's, by its own policy",
            country="US",
            receives=frozenset({"identity"}),
            address=url,
        )

    def begin(self, holder: Holder, *, name: str, back: str, access: str = "") -> Redirect:
        """See `BankCheck`. Who enters a code of small amounts is not asked for an account anew."""
        asked: dict[str, Any] = {
            "client_name": name[:_LONGEST_NAME],
            "language": holder.language if holder.language in _LANGUAGES else "en",
            "country_codes": ["US"],
            "user": {"client_user_id": holder.key},
            "hosted_link": {"completion_redirect_uri": back},
        }
        if access:
            asked["access_token"] = _opened(access)
        else:
            asked["products"] = ["auth"]
            asked["required_if_supported_products"] = ["identity"]
            asked["auth"] = {"same_day_microdeposits_enabled": True}
        said = self._client.post("/link/token/create", asked)
        return Redirect(text(said, "hosted_link_url"), text(said, "link_token"))

    def found(self, reference: str, *, access: str = "", account: str = "") -> Found:
        """See `BankCheck`. The last session counts of those in which somebody used the link."""
        said = self._client.post("/link/token/get", {"link_token": reference})
        sessions = rows(said, "link_sessions")
        added = [
            row
            for session in sessions
            for row in rows(field(session, "results"), "item_add_results")
        ]
        if access:
            return self._after_waiting(access, account, sessions)
        if added:
            return self._exchanged(added[-1])
        over = bool(sessions) and all(session.get("finished_at") for session in sessions)
        return Found(Stage.LEFT if over else Stage.OPEN)

    def match(self, found: Found, holder: Holder) -> int | None:
        """See `BankCheck`. Of a business the name of the company counts."""
        user = {"legal_name": holder.company or holder.name}
        if holder.phone:
            user["phone_number"] = holder.phone
        if holder.email:
            user["email_address"] = holder.email
        asked: dict[str, Any] = {"access_token": _opened(found.access), "user": user}
        if holder.street:
            asked["user"] |= {
                "address": {
                    "street": holder.street,
                    "postal_code": holder.postcode,
                    "city": holder.city,
                    "region": holder.region,
                    "country": holder.country,
                }
            }
        try:
            said = self._client.post("/identity/match", asked)
        except Refused:
            return None  # a bank without this, or an account that was linked by small amounts
        for account in rows(said, "accounts"):
            if account.get("account_id") == found.account:
                score = field(account, "legal_name").get("score")
                return score if isinstance(score, int) and 0 <= score <= 100 else None
        return None

    def hand_over(self, found: Found, gateway: str) -> str:
        """See `BankCheck`."""
        if gateway not in self.hands_to:
            raise Refused("Plaid hands accounts over to Stripe alone.")
        asked = {"access_token": _opened(found.access), "account_id": found.account}
        said = self._client.post("/processor/stripe/bank_account_token/create", asked)
        return text(said, "stripe_bank_account_token")

    def forget(self, reference: str) -> None:
        """See `BankCheck`. What Plaid has let go of already is as good."""
        self._client.post("/item/remove", {"access_token": _opened(reference)}, gone_is_done=True)

    def _exchanged(self, added: dict[str, Any]) -> Found:
        """The account that a customer chose; of several the first, as we keep one."""
        accounts = rows(added, "accounts")
        if not accounts:
            return Found(Stage.FAILED)
        said = self._client.post(
            "/item/public_token/exchange", {"public_token": text(added, "public_token")}
        )
        chosen = accounts[0]
        return Found(
            stage=_STAGES.get(chosen.get("verification_status") or "", Stage.FAILED),
            access=seal(text(said, "access_token"), _USE),
            account=text(chosen, "id"),
        )

    def _after_waiting(self, access: str, account: str, sessions: list[dict[str, Any]]) -> Found:
        """How an account stands whose code was to be entered."""
        said = self._client.post("/accounts/get", {"access_token": _opened(access)})
        for row in rows(said, "accounts"):
            if row.get("account_id") == account:
                stage = _STAGES.get(row.get("verification_status") or "", Stage.FAILED)
                return Found(stage, access, account)
        return Found(Stage.FAILED)


def _opened(access: str) -> str:
    """The key to an account, as Plaid gave it. Raises Refused where our own key to it is lost."""
    try:
        return unseal(access, _USE)
    except InvalidToken:
        raise Refused("The key to it is lost; have Plaid let go of it at its dashboard.") from None
