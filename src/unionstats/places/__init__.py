"""Where a fact belongs: gazetteer, mentions, resolution, scope."""
