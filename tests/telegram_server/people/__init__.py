"""What people do in Telegram: they come and go, write, press, ask inline; the bot hears of what concerns it."""
