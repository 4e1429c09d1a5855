"""Messages to people, and the leave to send them."""
