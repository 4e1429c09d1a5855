"""The second wall: PostgreSQL itself shows a customer's request only what is theirs."""
