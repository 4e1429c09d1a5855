"""What was earned, what comes again, what is owed and what is taxed: figures from the books."""
