"""Stripe: cards, wallets, bank accounts and direct debits. See docs/gateways/stripe.md."""
