"""What templates of all rooms may ask for by name."""
