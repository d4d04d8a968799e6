"""What is meant to break the assistant, and does not."""
