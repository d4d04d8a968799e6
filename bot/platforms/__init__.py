"""The platforms on which people talk to the assistant."""
