"""Support tickets and what is written in them."""
