"""Anybody can write any From; only what our own server found counts (RFC 8601)."""

import pytest

from troth.requests.mailbox.mail import read_mail

US = "mx.provider.example"


def read(*headers: str, sender: str = "ann@customer.example", authserv: str = US) -> bool:
    lines = [f"Authentication-Results: {header}" for header in headers]
    raw = "\n".join([*lines, f"From: {sender}", "", "Hello"]).encode()
    *_head, mail = read_mail(raw, authserv=authserv)
    return mail.genuine


@pytest.mark.parametrize(
    "verdicts",
    [
        "dmarc=pass header.from=customer.example",
        "spf=fail smtp.mailfrom=x.example; dmarc=pass (p=none) header.from=customer.example",
        "dkim=pass header.d=customer.example header.s=s1",
        "dkim=fail header.d=customer.example; dkim=pass header.d=Customer.example",
        "spf=pass smtp.mailfrom=bounce@customer.example",
        "spf=pass (sender (nested) ok) smtp.mailfrom=customer.example",
        "dmarc=none header.from=customer.example; dkim=pass header.d=customer.example;",
    ],
)
def test_a_pass_for_the_senders_domain(verdicts: str) -> None:
    assert read(f"{US}; {verdicts}")
    assert read(f"{US} 1; {verdicts}")


def test_a_pass_for_a_domain_above() -> None:
    assert read(f"{US}; dkim=pass header.d=customer.example", sender="ann@mail.customer.example")
    assert not read(f"{US}; dkim=pass header.d=example", sender="ann@customer.example")


def test_a_name_that_may_be_another_address_proves_nothing() -> None:
    passed = f"{US}; dmarc=pass header.from=customer.example"
    assert read(passed, sender="ann@customer.example <ann@customer.example>")
    assert read(passed, sender="Example, Ann <ann@customer.example>")
    assert not read(passed, sender="ann@customer.example <eve@customer.example>")


@pytest.mark.parametrize(
    "header",
    [
        f"{US}; none",
        f"{US}; dmarc=fail header.from=customer.example",
        f"{US}; dmarc=pass header.from=evil.example",
        f"{US}; dkim=pass header.d=evil.example; spf=pass smtp.mailfrom=evil.example",
        f"{US}; dkim=pass header.d=mail.customer.example",
        f"{US}; dkim=pass header.d=evilcustomer.example",
        f"{US}; dmarc=passing header.from=customer.example",
        "mx.evil.example; dmarc=pass header.from=customer.example",
        f'{US}; spf=fail smtp.mailfrom="a; dmarc=pass header.from=customer.example"@evil.example',
        f"{US}; spf=fail (a; dmarc=pass header.from=customer.example) smtp.mailfrom=evil.example",
        f'{US}; spf=fail smtp.mailfrom="a\\"; dmarc=pass header.from=customer.example',
        f"{US}; spf=fail (a; dmarc=pass header.from=customer.example",
        f'{US}; spf=pass smtp.mailfrom=customer.example."x"@evil.example',
        f"{US}; spf=pass smtp.mailfrom=customer.example(x)@evil.example",
        f"{US}; spf=pass smtp.mailfrom=customer.example (x) @evil.example",
        f'{US}; spf=pass smtp.mailfrom="x"customer.example@evil.example',
        f'{US}; spf=pass smtp.mailfrom="@customer.example"@evil.example',
        f"{US}; spf=pass smtp.mailfrom=x@customer.example\\@evil.example",
        f"{US}; spf=pass smtp.mailfrom=customer.example smtp.mailfrom=evil.example",
        f"{US}; spf=pass smtp.mailfrom=customer.example\x0b@evil.example",
        f"{US}; spf=pass smtp.mailfrom=customer.example " + "(" * 2_000,
        f"{US}; spf=pass smtp.mailfrom=customer.example;" + " x=y" * 5_000,
        f"{US}; dmarc=pass header.from=example",
        f"{US}; dmarc=pass header.from=evil.example; spf=pass smtp.mailfrom=customer.example",
        f"{US}; dmarc=fail header.from=customer.example; dkim=pass header.d=customer.example",
    ],
)
def test_all_else_is_not_believed(header: str) -> None:
    assert not read(header)


def test_only_the_topmost_header_counts() -> None:
    ours = f"{US}; dmarc=fail header.from=customer.example"
    forged = f"{US}; dmarc=pass header.from=customer.example"
    assert not read(ours, forged)
    assert not read("mx.other.example; none", forged)
    assert not read()


def test_without_the_setting_nobody_is_believed() -> None:
    assert not read(f"{US}; dmarc=pass header.from=customer.example", authserv="")
