"""Stored files: encrypted, and gone once their rows are."""
