"""The rights desk: pages for staff."""
