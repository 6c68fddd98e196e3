"""Least-cost flow in whole numbers, by augmenting along the cheapest path as long as it pays.

It knows nodes by number, costs and capacities, and nothing of people or groups.  Successive
cheapest paths (Ahuja, Magnanti and Orlin, Network Flows, section 9.7); costs may be negative, so
each path is found by relaxing edges until nothing gets cheaper.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

Cost = Callable[[int], int]


@dataclass(slots=True)
class Edge:
    """An edge with what can still flow along it; `back` is its place among those of its head."""

    head: int
    free: int
    cost: int
    back: int


class Network:
    """Nodes 0 to n-1 and edges between them."""

    def __init__(self, nodes: int) -> None:
        self._edges: list[list[Edge]] = [[] for _ in range(nodes)]

    def join(self, tail: int, head: int, capacity: int, cost: int) -> Edge:
        """An edge from one node to another; what has flowed along it can flow back."""
        there, back = self._edges[tail], self._edges[head]
        edge = Edge(head, capacity, cost, len(back))
        there.append(edge)
        back.append(Edge(tail, 0, -cost, len(there) - 1))
        return edge

    def flow_while_it_pays(self, source: int, sink: int) -> None:
        """Send flow, one by one along the cheapest path, until no more path has a cost below 0."""
        while True:
            far, came = self._cheapest(source, lambda cost: cost)
            length = far[sink]
            if length is None or length >= 0:
                return
            self._send(source, sink, came)

    def carried_by(self, edge: Edge) -> int:
        """How much flows along an edge."""
        return self._edges[edge.head][edge.back].free

    def costs_from(self, start: int, cost: Cost) -> list[int | None]:
        """What it costs to move one unit from a node to each other as things flow now.

        `cost` is read for the cost of an edge; none for nodes that nothing can get to.  There must
        be no circle of negative cost, and after `flow_while_it_pays` there is none.
        """
        return self._cheapest(start, cost)[0]

    def _cheapest(self, start: int, cost: Cost) -> tuple[list[int | None], dict[int, Edge]]:
        far: list[int | None] = [None] * len(self._edges)
        far[start] = 0
        came: dict[int, Edge] = {}
        waiting, queued = deque([start]), {start}
        while waiting:
            node = waiting.popleft()
            queued.discard(node)
            here = far[node]
            assert here is not None
            for edge in self._edges[node]:
                known = far[edge.head]
                if not edge.free or (known is not None and known <= here + cost(edge.cost)):
                    continue
                far[edge.head], came[edge.head] = here + cost(edge.cost), edge
                if edge.head not in queued:
                    queued.add(edge.head)
                    waiting.append(edge.head)
        return far, came

    def _send(self, source: int, sink: int, came: dict[int, Edge]) -> None:
        node = sink
        while node != source:
            edge = came[node]
            back = self._edges[node][edge.back]
            edge.free -= 1
            back.free += 1
            node = back.head
