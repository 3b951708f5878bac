"""When a fact holds, and whether it is actual, a target or a standard."""
