"""Pages for customers, and the published policy."""
