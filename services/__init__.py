"""Services connect: the organisation's acts and answers to databases, engines, pages and people.

This is the only package that may read the environment, the clock or the network. It decides
nothing about the organisation itself; `domain` does.
"""
