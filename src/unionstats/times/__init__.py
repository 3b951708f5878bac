"""When a fact holds, and whether it is told as done, planned or laid down."""
