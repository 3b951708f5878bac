"""Noise told from shape and position: `judge` holds the order of the tests, each other module one question."""
