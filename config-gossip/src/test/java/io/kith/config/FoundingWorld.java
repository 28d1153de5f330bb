package io.kith.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.simulation.NetworkOptions;
import io.kith.simulation.SimulatedPort;
import io.kith.simulation.SimulatedProcess;
import io.kith.simulation.SimulatedWorld;
import io.kith.simulation.SimulationTrace;
import io.kith.transport.Message;
import io.kith.transport.MessageCodecs;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Machines on which the same command is run again and again, in a simulated world: each start is a new process, of a new id,
 * that forgot everything. Counts the clusters that are made.
 */
final class FoundingWorld {
    static final long MILLI = 1_000_000L;
    private static final ClusterParameters PARAMETERS = new ClusterParameters("test", 16, 1_000, 10);
    private static final long DIALING = 300 * MILLI;
    private static final long WISHING = 250 * MILLI;
    private static final long FOREVER = Long.MAX_VALUE / 4;

    final SimulatedWorld world;
    final RandomGenerator random;
    final List<Machine> machines = new ArrayList<>();

    /** The clusters that were made, a line each. */
    final List<String> founded = new ArrayList<>();

    /** Who is not reached from where, by addresses of machines. */
    final Set<List<NodeAddress>> unreached = new HashSet<>();

    /** Told of each cluster that is made, before anybody else hears of it. */
    Consumer<Machine> onFounded = machine -> {};

    private final ConfigRules rules;
    private final int expect;

    FoundingWorld(long seed, int machineCount, int expect, ConfigRules rules) {
        this.world = new SimulatedWorld(
                seed,
                network(0, 0, 0, MILLI),
                MessageCodecs.of(new ConfigMessageCodec(), new BootstrapMessageCodec()),
                new SimulationTrace(null));
        this.random = world.streams().of("test");
        this.rules = rules;
        this.expect = expect;
        for (int i = 0; i < machineCount; i++) {
            machines.add(new Machine(new NodeAddress("machine", 7_000 + i)));
        }
    }

    static NetworkOptions network(double loss, double duplication, double longDelay, long longDelayNanos) {
        return new NetworkOptions(MILLI / 5, MILLI, longDelay, longDelayNanos, loss, duplication, 0, 0.2);
    }

    long nowMillis() {
        return world.time().nowNanos() / MILLI;
    }

    void run(long millis) {
        world.time().runUntil(world.time().nowNanos() + millis * MILLI);
    }

    /** Cuts off some of the machines, as they are now, from the others for a while, both ways or one way. */
    void cutAtRandom(long millis) {
        BitSet some = new BitSet();
        BitSet others = new BitSet();
        for (SimulatedProcess process : world.processes()) {
            (random.nextBoolean() ? some : others).set(process.index());
        }
        world.network().cut(some, others, millis * MILLI, 0, false);
        if (random.nextBoolean()) {
            world.network().cut(others, some, millis * MILLI, 0, false);
        }
    }

    /** Cuts off a machine, as it is now, from all others until all is mended. */
    void cutOff(Machine machine) {
        cutOff(machine, FOREVER);
    }

    /** Cuts off a machine, as it is now, from all others for a while. */
    void cutOff(Machine machine, long nanos) {
        BitSet one = new BitSet();
        one.set(machine.running().process.index());
        BitSet others = new BitSet();
        // Those too that are started later.
        others.set(0, 1_000);
        others.andNot(one);
        world.network().cut(one, others, nanos, 0, false);
        world.network().cut(others, one, nanos, 0, false);
    }

    /** Whether all machines run members of one cluster. */
    boolean isOneCluster() {
        TreeSet<NodeId> clusters = new TreeSet<>();
        for (Machine machine : machines) {
            Start start = machine.now;
            ClusterConfig config = start == null ? null : start.core.config();
            if (start == null || config == null || !config.isMember(start.id())) {
                return false;
            }
            clusters.add(config.clusterId());
        }
        return clusters.size() == 1;
    }

    /** How many live processes hold the config of a cluster other than {@code cluster}. */
    private long holdAnother(NodeId cluster) {
        return machines.stream()
                .map(machine -> machine.now)
                .filter(Objects::nonNull)
                .map(start -> start.core.config())
                .filter(config -> config != null && !config.clusterId().equals(cluster))
                .count();
    }

    /** Clusters that were made while a process knew of another one. */
    int secondClusters;

    /** Where the command is run. */
    final class Machine {
        final NodeAddress address;

        @Nullable
        Start now;

        Machine(NodeAddress address) {
            this.address = address;
        }

        Start running() {
            Start start = now;
            assertThat(start).isNotNull();
            return start;
        }

        /** Runs the command; what ran before has ended with all that it knew. */
        Start start() {
            if (now != null) {
                now.process.crash();
            }
            now = new Start(this);
            now.begin();
            return now;
        }
    }

    /** One start of the command on a machine. */
    final class Start implements PeerHealth, ConfigListener {
        final SimulatedProcess process;
        final ConfigCore core;
        final Machine machine;
        final List<String> refused = new ArrayList<>();

        @Nullable
        String delayed;

        final SimulatedPort port;

        Start(Machine machine) {
            this.machine = machine;
            // Clocks differ by as much as they may.
            this.process =
                    world.addProcess(machine.address + " #" + world.processes().size(), random.nextLong(9_000));
            this.port = process.addLoop(this::handle);
            this.core = new ConfigCore(
                    process.id(),
                    port,
                    this,
                    this,
                    new ConfigOptions(ConfigTiming.defaults(), VoteStore.none(), rules, this::dialProof));
        }

        NodeId id() {
            return process.id();
        }

        /** Nothing comes before the core is there. */
        private void handle(NodeId from, Message message) {
            if (message instanceof BootstrapMessage bootstrap) {
                core.handle(from, bootstrap);
            } else {
                core.handle(from, (ConfigMessage) message);
            }
        }

        private void dialProof(NodeAddress address, NodeId node, Consumer<@Nullable String> then) {
            boolean isReached = machines.stream()
                    .anyMatch(other -> other.address.equals(address)
                            && other.now != null
                            && other.now.id().equals(node)
                            && !unreached.contains(List.of(machine.address, address)));
            port.schedule(MILLI, () -> then.accept(isReached ? null : "no route"));
        }

        private void begin() {
            Member member = new Member(id(), machine.address, "default", 100, false, MemberState.ACTIVE, 0);
            core.form(member, FoundingPlan.of(PARAMETERS, 2, expect));
            dial();
            wish();
        }

        private void dial() {
            for (Machine other : machines) {
                Start there = other.now;
                if (there != null && core.config() == null && reaches(there)) {
                    core.onSeedAnswered(there.id());
                }
            }
            port.schedule(DIALING, this::dial);
        }

        private void wish() {
            ClusterConfig config = core.config();
            if (config != null && config.isMember(id())) {
                for (NodeId member : config.members().keySet()) {
                    if (isSuspected(member)) {
                        core.propose(new Change.Remove(id(), member));
                    }
                    SimulatedProcess other = world.process(member);
                    if (other != null && !other.isCrashed() && world.network().reaches(other, process)) {
                        core.heard(member, heldBy(member));
                    }
                }
            }
            port.schedule(WISHING, this::wish);
        }

        private long heldBy(NodeId member) {
            for (Machine other : machines) {
                if (other.now != null && other.now.id().equals(member) && other.now.core.config() != null) {
                    return other.now.core.config().configId();
                }
            }
            return 0;
        }

        private boolean reaches(Start there) {
            return world.network().reaches(process, there.process)
                    && world.network().reaches(there.process, process);
        }

        @Override
        public void configChanged(@Nullable ClusterConfig previous, ClusterConfig next, List<Change> changes) {
            if (previous == null && next.configId() == 1) {
                founded.add(process + " at " + nowMillis());
                secondClusters += holdAnother(next.clusterId()) == 0 ? 0 : 1;
                onFounded.accept(machine);
            }
        }

        @Override
        public void joinDelayed(NodeId by, String reason) {
            delayed = reason;
        }

        @Override
        public void admissionRefused(Member joiner, String reason, boolean isUnreachable) {
            refused.add(reason);
        }

        @Override
        public boolean hearsWell(NodeId node) {
            return heardLately(node);
        }

        @Override
        public boolean isSuspected(NodeId node) {
            SimulatedProcess other = world.process(node);
            return other == null || other.isCrashed();
        }

        @Override
        public boolean heardLately(NodeId node) {
            SimulatedProcess other = world.process(node);
            return other != null && !other.isCrashed() && world.network().reaches(other, process);
        }

        @Override
        public long silenceNanos(NodeId node) {
            return 0;
        }

        @Override
        public boolean isRefused(NodeId node) {
            return isSuspected(node);
        }

        @Override
        public boolean isAwake() {
            return true;
        }
    }
}
