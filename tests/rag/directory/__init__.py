"""The directory is drawn right."""
