"""Telegram. `telegram` (the library) is imported here and nowhere else, and only to call the Bot API: updates are read as raw JSON."""
