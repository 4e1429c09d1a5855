"""Legal documents: an invoice as a PDF for people and as XML for programs (EN 16931)."""
