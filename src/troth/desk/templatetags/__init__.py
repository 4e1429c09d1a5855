"""What templates of the desk may ask for by name."""
