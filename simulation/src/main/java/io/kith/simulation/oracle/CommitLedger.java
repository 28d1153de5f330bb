package io.kith.simulation.oracle;

import io.kith.simulation.SimulationFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** What was committed of one partition: a sequence number, once committed, is the same write everywhere for ever. */
final class CommitLedger {
    private final int partition;
    private final List<Long> fingerprints = new ArrayList<>();
    private final TreeMap<Long, Long> digests = new TreeMap<>();

    CommitLedger(int partition) {
        this.partition = partition;
    }

    long size() {
        return fingerprints.size();
    }

    /** {@code who} committed {@code sequence}. */
    void committed(long sequence, long fingerprint, Object who) {
        if (sequence < 1 || sequence > fingerprints.size() + 1) {
            throw new SimulationFailure("GAP " + who + " commits entry " + sequence + " of p" + partition
                    + ", but only " + fingerprints.size() + " are committed");
        }
        if (sequence == fingerprints.size() + 1) {
            fingerprints.add(fingerprint);
        } else if (fingerprints.get(Math.toIntExact(sequence - 1)) != fingerprint) {
            throw new SimulationFailure("FORK " + who + " commits another entry " + sequence + " of p" + partition
                    + " than was committed before");
        }
    }

    /** {@code who} holds a state as of {@code sequence}. */
    void state(long sequence, long digest, Object who) {
        Long known = digests.putIfAbsent(sequence, digest);
        if (known != null && known != digest) {
            throw new SimulationFailure("FORK the state of p" + partition + " as of entry " + sequence + " at " + who
                    + " differs from another replica's");
        }
    }
}
