package io.kith.cluster.simulation;

import io.kith.collections.partition.CollectionView;
import io.kith.collections.partition.Completion;
import io.kith.collections.partition.PartitionRules;
import io.kith.config.ConfigRules;
import io.kith.node.core.NodeRules;
import io.kith.replication.log.LogEntry;
import io.kith.replication.safety.SafetyRules;
import io.kith.simulation.RandomStreams;
import io.kith.simulation.SimulatedProcess;
import io.kith.simulation.oracle.ConfigView;
import io.kith.simulation.oracle.SimulatedNode;
import io.kith.transport.Message;
import io.kith.transport.MessageCodecs;
import io.kith.transport.NodeId;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Production's system, on one node of which the code that applies commands throws now and then: before a command has done
 * anything, or when it has and its result is not kept yet, so that the partition's state is torn.
 */
final class FailingSystem implements SystemUnderTest {
    private static final int ONE_OF = 60;
    private static final int MOST_FAULTS = 4;

    private final ProductionSystem sound = new ProductionSystem(SafetyRules.production());
    private final long seed;
    private final boolean stops;
    private int nodes;
    private int faults;

    /**
     * One run of it.
     *
     * @param stops whether a partition that failed answers no more
     */
    FailingSystem(long seed, boolean stops) {
        this.seed = seed;
        this.stops = stops;
    }

    /** How often something was thrown. */
    int faults() {
        return faults;
    }

    /** All rules, and code that fails. */
    private final class FailingRules extends SafetyRules {
        private final SplittableRandom random;

        FailingRules(SplittableRandom random) {
            this.random = random;
        }

        @Override
        public boolean stopsWhereItFailed() {
            return stops;
        }

        @Override
        public PartitionRules partitions() {
            return new PartitionRules() {
                @Override
                public boolean isAnsweredAlready(boolean hasOutcome) {
                    mayFail("before");
                    return super.isAnsweredAlready(hasOutcome);
                }

                @Override
                public Object kept(Object outcome) {
                    mayFail("behind");
                    return super.kept(outcome);
                }
            };
        }

        private void mayFail(String where) {
            if (faults < MOST_FAULTS && random.nextInt(ONE_OF) == 0) {
                faults++;
                throw new IllegalStateException("a fault of the test " + where + " the command");
            }
        }
    }

    @Override
    public SimulatedNode newNode(SimulatedProcess process, SimulatedClusterOptions options, CommitWatch commits) {
        SplittableRandom random = new RandomStreams(seed).of("failing code");
        boolean fails = nodes++ == random.nextInt(options.nodes());
        return fails
                ? new ProductionSystem(new NodeRules(ConfigRules.all(), new FailingRules(random)))
                        .newNode(process, options, mayFail(commits))
                : sound.newNode(process, options, commits);
    }

    private static CommitWatch mayFail(CommitWatch watch) {
        return new CommitWatch() {
            @Override
            public void committed(int partition, long term, long sequence, long fingerprint) {
                watch.committed(partition, term, sequence, fingerprint);
            }

            @Override
            public void applied(
                    int partition, LogEntry entry, List<Completion> outcome, Supplier<List<CollectionView>> catalog) {
                watch.applied(partition, entry, outcome, catalog);
            }

            @Override
            public void failed(SimulatedProcess process, int partition, Throwable cause) {}
        };
    }

    @Override
    public MessageCodecs codecs() {
        return sound.codecs();
    }

    @Override
    public Message askForConfig(@Nullable ConfigView held) {
        return sound.askForConfig(held);
    }

    @Override
    public @Nullable ConfigView configAfter(@Nullable ConfigView held, Message message) {
        return sound.configAfter(held, message);
    }

    @Override
    public Message changeOfSettings(NodeId author, RandomGenerator random) {
        return sound.changeOfSettings(author, random);
    }

    @Override
    public WorkloadClient newProductionClient(ClientSetup setup) {
        return sound.newProductionClient(setup);
    }

    @Override
    public Workload newWorkload(WorkloadOptions options) {
        return sound.newWorkload(options);
    }
}
