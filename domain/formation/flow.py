"""Least-cost flow in whole numbers, by augmenting along the cheapest path as long as it pays.

It knows nodes by number, costs and capacities, and nothing of people or groups.  Successive
cheapest paths (Ahuja, Magnanti and Orlin, Network Flows, section 9.7); costs may be negative, so
each path is found by relaxing edges until nothing gets cheaper.

Which of several equally cheap flows it is can be chosen edge by edge (`prefer`): all of them differ
by circles along edges whose reduced cost is 0 (section 9.5, complementary slackness).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(slots=True)
class Edge:
    """An edge with what can still flow along it; `back` is its place among those of its head.

    Along one that is `settled` the flow stays as it is.
    """

    head: int
    free: int
    cost: int
    back: int
    settled: bool = False


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
            far, came = self._cheapest(source)
            length = far[sink]
            if length is None or length >= 0:
                return
            self._send(source, sink, came)

    def carried_by(self, edge: Edge) -> int:
        """How much flows along an edge."""
        return self._edges[edge.head][edge.back].free

    def costs_from(self, *starts: int) -> list[int | None]:
        """What it costs to move one unit from the nearest of these to each node as things flow now.

        None for nodes that nothing can get to.  There must be no circle of negative cost, and after
        `flow_while_it_pays` there is none.
        """
        return self._cheapest(*starts)[0]

    def prefer(self, order: Iterable[tuple[int, Edge]]) -> None:
        """Of all equally cheap flows take one that uses the first of these edges, each with its
        tail, if any does; of those that agree on the first one that uses the second; and so on.

        Each of these edges carries one unit or none.
        """
        far = self.costs_from(*range(len(self._edges)))
        tight = _Tight(self._edges, [length or 0 for length in far])
        for tail, edge in order:
            if not self.carried_by(edge) and tight.is_one(tail, edge):
                came = tight.way(edge.head, tail)
                if came is not None:
                    self._send(edge.head, tail, came)
                    self._push(edge)
            edge.settled = self._edges[edge.head][edge.back].settled = True

    def _cheapest(self, *starts: int) -> tuple[list[int | None], dict[int, Edge]]:
        far: list[int | None] = [None] * len(self._edges)
        for start in starts:
            far[start] = 0
        came: dict[int, Edge] = {}
        waiting, queued = deque(starts), set(starts)
        while waiting:
            node = waiting.popleft()
            queued.discard(node)
            here = far[node]
            assert here is not None
            for edge in self._edges[node]:
                known = far[edge.head]
                if not edge.free or (known is not None and known <= here + edge.cost):
                    continue
                far[edge.head], came[edge.head] = here + edge.cost, edge
                if edge.head not in queued:
                    queued.add(edge.head)
                    waiting.append(edge.head)
        return far, came

    def _send(self, source: int, sink: int, came: dict[int, Edge]) -> None:
        node = sink
        while node != source:
            edge = came[node]
            self._push(edge)
            node = self._edges[node][edge.back].head

    def _push(self, edge: Edge) -> None:
        edge.free -= 1
        self._edges[edge.head][edge.back].free += 1


class _Tight:
    """The edges along which flow may move at no cost, by what it costs to get to each node."""

    def __init__(self, edges: list[list[Edge]], far: list[int]) -> None:
        self._edges, self._far = edges, far

    def is_one(self, tail: int, edge: Edge) -> bool:
        return self._far[tail] + edge.cost == self._far[edge.head]

    def way(self, start: int, goal: int) -> dict[int, Edge] | None:
        """By which edge each node on a way that costs nothing is reached; none if there is none."""
        came: dict[int, Edge] = {}
        waiting, seen = deque([start]), {start}
        while waiting:
            node = waiting.popleft()
            if node == goal:
                return came
            for edge in self._edges[node]:
                if not edge.free or edge.settled or edge.head in seen:
                    continue
                if self.is_one(node, edge):
                    seen.add(edge.head)
                    came[edge.head] = edge
                    waiting.append(edge.head)
        return None
