"""Plaid: whether a bank account in the United States is the customer's."""

from troth.gateways.plaid.check import Plaid

__all__ = ["Plaid"]
