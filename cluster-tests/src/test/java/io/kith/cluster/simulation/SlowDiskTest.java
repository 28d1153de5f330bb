package io.kith.cluster.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.collections.kind.LogCommand;
import io.kith.config.Ballot;
import io.kith.config.Instance;
import io.kith.config.VoteStore;
import io.kith.replication.log.LogEntry;
import io.kith.simulation.NetworkOptions;
import io.kith.simulation.SimulatedProcess;
import io.kith.simulation.SimulatedWorld;
import io.kith.simulation.SimulationTrace;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The simulated disk, and what nodes keep on it. */
class SlowDiskTest {
    private static final long MOST_NANOS = 1_000_000L;

    /** As long as a flush takes at most, stalls included. */
    private static final long FLUSH_NANOS = 10 * MOST_NANOS + 1;

    private final SimulatedWorld world = new SimulatedWorld(1, NetworkOptions.calm(), null, new SimulationTrace(null));
    private final SimulatedProcess process = world.addProcess("node", 0);
    private final SlowDisk disk =
            new SlowDisk(process.addLoop((from, message) -> {}), new SplittableRandom(1), MOST_NANOS);
    private final SlowJournal journal = new SlowJournal(disk);
    private final SlowVotes votes = new SlowVotes(disk);
    private final List<Long> persisted = new ArrayList<>();

    private void pass(long nanos) {
        world.time().runUntil(world.time().nowNanos() + nanos);
    }

    private void append(long sequence) {
        LogCommand command = new LogCommand(sequence, LogCommand.NO_SESSION, 0, 0, 0, 0, new byte[2]);
        journal.append(0, new LogEntry(1, command), persisted::add);
    }

    private static VoteStore.Vote vote(long instance) {
        return new VoteStore.Vote(new Instance(new NodeId(0, 1), 1, instance), Ballot.NONE, Ballot.NONE, List.of());
    }

    @Test
    void what_is_written_is_persisted_later_and_in_order() {
        append(1);
        append(2);
        journal.beginCopy(0, 1, 1, 0, persisted::add);
        journal.install(0, 1, new byte[0], persisted::add);
        assertThat(persisted).isEmpty();
        pass(2 * FLUSH_NANOS);
        assertThat(persisted).containsExactly(1L, 2L, 0L, 1L);
    }

    @Test
    void what_comes_while_a_flush_is_under_way_waits_for_the_next() {
        append(1);
        append(2);
        while (persisted.isEmpty()) {
            pass(1);
        }
        assertThat(persisted)
                .as("the first flush was under way when the second came")
                .containsExactly(1L);
        pass(FLUSH_NANOS);
        assertThat(persisted).containsExactly(1L, 2L);
    }

    @Test
    void what_a_crash_finds_unflushed_is_never_persisted() {
        append(1);
        pass(FLUSH_NANOS);
        append(2);
        process.crash();
        pass(10 * FLUSH_NANOS);
        assertThat(persisted).containsExactly(1L);
    }

    @Test
    void a_vote_is_kept_before_it_is_said_and_lost_in_a_crash_before() {
        List<String> said = new ArrayList<>();
        votes.save(vote(1), () -> said.add("first"));
        assertThat(votes.load()).isNull();
        pass(FLUSH_NANOS);
        assertThat(votes.load()).isEqualTo(vote(1));
        assertThat(said).containsExactly("first");

        votes.save(vote(2), () -> said.add("second"));
        process.crash();
        pass(10 * FLUSH_NANOS);
        assertThat(votes.load()).isEqualTo(vote(1));
        assertThat(said).containsExactly("first");
    }
}
