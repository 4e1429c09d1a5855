"""A stand-in for Stripe: localstripe, which others wrote, and before it what that has not."""
