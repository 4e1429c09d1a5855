"""Plaid, as far as its check of a bank account goes: a stand-in."""
