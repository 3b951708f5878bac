"""Columns, Parquet files and the store of snapshots. Knows nothing of pages and how they are read."""
