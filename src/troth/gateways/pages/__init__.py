"""Pages for customers, and where gateways tell what has happened."""
