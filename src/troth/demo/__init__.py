"""A made-up provider with made-up customers, to look around in."""
