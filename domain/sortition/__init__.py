"""Drawing people by lot: the pool frozen, the lot drawn from a seed, and both checked by anybody.

The way of a draw: `terms` say how many are drawn and within which quotas, `pool` fixes who may be
drawn under a root from which each member can prove that they are in (`tree`), `portfolio` lists the
panels that may come out and the tickets of each, from which every member's chance follows exactly,
`fairness` proves that nobody's chance could be raised but at the cost of somebody who has less,
`frozen` commits to all of this, `drawing` takes seats and replacements by a seed that nobody could
choose, and `record` is what is published.

How a portfolio is found is not known here: it takes a solver, which proposes, and what it proposes
is checked here in whole numbers.  Nothing here knows a clock, a name, or what happens to those who
were drawn.
"""
