"""Columns, Parquet and the store of snapshots: the only room that writes results."""
