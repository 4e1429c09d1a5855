"""Which tax a supply bears, by which law, and what that rests on."""
