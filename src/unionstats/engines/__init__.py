"""Where batches of pages run: this process, a pool, a cluster."""
