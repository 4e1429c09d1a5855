"""Filters of the pages about money."""
