"""Requests about one's rights: asked, verified, answered, each by a verb of its own."""
