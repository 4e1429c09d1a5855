"""The policy: its language, its page, and the plan that it becomes."""
