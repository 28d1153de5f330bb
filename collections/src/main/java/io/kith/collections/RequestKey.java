package io.kith.collections;

import io.kith.transport.NodeId;

/** Names a request in a partition. */
record RequestKey(NodeId session, long opening, long number) {}
