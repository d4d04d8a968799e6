"""What people and staff do with the directory."""
