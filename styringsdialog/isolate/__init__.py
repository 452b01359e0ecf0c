"""A function in a process of its own, with limits: plain data in, plain data out, whatever happens in between.

This contains accidents: what hangs, crashes, eats memory, prints, leaves processes behind or
spoils the interpreter it runs in harms nobody else. It is no sandbox against malice: the
process runs as the same user, and may read and change what that user may.
"""
