"""A function in a process of its own, with limits: plain data in, plain data out, whatever happens in between.

What hangs, crashes, eats memory, prints, leaves processes behind or spoils the interpreter it runs in
harms nobody else. Before it opens anything foreign the process gives up its rights to other files, to the
network and to other processes (``wall``), as far as the kernel can take them.
"""
