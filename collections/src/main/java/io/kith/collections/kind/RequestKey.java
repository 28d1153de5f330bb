package io.kith.collections.kind;

import io.kith.transport.NodeId;

/** Names a request in a partition. */
public record RequestKey(NodeId session, long opening, long number) {}
