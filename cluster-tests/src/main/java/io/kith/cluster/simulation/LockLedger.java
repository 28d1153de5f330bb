package io.kith.cluster.simulation;

import io.kith.collections.kind.RequestKey;
import io.kith.collections.lock.LockOperations;
import io.kith.collections.lock.LockToken;
import io.kith.collections.partition.Completion;
import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import io.kith.collections.wire.OperationHead;
import io.kith.collections.wire.Operations;
import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.Results;
import io.kith.replication.log.LogEntry;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Follows all locks of a cluster by what is committed and what that is answered with, beside the code that keeps them. Nobody
 * may get a lock that another holds whose lease is not over by the log; fencing tokens rise; who waits gets the lock in the order
 * of the log, and nobody waits for what nobody holds.
 */
final class LockLedger {
    private static final CollectionRef ANY = CollectionRef.named(CollectionType.LOCK, Incarnation.REGISTRY);
    private static final LockToken NOBODY = new LockToken(0, 0);
    private static final int LOCK = Operations.code(LockOperations.lock(ANY, NOBODY, 0, 0));
    private static final int TRY_LOCK = Operations.code(LockOperations.tryLock(ANY, NOBODY, 0));
    private static final int UNLOCK = Operations.code(LockOperations.unlock(ANY, NOBODY));
    private static final int EXTEND = Operations.code(LockOperations.extend(ANY, NOBODY, 0));
    private static final int EXPIRE = 0x84;
    private static final int OPEN = Operations.code(
            PartitionOperations.openCollection(Incarnation.REGISTRY, CollectionType.LOCK, "", CollectionOptions.NONE));
    private static final int DESTROY = Operations.code(PartitionOperations.destroyCollection(Incarnation.REGISTRY));
    private static final int CLOSE_SESSION = Operations.code(PartitionOperations.closeSession());
    private static final int CANCEL = Operations.code(PartitionOperations.cancelRequest(1));
    private static final int EXPIRE_SESSION = Operations.code(PartitionOperations.expireSession(new NodeId(0, 0), 1));

    private final List<OfPartition> partitions = new ArrayList<>();
    private long granted;
    private long grantedAfterWait;

    /** An entry was committed, perhaps not for the first time. */
    void applied(int partition, LogEntry entry, List<Completion> outcome) {
        while (partitions.size() <= partition) {
            partitions.add(new OfPartition(partitions.size()));
        }
        partitions.get(partition).applied(entry, outcome);
    }

    /** How often somebody got a lock. */
    long granted() {
        return granted;
    }

    /** How often somebody got one after he had waited for it. */
    long grantedAfterWait() {
        return grantedAfterWait;
    }

    /** A lock that somebody holds or waits for; null if there is none. */
    @Nullable
    String heldOrAwaited() {
        for (OfPartition partition : partitions) {
            for (LockTrail lock : partition.locks.values()) {
                String found = lock.heldOrAwaited();
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /** Who asked for which lock. */
    private record Asked(LockTrail lock, LockTrail.Asking asking) {}

    /** The locks of one partition. */
    private final class OfPartition {
        private final int partition;
        private final OperationHead head = new OperationHead();
        private final PayloadReader in = new PayloadReader();
        private final TreeMap<Long, LockTrail> locks = new TreeMap<>();
        private final Map<Incarnation, Long> openings = new HashMap<>();

        /** Requests for a lock that have no result yet. */
        private final Map<RequestKey, Asked> awaited = new HashMap<>();

        /** Requests about locks that have one. */
        private final Set<RequestKey> answered = new HashSet<>();

        private long last;

        private OfPartition(int partition) {
            this.partition = partition;
        }

        private static RequestKey key(LogEntry entry) {
            return new RequestKey(
                    entry.command().session(),
                    entry.command().opening(),
                    entry.command().number());
        }

        private static RequestKey key(Completion completion) {
            return new RequestKey(completion.session(), completion.opening(), completion.number());
        }

        private void applied(LogEntry entry, List<Completion> outcome) {
            if (entry.sequence() <= last) {
                return;
            }
            last = entry.sequence();
            byte[] operation = entry.command().operation();
            int kind = Operations.kind(operation);
            if (kind == Operations.PARTITION) {
                ofPartition(entry, outcome);
            }
            if (locks.isEmpty()) {
                return;
            }
            for (Completion completion : outcome) {
                endedWithoutIt(completion);
            }
            if (kind == CollectionType.LOCK.code()) {
                ofLock(entry, outcome);
            }
            for (Completion completion : outcome) {
                servedAfterWaiting(entry, completion);
            }
            locks.values().forEach(LockTrail::requireNobodyWaitsInVain);
        }

        private void ofPartition(LogEntry entry, List<Completion> outcome) {
            byte[] operation = entry.command().operation();
            int code = Operations.code(operation);
            in.reset(operation, Operations.CODE_BYTES);
            if (code == EXPIRE_SESSION) {
                NodeId session = in.readSessionId();
                long opening = in.readCount();
                locks.values().forEach(lock -> lock.sessionEnded(session, opening));
                return;
            }
            Completion own = own(entry, outcome);
            if (own == null || own.status() != ResponseStatus.OK) {
                return;
            }
            if (code == CANCEL) {
                // What was cancelled before it came has its result already.
                RequestKey cancelled = new RequestKey(own.session(), own.opening(), in.readCount());
                if (!awaited.containsKey(cancelled)) {
                    answered.add(cancelled);
                }
            } else if (code == CLOSE_SESSION) {
                locks.values().forEach(lock -> lock.sessionEnded(own.session(), own.opening()));
            } else if (code == OPEN) {
                Incarnation incarnation = Incarnation.read(in);
                long opening = Results.number(own.payload());
                if (in.readVarLong() == CollectionType.LOCK.code() && opening == entry.sequence()) {
                    openings.put(incarnation, opening);
                    locks.put(opening, new LockTrail("opened as " + opening + " in p" + partition));
                }
            } else if (code == DESTROY) {
                Long opening = openings.remove(Incarnation.read(in));
                if (opening != null) {
                    locks.remove(opening);
                }
            }
        }

        private static @Nullable Completion own(LogEntry entry, List<Completion> outcome) {
            RequestKey key = key(entry);
            for (Completion completion : outcome) {
                if (key(completion).equals(key)) {
                    return completion;
                }
            }
            return null;
        }

        /** Of requests that waited, those that end without the lock, before anything else is done with it. */
        private void endedWithoutIt(Completion completion) {
            RequestKey request = key(completion);
            Asked asked = awaited.get(request);
            if (asked != null && (completion.status() != ResponseStatus.OK || fence(completion) == 0)) {
                awaited.remove(request);
                answered.add(request);
                asked.lock().ended(request);
            }
        }

        private void servedAfterWaiting(LogEntry entry, Completion completion) {
            RequestKey request = key(completion);
            Asked asked = awaited.remove(request);
            if (asked != null) {
                answered.add(request);
                granted++;
                grantedAfterWait++;
                asked.lock()
                        .granted(
                                asked.asking(),
                                fence(completion),
                                entry.command().timestampMillis());
            }
        }

        private static long fence(Completion completion) {
            return LockOperations.fence(completion.payload());
        }

        private void ofLock(LogEntry entry, List<Completion> outcome) {
            byte[] operation = entry.command().operation();
            head.parse(operation);
            Long opening = head.opening() != 0
                    ? Long.valueOf(head.opening())
                    : openings.get(new Incarnation(head.incarnationHigh(), head.incarnationLow()));
            LockTrail lock = opening == null ? null : locks.get(opening);
            RequestKey request = key(entry);
            if (lock == null || answered.contains(request) || awaited.containsKey(request)) {
                return;
            }
            in.reset(operation, head.argumentsAt());
            long nowMillis = entry.command().timestampMillis();
            if (head.code() == EXPIRE) {
                lock.expired(in.readCount(), in.readCount(), nowMillis);
                return;
            }
            LockToken owner = new LockToken(in.readFixedLong(), in.readFixedLong());
            long leaseMillis = head.code() == UNLOCK ? 0 : in.readCount();
            LockTrail.Asking asking = new LockTrail.Asking(request, owner, leaseMillis);
            Completion own = own(entry, outcome);
            if (own == null) {
                lock.waits(asking);
                awaited.put(request, new Asked(lock, asking));
            } else if (own.status() == ResponseStatus.OK) {
                answered.add(request);
                did(lock, head.code(), asking, own.payload(), nowMillis);
            }
        }

        private void did(LockTrail lock, int code, LockTrail.Asking asking, byte[] payload, long nowMillis) {
            if (code == UNLOCK) {
                lock.givenBack(asking.owner(), LockOperations.holdsLeft(payload));
            } else if (code == EXTEND) {
                lock.extended(asking, Results.bool(payload), nowMillis);
            } else if (code == LOCK || code == TRY_LOCK) {
                long fence = LockOperations.fence(payload);
                if (fence == 0) {
                    lock.denied(asking);
                } else {
                    granted++;
                    lock.granted(asking, fence, nowMillis);
                }
            }
        }
    }
}
