package io.kith.collections.sequence;

import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.PayloadWriter;

/** An operation of a vec or a deque, to be encoded. */
interface SequenceCommand {
    /** Starts the bytes of this operation. */
    PayloadWriter of(CollectionRef collection, int expectedArgumentBytes);
}
