package io.kith.node.core;

import io.kith.config.PeerHealth;
import io.kith.membership.FailureDetector;
import io.kith.transport.NodeId;
import java.util.function.LongSupplier;

/** What the failure detector hears of others, as agreement on the config asks for it. */
final class HeardPeers implements PeerHealth {
    private final FailureDetector detector;
    private final LongSupplier latelyNanos;

    /**
     * What {@code detector} hears.
     *
     * @param latelyNanos how long ago somebody may have been heard at most to count as heard lately
     */
    HeardPeers(FailureDetector detector, LongSupplier latelyNanos) {
        this.detector = detector;
        this.latelyNanos = latelyNanos;
    }

    @Override
    public boolean hearsWell(NodeId node) {
        return detector.hearsWell(node);
    }

    @Override
    public boolean isSuspected(NodeId node) {
        return detector.isSuspected(node);
    }

    @Override
    public boolean heardLately(NodeId node) {
        return detector.heardWithin(node, latelyNanos.getAsLong());
    }

    @Override
    public long silenceNanos(NodeId node) {
        return detector.silenceNanos(node);
    }

    @Override
    public boolean isRefused(NodeId node) {
        return detector.isRefused(node);
    }

    @Override
    public boolean isAwake() {
        return detector.isAwake();
    }
}
