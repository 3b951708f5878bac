"""What is counted: indicator rules and the words that say it."""
