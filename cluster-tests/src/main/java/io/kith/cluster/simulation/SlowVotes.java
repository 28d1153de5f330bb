package io.kith.cluster.simulation;

import io.kith.config.VoteStore;
import org.jspecify.annotations.Nullable;

/** The votes of a simulated node whose disk takes its time; what a crash finds unflushed is lost. */
final class SlowVotes implements VoteStore {
    private final SlowDisk disk;
    private @Nullable Vote kept;

    SlowVotes(SlowDisk disk) {
        this.disk = disk;
    }

    @Override
    public void save(Vote vote, Runnable then) {
        disk.write(() -> {
            kept = vote;
            then.run();
        });
    }

    @Override
    public @Nullable Vote load() {
        return kept;
    }
}
