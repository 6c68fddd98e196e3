"""Files of papers, read and written as text and bytes; nothing here opens a file.

`reading` knows a format by its name or its first line and gives an `Election`: the contest, the
papers as cast, and what else the file says.  What can't be read is refused with the file, the line,
what stood there and what was expected.
"""
