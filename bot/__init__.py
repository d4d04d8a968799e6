"""The edges, and the one place where the parts meet."""
