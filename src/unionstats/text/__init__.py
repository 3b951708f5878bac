"""Text and what was done to it: edits, repair, script, noise, articles, sentences."""
