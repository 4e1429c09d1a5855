"""Pages for customers, and the shop for everybody."""
