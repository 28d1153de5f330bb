package io.kith.replication.primary;

import io.kith.replication.log.ReplicaLog;
import io.kith.replication.message.ReplicationMessage.FailedAt;
import io.kith.replication.safety.SafetyRules;
import org.jspecify.annotations.Nullable;

/**
 * What the last primary that failed at an entry said of it. The one that follows it, and no later one, strikes that entry
 * out and all behind it: so what made one node fail does not go round all others.
 */
public final class EarlierFailure {
    private @Nullable FailedAt last;

    /** One has said so; says whether that is news. */
    public boolean told(FailedAt failed) {
        FailedAt known = last;
        boolean newer = known == null || failed.term() > known.term();
        if (newer) {
            last = failed;
        }
        return newer;
    }

    /** The entry from which on to strike out in {@code term}, before anything else is ordered in it; 0 if there is none. */
    long struckOutFrom(long term, ReplicaLog log, SafetyRules rules) {
        FailedAt failed = last;
        if (failed == null || !rules.isOfTermBefore(failed.term(), term)) {
            return 0;
        }
        long sequence = failed.sequence();
        boolean open = sequence > log.committed() && sequence <= log.last();
        return open && log.lastTerm() < term && log.get(sequence).term() == failed.term() ? sequence : 0;
    }
}
