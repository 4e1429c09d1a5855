"""Requests that come by e-mail."""
