"""The blind ballot: what is said, signed, listed and published in it.

Which bytes stand for what, which hash is whose, and what the papers come to.  Nothing here makes a
key, draws chance, opens a paper or reads a file.
"""
