"""The directory: industry colleges, targets, incentives and platforms, drawn from documents by rules and each with its sentence."""
