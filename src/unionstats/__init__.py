"""Turns scraped Chinese trade-union news into tidy, auditable statistics."""

__version__ = "0.1.0"
