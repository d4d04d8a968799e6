"""What the assistant says: one file for each thing people come for."""
