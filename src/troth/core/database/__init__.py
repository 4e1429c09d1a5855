"""Django's PostgreSQL backend, with the limits of `core/limits.py`."""
