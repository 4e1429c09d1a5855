"""Calls to the outside: each is a row before it is made, and what came of it after."""
