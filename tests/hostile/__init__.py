"""A hostile server on loopback: every way in which an answer can go wrong, as rows of a table."""
