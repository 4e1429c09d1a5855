"""Plaid and Stripe as they answer here."""

from troth.testing.plaid.with_stripe import bank  # noqa: F401  (a fixture)
