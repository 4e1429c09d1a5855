"""What is held about somebody: shown, exported, and brought in from elsewhere."""
