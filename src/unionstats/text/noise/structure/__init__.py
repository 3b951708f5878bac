"""Noise recognised by form and position. `judge` holds the order of the tests; each other module has one subject."""
