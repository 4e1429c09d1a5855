"""The policy that runs, and the one that comes next."""
