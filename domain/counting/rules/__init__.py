"""The counting rules by kind; `catalogue` has them by name.

Several places by transferable votes are in `stv` and `meek`, one place by preferences in `single`,
marks added up once in `marks`, orders of many in `priorities`.  What all of them share is here:
`options` reads a rule's options and `plainly` tells what kind of count it is.
"""
