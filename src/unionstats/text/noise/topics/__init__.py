"""Paragraphs and sentences about a topic other than the page's, recognised by comparison with the rest of the page."""
