package io.kith.config;

import io.kith.transport.NodeAddress;
import io.kith.transport.ProtocolPort;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Holds off whom the cluster admits and soon removes, again and again: after the third time for two seconds, then twice as
 * long each time, up to a minute. Counted by address, as a process that is started anew has another id.
 */
final class Flapping {
    private static final long SOON_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long FORGET_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final int FREE_TIMES = 2;
    private static final int LONGEST_SECONDS = 60;
    private static final int MAX_ADDRESSES = 1_024;

    private final ProtocolPort port;
    private final Map<NodeAddress, Visits> byAddress = new LinkedHashMap<>(16, 0.75f, true);

    /** Of one address. */
    private record Visits(int times, long admittedNanos, long removedNanos) {}

    Flapping(ProtocolPort port) {
        this.port = port;
    }

    /** Takes note of who came and went between two configs. */
    void note(ClusterConfig previous, ClusterConfig next) {
        long now = port.clock().nowNanos();
        for (Member member : next.members().values()) {
            if (!previous.isMember(member.id())) {
                Visits before = byAddress.get(member.address());
                put(member.address(), new Visits(before == null ? 0 : before.times(), now, now));
            }
        }
        for (Member member : previous.members().values()) {
            Visits record = byAddress.get(member.address());
            boolean wasRemoved = !next.isMember(member.id()) && member.state() == MemberState.ACTIVE;
            if (wasRemoved && record != null) {
                boolean soon = now - record.admittedNanos() < SOON_NANOS;
                put(member.address(), new Visits(soon ? record.times() + 1 : 0, record.admittedNanos(), now));
            }
        }
    }

    private void put(NodeAddress address, Visits record) {
        byAddress.put(address, record);
        if (byAddress.size() > MAX_ADDRESSES) {
            byAddress.remove(byAddress.keySet().iterator().next());
        }
    }

    /** For how many more seconds who asks from {@code address} is not admitted; 0 if it may be. */
    long holdOffSeconds(NodeAddress address) {
        Visits record = byAddress.get(address);
        long passedNanos = record == null ? 0 : port.clock().nowNanos() - record.removedNanos();
        if (record == null || record.times() <= FREE_TIMES || passedNanos > FORGET_NANOS) {
            return 0;
        }
        int doublings = Math.min(record.times() - FREE_TIMES, 6);
        long nanos = TimeUnit.SECONDS.toNanos(Math.min(LONGEST_SECONDS, 1L << doublings));
        return Math.max(0, TimeUnit.NANOSECONDS.toSeconds(nanos - passedNanos + TimeUnit.SECONDS.toNanos(1) - 1));
    }

    /** How many times {@code address} was admitted and soon removed. */
    int times(NodeAddress address) {
        Visits record = byAddress.get(address);
        return record == null ? 0 : record.times();
    }
}
