"""Columns, Parquet files and the store of snapshots. Knows nothing about reading pages.

Begin with `schema` and `store`. Rows: `schema`, `encode`, `merge`, `scratch`, `digests`. The store: `store`, `draft`,
`commits`, `lock`, `files`; in an object store `remote`. Reading: `read`, `names`, `dataframes`. Checks: `verify`,
`shelves`, `rowcheck`.
"""
