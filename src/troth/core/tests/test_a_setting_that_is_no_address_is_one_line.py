"""A sign in a password that means something else in an address is told, and is no other host."""

import pytest

from troth.core.errors import UsageError
from troth.core.setting_url import database_from_url, mailer_from_url

PASSWORDS = ["pa/ss", "pa#ss", "1/ss", "1#ss", "1?ss", "pa?ss", "[ss"]


@pytest.mark.parametrize("password", PASSWORDS)
def test_of_a_mail_server(password: str) -> None:
    with pytest.raises(UsageError, match="%23 %25 %2F") as told:
        mailer_from_url(f"smtp://we:{password}@mail.example:587")
    assert password not in str(told.value)


@pytest.mark.parametrize("password", PASSWORDS)
def test_of_a_database(password: str) -> None:
    with pytest.raises(UsageError, match="%23 %25 %2F"):
        database_from_url(f"postgresql://we:{password}@db.example/troth")


def test_written_as_told_it_is_the_password() -> None:
    made = mailer_from_url("smtp://we:%23%25%2F%3F%40%5B@mail.example:587")["OPTIONS"]
    assert isinstance(made, dict)
    assert (made["password"], made["host"]) == ("#%/?@[", "mail.example")


@pytest.mark.parametrize("tls", ["STARTTLS", "yes"])
def test_tls_is_one_of_two_words(tls: str) -> None:
    with pytest.raises(UsageError, match="MAIL_URL must look like"):
        mailer_from_url(f"smtp://mail.example?tls={tls}")
