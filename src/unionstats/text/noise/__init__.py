"""What is no text of the article: chrome, spam, bylines, residue, told by rules (`remover`) and by shape (`blocks`)."""
