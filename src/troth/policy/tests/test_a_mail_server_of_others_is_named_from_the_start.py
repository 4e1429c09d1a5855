"""A policy to start from names whoever runs the mail server, or says that the provider does."""

from datetime import date

import pytest

from troth.policy.examine import examine
from troth.policy.start_policy import OWN, Answers, start_policy

TOLD = Answers("Host", "DE", "p@host.example", "en")


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(("there", "far"), [("DE", False), ("CH", False), ("IN", True)])
def test_it_is_a_processor_with_what_the_law_asks(language: str, there: str, far: bool) -> None:
    told = TOLD._replace(language=language, mail_by='M "x" GmbH', mail_country=there.lower())
    policy, cautions = examine(start_policy(told, on=date(2026, 1, 1)).encode(), "")
    share = policy.tables.share["mail"]
    assert (share.name, share.country, share.role) == ('M "x" GmbH', (there,), "processor")
    assert bool(share.safeguards) is far and not cautions


@pytest.mark.parametrize("language", ["en", "de"])
def test_ones_own_is_said_to_be(language: str) -> None:
    told = TOLD._replace(language=language, mail_by=OWN)
    policy, cautions = examine(start_policy(told, on=date(2026, 1, 1)).encode(), "")
    assert policy.tables.provider.mail_server == "own"
    assert "mail" not in policy.tables.share and not cautions
