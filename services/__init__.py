"""What the assistant does, whoever asks."""
