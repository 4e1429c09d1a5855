"""Signing up, signing in, and everything that keeps a sign-in safe."""
