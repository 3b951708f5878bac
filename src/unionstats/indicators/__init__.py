"""Which indicator a quantity belongs to, and the words that say what is counted."""
