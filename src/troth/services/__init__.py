"""What a customer has: services, their periods and their lifecycle."""
