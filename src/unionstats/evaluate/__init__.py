"""Evaluation: scores against labels, and the examples of the rules."""
