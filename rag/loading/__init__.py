"""From a file to a version of a document: its text, what is known of it, its clauses and its passages.

path → files (which, told what) → readers (bytes to text; Office, PDF and OFD in a process of their own)
→ furniture (what is no policy text) → clauses (the document's own numbering)
→ passages (what is retrieved) → metadata (what nobody told is drawn from the text).
"""
