"""PayPal: customers pay from their wallet there. See docs/gateways/paypal.md."""
