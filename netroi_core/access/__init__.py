"""Who may come in, and as whom: modes of hosting, what browsers are given to be known by, and what is revoked."""
