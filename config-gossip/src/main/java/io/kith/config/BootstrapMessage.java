package io.kith.config;

import io.kith.transport.Message;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import io.kith.transport.WireKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What nodes say to each other while some of them are in no cluster yet; docs/adr/0010-one-cluster.md has the protocol. */
public sealed interface BootstrapMessage extends Message {

    /** The most nodes that a cluster may be told to wait for. */
    int MAX_EXPECTED = 100;

    /** The most nodes that one message names. */
    int MAX_HEARD = 2 * MAX_EXPECTED;

    /** The kinds of these messages, with their codes on the wire. */
    enum Kind implements WireKind {
        WAITING(1),
        PLEDGE(2),
        SETTLED(3),
        REACH(4),
        REACHED(5);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }
    }

    /** Which of them this is. */
    Kind kind();

    /**
     * The sender is in no cluster, and waits for others to make one with.
     *
     * @param address where it is reached
     * @param expect how many it waits for, itself among them; 0 if it only waits to be admitted
     * @param mayFound whether it can make a cluster; a witness cannot
     * @param sentNanos its clock when it sent this; what is pledged to it counts from here
     * @param attempt odd while it is making the cluster, even while it is not; never goes down
     * @param boundTo whose attempt to make the cluster it waits for the end of; null if it waits for none but its own
     * @param boundAttempt the number of that attempt; 0 if there is none
     * @param hears who else waits, as far as it has heard lately
     */
    record Waiting(
            NodeAddress address,
            int expect,
            boolean mayFound,
            long sentNanos,
            long attempt,
            @Nullable NodeId boundTo,
            long boundAttempt,
            List<NodeId> hears)
            implements BootstrapMessage {
        public Waiting {
            hears = List.copyOf(hears);
            if (expect < 0 || expect > MAX_EXPECTED) {
                throw new IllegalArgumentException("0 to " + MAX_EXPECTED + " nodes are waited for, not " + expect);
            }
            if (hears.size() > MAX_HEARD) {
                throw new IllegalArgumentException("a message names at most " + MAX_HEARD + " nodes");
            }
        }

        /** What a node says that waits for nobody but those who admit it. */
        static Waiting forAdmission(NodeAddress address, long sentNanos) {
            return new Waiting(address, 0, false, sentNanos, 0, null, 0, List.of());
        }

        /** Whether the sender is making the cluster. */
        boolean isFounding() {
            return attempt % 2 != 0;
        }

        @Override
        public Kind kind() {
            return Kind.WAITING;
        }
    }

    /**
     * The sender pledges itself to the receiver: for a while it pledges itself to nobody else.
     *
     * @param address where the sender is reached; an address counts once
     * @param askedNanos the {@link Waiting#sentNanos} that it answers
     * @param attempt the {@link Waiting#attempt} that it answers
     * @param bound whether it pledges itself to nobody else before it knows what became of that attempt
     */
    record Pledge(NodeAddress address, long askedNanos, long attempt, boolean bound) implements BootstrapMessage {
        @Override
        public Kind kind() {
            return Kind.PLEDGE;
        }
    }

    /**
     * The sender is or was in a cluster already.
     *
     * @param address where it is reached
     */
    record Settled(NodeAddress address) implements BootstrapMessage {
        @Override
        public Kind kind() {
            return Kind.SETTLED;
        }
    }

    /**
     * A member asks another whether it reaches a node that wants to join.
     *
     * @param address where that node says that it is
     */
    record Reach(long correlation, NodeId node, NodeAddress address) implements BootstrapMessage {
        @Override
        public Kind kind() {
            return Kind.REACH;
        }
    }

    /**
     * What came of a {@link Reach}.
     *
     * @param reason why the node is not reached, for people; empty if it is
     */
    record Reached(long correlation, String reason) implements BootstrapMessage {
        @Override
        public Kind kind() {
            return Kind.REACHED;
        }
    }
}
