package io.kith.cluster.simulation;

import io.kith.collections.kind.LogCommand;
import io.kith.collections.partition.CollectionView;
import io.kith.collections.partition.Completion;
import io.kith.collections.partition.PartitionOperations;
import io.kith.replication.log.Commits;
import io.kith.replication.log.LogEntry;
import io.kith.simulation.RandomStreams;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/** Tells a watch what a node commits as primary: of what is struck out, that it did nothing. */
final class WatchedCommits implements Commits {
    private final CommitWatch watch;
    private final IntFunction<List<CollectionView>> collections;
    private boolean struckOut;

    WatchedCommits(CommitWatch watch, IntFunction<List<CollectionView>> collections) {
        this.watch = watch;
        this.collections = collections;
    }

    @Override
    public void struckOut(int partition, long sequence) {
        struckOut = true;
    }

    @Override
    public void committed(int partition, long term, boolean primary, LogEntry entry, List<Completion> outcome) {
        LogEntry done = struckOut ? inPlaceOf(entry) : entry;
        struckOut = false;
        if (primary) {
            watch.committed(partition, term, entry.sequence(), fingerprint(entry));
            watch.applied(partition, done, outcome, () -> collections.apply(partition));
        }
    }

    private static LogEntry inPlaceOf(LogEntry entry) {
        LogCommand command = entry.command();
        return new LogEntry(
                entry.term(),
                new LogCommand(
                        command.sequence(),
                        command.session(),
                        command.opening(),
                        command.number(),
                        command.floor(),
                        command.timestampMillis(),
                        PartitionOperations.strikeOut(command.sequence())));
    }

    /** A number that only the same write has. */
    static long fingerprint(LogEntry entry) {
        LogCommand command = entry.command();
        long hash = RandomStreams.mix(entry.term() * 31 + command.session().low());
        hash = RandomStreams.mix(hash + command.opening() * 31 + command.number());
        hash = RandomStreams.mix(hash + command.floor() * 31 + command.timestampMillis());
        return RandomStreams.mix(hash + Arrays.hashCode(command.operation())) | 1;
    }
}
