"""SEPA direct debits: mandates, collections, and what comes back. See docs/gateways/sepa.md."""
