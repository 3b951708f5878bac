"""Where batches run: in this process, in a pool of processes, on a cluster. Knows nothing about pages or tables."""
