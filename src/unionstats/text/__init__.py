"""Text and its changes: edits, repair, script, noise, articles, sentences."""
