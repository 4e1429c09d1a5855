"""What the bank says: statements read, and each line brought together with what was owed."""
