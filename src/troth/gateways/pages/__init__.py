"""Where gateways tell what has happened."""
