"""Rule folders: finding, reading and compiling rules, whatever their kind."""
