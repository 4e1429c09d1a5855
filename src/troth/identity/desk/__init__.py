"""What staff do about somebody's ways in."""
