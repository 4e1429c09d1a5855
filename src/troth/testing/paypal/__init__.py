"""PayPal, as far as payments from a wallet go: a stand-in."""
