"""What is deployed, held to the code: no engine runs it here, so it is read."""
