"""What people look at: pages and terminal views of the results."""
