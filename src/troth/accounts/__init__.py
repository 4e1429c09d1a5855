"""Accounts, the people who belong to them, and how they sign in."""
