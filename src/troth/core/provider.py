"""What is a setting of one provider, read here alone: whoever asks says nowhere whose it is.

An installation serves one provider today. One that is to serve many says here which of them it
works for; what they share then (a cache, a key that signs, what a process remembers) is told
apart by their id already.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from troth.core.machine import THIS_MACHINE

MAIN = "main"


@dataclass(frozen=True)
class Taxes:
    """What the provider's taxes go by; `docs/tax.md` says how.

    currency: in which it owes them, blank for that of its country. number: its own for VAT, blank
    without one. registered: the areas whose tax it charges by itself. region: of India or the
    United States, where it is. two_signs: whether where a consumer lives takes two proofs.
    net_prices: whether prices are shown without tax, as only who sells to businesses alone may.
    exchange_rates_url: blank where none are fetched. engine: the plug-in for
    rates of elsewhere, empty where there is none.
    """

    currency: str
    number: str
    region: str
    one_stop_shop: bool
    small_business: bool
    two_signs: bool
    net_prices: bool
    registered: tuple[str, ...]
    vies_url: str
    exchange_rates_url: str
    engine: Mapping[str, Any]


@dataclass(frozen=True)
class Seller:
    """What invoices say of the provider and no policy does; blank for what is not told.

    contact: whom to ask about an invoice. postcode, city: of the address that the policy names.
    """

    contact: str
    postcode: str
    city: str


@dataclass(frozen=True)
class DirectDebits:
    """creditor: the identifier of who collects (EPC262-08), blank where nothing is collected.

    notice: how long before a collection the customer is told. format: of the file for the bank.
    """

    creditor: str
    notice: timedelta
    format: str


@dataclass(frozen=True)
class Provider:
    """The settings of one provider, as `docs/provider.md` describes them.

    accent and logo: blank where there is none. links: to other sites, each by its name. mailer: an
    alias of MAILERS. mail_in_clear: whether mail goes to another machine without encryption.
    mail_relay: who runs that server, as a policy's `[share.X]` has it; blank where it is this
    machine. sms: the plug-in for text messages, empty where there is none; sms_relay: who runs that
    service; blank for the provider.
    mailbox: empty where no requests come by e-mail; mailbox_address: by which mail reaches it,
    blank where that is not known. closed: days, besides weekends and public
    holidays. time_zone: where its days begin. bill_before_by_months: of periods of so
    many months and more. stores_in: the countries in which its data lies, as far as set.
    checkpoint_mail: daily, weekly or never. witnesses: where each that cosigns the journal is
    asked, by its public key. witness_name: blank where this is no witness; witnessed: the public
    keys of the logs that it cosigns.
    """

    id: str
    site_url: str
    accent: str
    logo: str
    links: tuple[tuple[str, str], ...]
    mailer: str
    mail_from: str
    mail_in_clear: bool
    mail_relay: str
    sms: Mapping[str, Any]
    sms_relay: str
    mailbox: Mapping[str, Any]
    mailbox_authserv: str
    mailbox_address: str
    closed: tuple[date, ...]
    time_zone: ZoneInfo
    erasure_wait: timedelta
    bill_before: timedelta
    bill_before_by_months: Mapping[int, timedelta]
    price_notice: timedelta
    bill_asks_above: int
    dun_asks_above: int
    charge_asks_above: int
    dun_least: int
    bank_fresh: timedelta
    unpaid_order: timedelta
    invoice_term: timedelta
    number_prefixes: Mapping[str, str]
    first_numbers: Mapping[tuple[str, int], int]
    staff_two_steps: bool
    recipients: Mapping[str, Mapping[str, Any]]
    gateways: Mapping[str, Mapping[str, Any]]
    bank_checks: Mapping[str, Mapping[str, Any]]
    direct_debits: DirectDebits
    taxes: Taxes
    seller: Seller
    stores_in: tuple[str, ...]
    files: Path
    sites_key: Path
    journal_key: Path
    journal_copy: Path
    journal_origin: str
    checkpoint_mail: str
    witnesses: Mapping[str, str]
    witness_name: str
    witness_key: Path
    witness_memory: Path
    witnessed: tuple[str, ...]


def provider() -> Provider:
    """The provider that this works for."""
    return Provider(
        id=provider_id(),
        site_url=settings.SITE_URL,
        accent=settings.BRAND_ACCENT,
        logo=settings.BRAND_LOGO,
        links=tuple(settings.BRAND_LINKS),
        mailer="default",
        mail_from=settings.DEFAULT_FROM_EMAIL,
        mail_in_clear=_in_clear(settings.MAILERS["default"]),
        mail_relay=settings.MAIL_RELAY or _relay(settings.MAILERS["default"]),
        sms=settings.SMS,
        sms_relay=settings.SMS_RELAY,
        mailbox=settings.MAILBOX,
        mailbox_authserv=settings.MAILBOX_AUTHSERV,
        mailbox_address=settings.MAILBOX_ADDRESS or _is_address(settings.MAILBOX.get("user", "")),
        closed=tuple(settings.HOLIDAYS),
        time_zone=time_zone(),
        erasure_wait=timedelta(hours=settings.ERASURE_WAIT),
        bill_before=timedelta(days=settings.BILL_DAYS_BEFORE),
        bill_before_by_months={
            months: timedelta(days=days)
            for months, days in settings.BILL_DAYS_BEFORE_BY_MONTHS.items()
        },
        price_notice=timedelta(days=settings.PRICE_NOTICE_DAYS),
        bill_asks_above=settings.BILL_ASKS_ABOVE,
        dun_asks_above=settings.DUN_ASKS_ABOVE,
        charge_asks_above=settings.CHARGE_ASKS_ABOVE,
        dun_least=max(1, settings.DUN_LEAST),
        bank_fresh=timedelta(days=settings.BANK_STATEMENT_DAYS),
        unpaid_order=timedelta(days=settings.UNPAID_ORDER_DAYS),
        invoice_term=timedelta(days=settings.INVOICE_TERM_DAYS),
        number_prefixes=settings.NUMBER_PREFIXES,
        first_numbers=settings.FIRST_NUMBERS,
        staff_two_steps=settings.STAFF_TWO_STEPS,
        recipients=settings.RECIPIENTS,
        gateways=settings.GATEWAYS,
        bank_checks=settings.BANK_CHECKS,
        direct_debits=DirectDebits(
            creditor=settings.SEPA_CREDITOR_ID,
            notice=timedelta(days=settings.SEPA_NOTICE_DAYS),
            format=settings.SEPA_FORMAT,
        ),
        taxes=Taxes(
            currency=settings.HOME_CURRENCY,
            number=settings.TAX_NUMBER,
            region=settings.TAX_REGION,
            one_stop_shop=settings.TAX_ONE_STOP_SHOP,
            small_business=settings.TAX_SMALL_BUSINESS,
            two_signs=settings.TAX_TWO_SIGNS,
            net_prices=settings.SHOP_NET_PRICES,
            registered=settings.TAX_REGISTERED,
            vies_url=settings.VIES_URL,
            exchange_rates_url=settings.EXCHANGE_RATES_URL,
            engine=settings.TAX_ENGINE,
        ),
        seller=Seller(
            contact=settings.SELLER_CONTACT,
            postcode=settings.SELLER_POSTCODE,
            city=settings.SELLER_CITY,
        ),
        stores_in=tuple(settings.STORES_IN),
        files=Path(settings.MEDIA_ROOT),
        sites_key=Path(settings.SITES_KEY),
        journal_key=Path(settings.JOURNAL_KEY),
        journal_copy=Path(settings.JOURNAL_COPY),
        journal_origin=str(settings.JOURNAL_ORIGIN),
        checkpoint_mail=settings.CHECKPOINT_MAIL,
        witnesses=settings.WITNESSES,
        witness_name=settings.WITNESS_NAME,
        witness_key=Path(settings.WITNESS_KEY),
        witness_memory=Path(settings.WITNESS_MEMORY),
        witnessed=tuple(settings.WITNESSED_LOGS),
    )


def _relay(mailer: Mapping[str, Any]) -> str:
    """Who takes the mail: nobody else, where that is on this machine; else the word of policies."""
    return "" if _is_here(mailer) else "mail"


def _is_address(user: str) -> str:
    """The name of the mailbox's user where that is its address, as most servers have it."""
    return user if "@" in user else ""


def _in_clear(mailer: Mapping[str, Any]) -> bool:
    server = mailer.get("OPTIONS", {})
    return not (_is_here(mailer) or server.get("use_tls") or server.get("use_ssl"))


def _is_here(mailer: Mapping[str, Any]) -> bool:
    """Whether mail goes to a server on this machine, or into files."""
    return mailer.get("OPTIONS", {}).get("host", "localhost") in THIS_MACHINE


def provider_id() -> str:
    """What tells this provider's from another's where they share a thing; never changed."""
    return str(settings.PROVIDER)


def site_url() -> str:
    """Where its pages are, for whoever writes many links."""
    return str(settings.SITE_URL)


def time_zone() -> ZoneInfo:
    """Where its days begin, for whoever counts the days of many rows."""
    return ZoneInfo(settings.TIME_ZONE)


def salt(use: str) -> str:
    """The salt under which something of one provider's is signed or hashed, for one use.

    What one has signed holds for no other. The main provider's has no name in it, so that links
    which were mailed before there were names hold for ever.
    """
    return use if provider_id() == MAIN else f"{use} of {provider_id()}"
