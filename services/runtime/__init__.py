"""The servers that come with Convenor, started and stopped by Convenor.

`postgres` and `temporal` run the real servers out of the installed wheels; `watchdog` makes sure
that none of them outlives the process that started it. Nothing here knows what is stored in them.
"""
