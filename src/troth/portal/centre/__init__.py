"""The privacy centre: what is held about a person, and every right to it."""
