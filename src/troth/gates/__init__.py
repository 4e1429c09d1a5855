"""The one place that each act with personal data must pass: collect, consent, read, share."""
