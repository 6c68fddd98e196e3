"""What pages, the API and the command line ask: one function for each question, typed answers.

    with reading(connection, as_of) as at:
        answer = cycle(at, cycle_id)

Each module holds the questions about one thing, and `questions` has them all.  Every answer of a
page carries the `View` that it stands for.  Nothing here decides or records.
"""
