"""Stakes, institutions, locks and ties to distributions."""
