"""What people ask by the public forms: taken in, answered and erased, each by a verb of its own."""
