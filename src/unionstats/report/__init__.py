"""What people look at: HTML pages and terminal views of the results."""
