"""The people whom an account's owner trusts: invited, given scopes, and let go."""
