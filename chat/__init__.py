"""The conversation, whatever the platform: messages in, replies out. Standard library only."""
