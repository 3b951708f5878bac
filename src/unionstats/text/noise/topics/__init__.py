"""Paragraphs and sentences of another topic than the page's, told from what else the page says."""
