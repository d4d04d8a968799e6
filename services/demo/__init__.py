"""A town that was made up: enterprises, posts and people by which a stranger sees the assistant alive. Nothing in it is anybody's."""
