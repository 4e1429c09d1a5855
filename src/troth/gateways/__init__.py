"""Payments by others: cards, wallets, bank accounts and direct debits."""
