"""A command that runs within the platform, as in tests, does not set it up a second time."""

import logging

from troth.cli.platform import ready


def test_the_log_goes_where_it_went() -> None:
    before = [*logging.getLogger().handlers]
    ready(database=False)
    assert logging.getLogger().handlers == before
