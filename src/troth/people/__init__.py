"""How people come, are trusted with an account, and serve as staff; each by a verb of its own."""
