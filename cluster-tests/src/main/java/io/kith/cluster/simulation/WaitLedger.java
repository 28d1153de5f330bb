package io.kith.cluster.simulation;

import io.kith.collections.kind.LogCommand;
import io.kith.collections.kind.RequestKey;
import io.kith.collections.partition.Completion;
import io.kith.collections.wire.Incarnation;
import io.kith.collections.wire.OperationHead;
import io.kith.collections.wire.Operations;
import io.kith.collections.wire.ResponseStatus;
import io.kith.replication.log.LogEntry;
import io.kith.simulation.SimulationFailure;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which requests wait in the collections of one partition, by what is committed. */
final class WaitLedger {
    private final OperationHead head = new OperationHead();
    private final Map<RequestKey, Where> waiting = new HashMap<>();
    private final Set<RequestKey> ended = new HashSet<>();

    /** The collection that a request names: by its opening, or if that is 0 by its incarnation. */
    private record Where(long opening, Incarnation incarnation) {}

    private static RequestKey key(Completion completion) {
        return new RequestKey(completion.session(), completion.opening(), completion.number());
    }

    /** The next entry was committed. */
    void applied(LogEntry entry, List<Completion> outcome) {
        LogCommand command = entry.command();
        RequestKey own = new RequestKey(command.session(), command.opening(), command.number());
        boolean hasResult = command.session().equals(LogCommand.NO_SESSION);
        for (Completion completion : outcome) {
            RequestKey key = key(completion);
            hasResult |= key.equals(own);
            if (waiting.remove(key) != null) {
                ended.add(key);
            }
        }
        if (!hasResult && !ended.contains(own) && Operations.kind(command.operation()) != Operations.PARTITION) {
            head.parse(command.operation());
            waiting.put(own, new Where(head.opening(), new Incarnation(head.incarnationHigh(), head.incarnationLow())));
        }
    }

    /**
     * A collection was destroyed by an entry with that outcome, which ends all that waits in it.
     *
     * @return how many requests that were
     */
    long destroyed(Incarnation incarnation, long opening, List<Completion> outcome) {
        Set<RequestKey> told = new HashSet<>();
        for (Completion completion : outcome) {
            if (completion.status() == ResponseStatus.COLLECTION_DESTROYED) {
                told.add(key(completion));
            } else if (completion.status() == ResponseStatus.BELOW_FLOOR) {
                // Its client awaits it no more, and says so with the command that destroys what it waits in.
                waiting.remove(key(completion));
                ended.add(key(completion));
            }
        }
        long count = 0;
        for (Map.Entry<RequestKey, Where> each : waiting.entrySet()) {
            Where where = each.getValue();
            if (where.opening() == opening
                    || (where.opening() == 0 && where.incarnation().equals(incarnation))) {
                count++;
                if (!told.contains(each.getKey())) {
                    throw new SimulationFailure("WAIT " + each + " waits for ever in " + incarnation + ", opened as "
                            + opening + ", which was destroyed");
                }
            }
        }
        return count;
    }
}
