"""The embedded PostgreSQL server, and the Django database backend that uses it."""
