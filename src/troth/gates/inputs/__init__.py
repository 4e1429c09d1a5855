"""The inputs by which forms ask for what a policy lists, and what each of them takes."""
