"""Fixtures of the commands' tests."""

from troth.testing.browser import no_loop  # noqa: F401  (a fixture)
