"""Invoices and payments. Amounts are integers in the currency's minor unit (ISO 4217)."""
