"""Columns, Parquet files and the store of snapshots. Knows nothing about reading pages."""
