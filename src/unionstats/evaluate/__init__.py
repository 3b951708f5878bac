"""Proof: scores against labels, and the examples of the rules."""
