"""A language model in the composing step: it words the answer, the documents decide what of it stays."""
