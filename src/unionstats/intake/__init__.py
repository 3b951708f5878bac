"""Raw pages: files, folders, archives, encodings, HTML."""
