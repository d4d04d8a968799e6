"""The behaviour of the local Bot API server."""
