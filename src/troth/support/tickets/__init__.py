"""Tickets: opened, written in, answered, closed and opened again, each by a verb of its own."""
