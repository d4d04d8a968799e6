"""The web chat: one page, server-sent events out, small posts in.

The outbox is the visitor's letterbox. A stream is a cursor over it, from the page's `Last-Event-ID` onward; `WebPlatform.send` rings the
bell of the streams that are open, and each reads its letters itself. So what is said to a page that is closed waits in the outbox, spends
no attempts, and is there when the page comes back; what was written to a broken connection is read again; and a stream in another process
finds its letters at the next heartbeat.
"""
