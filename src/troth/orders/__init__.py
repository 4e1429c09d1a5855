"""The shop, and the orders that come of it."""
