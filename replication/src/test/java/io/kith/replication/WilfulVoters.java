package io.kith.replication;

import io.kith.config.Change;
import io.kith.simulation.NetworkOptions;
import io.kith.simulation.RandomStreams;
import io.kith.transport.NodeId;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A random schedule in which voters decide anything that is legal at any time, nodes learn of it late or never, and
 * heartbeats and messages come and go as they like. It meets in seconds what takes a whole cluster days, as real voters
 * are careful: this one drops and moves whom it likes, several times a second.
 */
final class WilfulVoters implements DirectedCluster.Schedule {
    private static final long MILLIS = 1_000_000L;
    private static final long MICROS = 1_000L;
    private static final int ROUNDS = 500;
    private static final int SETTLING_ROUNDS = 40;
    private static final int KEYS = 2;
    private static final int MOST_OPEN_WRITES = 2;

    private final SplittableRandom random;
    private final List<DirectedNode> nodes = new ArrayList<>();
    private final double decides;
    private final double learns;
    private final double beats;
    private final double breaks;
    private final long roundNanos;
    private long lastValue;

    WilfulVoters(long seed) {
        this.random = new RandomStreams(seed).of("wilful voters");
        this.decides = pick(0.02, 0.05, 0.15);
        this.learns = pick(0.05, 0.2, 0.5);
        this.beats = pick(0.02, 0.1, 0.3);
        this.breaks = pick(0, 0.02, 0.1);
        this.roundNanos = MILLIS * (long) pick(5, 20, 60);
    }

    /** What goes wrong under {@code seed}; null if nothing does. */
    static @Nullable String violation(long seed, DirectedRules rules, @Nullable PrintWriter text) {
        return DirectedCluster.violation(new WilfulVoters(seed), rules, seed, text);
    }

    private double pick(double... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private boolean happens(double chance) {
        return random.nextDouble() < chance;
    }

    private DirectedNode any() {
        return nodes.get(random.nextInt(nodes.size()));
    }

    @Override
    public void play(DirectedCluster cluster) {
        boolean drift = random.nextBoolean();
        cluster.allowDrift(drift ? 50 : 0);
        int count = 3 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            nodes.add(cluster.node("n" + i, drift && random.nextBoolean() ? 50_000 : 0));
        }
        cluster.form(1 + random.nextInt(3), nodes.toArray(new DirectedNode[0]));
        cluster.disturb(new NetworkOptions(
                100 * MICROS,
                MICROS * (long) pick(200, 2_000, 20_000),
                pick(0, 0.02, 0.1),
                MILLIS * (long) pick(100, 700, 1_500),
                pick(0, 0, 0.02, 0.1),
                pick(0, 0, 0.05),
                0,
                pick(0, 0.2, 1)));
        for (int round = 0; round < ROUNDS; round++) {
            act(cluster);
            cluster.runNanos(random.nextLong(roundNanos));
        }
        settle(cluster);
    }

    private void act(DirectedCluster cluster) {
        if (happens(decides)) {
            decide(cluster);
        }
        for (DirectedNode node : nodes) {
            if (happens(learns * 0.3) && node.configId() < cluster.config().configId()) {
                cluster.learn(node);
            }
            for (DirectedNode other : nodes) {
                if (node != other && happens(beats)) {
                    long delayMillis = happens(0.1) ? random.nextLong(700) : 0;
                    cluster.beatHeardLate(node, other, delayMillis);
                }
            }
        }
        if (happens(breaks)) {
            breakSomething(cluster);
        }
        if (happens(0.1)) {
            cluster.mend();
            cluster.release();
        }
        request(cluster);
    }

    /** Whatever is legal. What only a primary may want is decided only if it wants it. */
    private void decide(DirectedCluster cluster) {
        List<NodeId> listed = cluster.config().partition(DirectedCluster.P).replicas();
        List<DirectedNode> replicas =
                nodes.stream().filter(node -> listed.contains(node.id())).toList();
        DirectedNode replica = replicas.get(random.nextInt(replicas.size()));
        for (DirectedNode joiner : nodes) {
            if (cluster.asksToPromote(joiner) && happens(0.7)) {
                cluster.decideIfLegal(cluster.promote(joiner));
                return;
            }
        }
        switch (random.nextInt(6)) {
            case 0 -> cluster.decideIfLegal(cluster.drop(any(), replica));
            case 1 -> cluster.decideIfLegal(cluster.moveTo(any(), replica));
            case 2 -> {
                List<Change> changes = new ArrayList<>();
                for (DirectedNode one : replicas) {
                    if (one != replica) {
                        changes.add(cluster.drop(any(), one));
                    }
                }
                cluster.decideIfLegal(changes.toArray(new Change[0]));
            }
            case 3 -> replica.handOver(DirectedCluster.P, any().id());
            default -> {
                List<DirectedNode> wanted = new ArrayList<>(nodes);
                while (wanted.size() > 3 || (wanted.size() > 1 && happens(0.3))) {
                    wanted.remove(random.nextInt(wanted.size()));
                }
                DirectedNode first = wanted.remove(random.nextInt(wanted.size()));
                wanted.add(0, first);
                cluster.want(wanted.toArray(new DirectedNode[0]));
                cluster.decideIfLegal();
            }
        }
    }

    private void breakSomething(DirectedCluster cluster) {
        DirectedNode one = any();
        DirectedNode other = any();
        switch (random.nextInt(5)) {
            case 0 -> cluster.cut(one, other);
            case 1 -> cluster.hold(one, other, message -> true);
            case 2 -> cluster.lose(one, other, message -> true);
            case 3 -> one.process().pause(random.nextLong(1_500 * MILLIS));
            default -> {
                int kind = random.nextInt(64);
                cluster.hold(
                        one, null, message -> message.getClass().getSimpleName().hashCode() % 4 == kind % 4);
            }
        }
    }

    private void request(DirectedCluster cluster) {
        List<DirectedClient.Call> open = cluster.client.openWrites();
        NodeId primary = cluster.config().partition(DirectedCluster.P).primary();
        DirectedNode likely = happens(0.3)
                ? any()
                : nodes.stream()
                        .filter(node -> node.id().equals(primary))
                        .findFirst()
                        .orElseThrow();
        if (!open.isEmpty() && happens(0.3)) {
            open.get(random.nextInt(open.size())).sendTo(likely);
        } else if (open.size() < MOST_OPEN_WRITES && happens(0.2)) {
            cluster.client.put(likely, random.nextInt(KEYS), ++lastValue);
        }
        if (happens(0.4)) {
            cluster.client.get(any(), random.nextInt(KEYS));
        }
    }

    /** All is mended and all learn; then everybody is asked what it has. */
    private void settle(DirectedCluster cluster) {
        cluster.mend();
        cluster.release();
        cluster.disturb(NetworkOptions.calm());
        DirectedNode[] all = nodes.toArray(new DirectedNode[0]);
        for (int round = 0; round < SETTLING_ROUNDS; round++) {
            for (DirectedNode joiner : nodes) {
                if (cluster.asksToPromote(joiner)) {
                    cluster.decideIfLegal(cluster.promote(joiner));
                }
            }
            for (DirectedNode node : nodes) {
                if (node.configId() < cluster.config().configId()) {
                    cluster.learn(node);
                }
            }
            cluster.beatAll(all);
            cluster.run(50);
        }
        for (DirectedNode node : nodes) {
            for (int key = 0; key < KEYS; key++) {
                cluster.client.get(node, key);
                cluster.run(20);
            }
        }
    }
}
