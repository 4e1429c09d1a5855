"""The account area: overview, profile, people, and what an account has."""
