package io.kith.cluster.processes;

import io.kith.client.ClientOptions;
import io.kith.client.Kith;
import io.kith.client.connect.ClusterAccess;
import io.kith.cluster.hostile.Crowd;
import io.kith.cluster.hostile.Victim;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Honest clients that want more than the nodes can do. First how many operations at a time the nodes do best with; then four times
 * as many, beside values at the limit, idle connections and requests that wait; and how much of the best is still done.
 */
final class OverloadSoak {
    private static final Duration SETTLE_LIMIT = Duration.ofMinutes(3);
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final int CLIENTS = 4;
    private static final int MOST_OF_A_CLIENT = 1 << 17;
    private static final int[] AT_A_TIME = {64, 256, 1_024, 4_096};
    private static final int FACTOR = 4;
    private static final int LARGE_WRITERS = 4;
    private static final double LEAST_SHARE = 0.8;
    private static final int HEAP_SHARE_OF_A_VALUE = 16;
    private static final int ROOM_FOR_A_HEADER = 1 << 10;

    /**
     * What a run is to be.
     *
     * @param heap each node's, as for -Xmx
     * @param span how long the overload lasts
     * @param window how long each look at it is, and each try before
     * @param connections how many are idle
     * @param waiters how many requests wait
     * @param readLimit what 99 of 100 small reads may take
     */
    record Plan(
            int nodes,
            int replicas,
            String heap,
            Duration span,
            Duration window,
            int connections,
            int waiters,
            Duration readLimit,
            long seed) {}

    private final Plan plan;
    private final NodeProgram program;
    private final PrintWriter out;
    private final List<String> wrong = new ArrayList<>();
    private final List<Kith> clients = new ArrayList<>();

    OverloadSoak(Plan plan, NodeProgram program, PrintWriter out) {
        this.plan = plan;
        this.program = program.withHeap(plan.heap());
        this.out = out;
    }

    /** Runs it; returns what was wrong, for people, with what nodes said last; empty if nothing was. */
    List<String> run() {
        out.printf(
                Locale.ROOT,
                "overload of %d nodes with a heap of %s, --seed %d%n",
                plan.nodes(),
                plan.heap(),
                plan.seed());
        try (ProcessCluster cluster = new ProcessCluster(program, "overload", plan.replicas())) {
            try {
                cluster.start(plan.nodes());
                connect(cluster);
                cluster.awaitSettled(clients.get(0), plan.nodes(), SETTLE_LIMIT);
                overload(cluster);
            } catch (RuntimeException e) {
                wrong.add("the run failed: " + e);
            } finally {
                clients.forEach(Kith::close);
            }
            cluster.nodes().forEach(node -> wrong.addAll(node.alarms()));
            if (!wrong.isEmpty()) {
                wrong.add(cluster.lastLines());
            }
        }
        return wrong;
    }

    private void connect(ProcessCluster cluster) {
        for (int i = 0; i < CLIENTS + 2; i++) {
            ClientOptions options = ClientOptions.defaults()
                    .cluster(cluster.name())
                    .connectTimeout(DEADLINE)
                    .deadline(DEADLINE)
                    .maxInFlight(MOST_OF_A_CLIENT);
            for (ClusterNode node : cluster.serving()) {
                options = options.address(node.address());
            }
            clients.add(Kith.connect(options));
        }
    }

    private void overload(ProcessCluster cluster) {
        List<Long> before = HeapGauge.usedBytes(cluster.nodes());
        try (SmallReads reads = new SmallReads(clients.get(CLIENTS))) {
            Best best = best(reads);
            out.printf(
                    Locale.ROOT, "best: %,.0f operations a second, %,d at a time%n", best.perSecond(), best.atATime());
            Victim host = new Victim(
                    cluster.name(), () -> ClusterAccess.of(clients.get(0)).config());
            try (Crowd crowd = new Crowd(host, plan.seed())) {
                gather(crowd);
                press(cluster, reads, best, crowd);
            } catch (IOException e) {
                wrong.add("idle connections: " + e);
            }
        }
        out.println("heap used after a collection, before "
                + HeapGauge.text(before)
                + ", after "
                + HeapGauge.text(HeapGauge.usedBytes(cluster.nodes())));
    }

    /** With how many operations at a time the nodes do most, and how much. */
    private record Best(int atATime, double perSecond) {}

    private Best best(SmallReads reads) {
        Best best = new Best(0, 0);
        for (int atATime : AT_A_TIME) {
            double perSecond;
            try (Slots slots = new Slots(clients.subList(0, CLIENTS), atATime).start()) {
                Pause.of(plan.window());
                perSecond = measure(slots);
            }
            out.printf(
                    Locale.ROOT, "%,6d at a time: %,.0f operations a second, %s%n", atATime, perSecond, reads.next());
            out.flush();
            best = perSecond > best.perSecond() ? new Best(atATime, perSecond) : best;
        }
        return best;
    }

    private double measure(Slots slots) {
        long startNanos = System.nanoTime();
        long startCount = slots.succeeded();
        Pause.of(plan.window());
        return (slots.succeeded() - startCount) * 1e9 / (System.nanoTime() - startNanos);
    }

    private void gather(Crowd crowd) throws IOException {
        long startNanos = System.nanoTime();
        while (crowd.size() < plan.connections()) {
            crowd.add();
        }
        out.printf(Locale.ROOT, "%,d connections in %.1f s%n", crowd.size(), (System.nanoTime() - startNanos) / 1e9);
    }

    private void press(ProcessCluster cluster, SmallReads reads, Best best, Crowd crowd) {
        int valueBytes =
                (int) Math.min(16 << 20, HeapGauge.bytes(plan.heap()) / HEAP_SHARE_OF_A_VALUE) - ROOM_FOR_A_HEADER;
        Slots slots = new Slots(clients.subList(0, CLIENTS), FACTOR * best.atATime());
        WaitingTakers takers = new WaitingTakers(clients.subList(0, CLIENTS), plan.waiters());
        LargeWrites large;
        List<Double> shares = new ArrayList<>();
        try (slots;
                takers;
                LargeWrites writes =
                        new LargeWrites(clients.subList(CLIENTS + 1, CLIENTS + 2), LARGE_WRITERS, valueBytes)) {
            large = writes;
            slots.start();
            takers.start();
            Pause.of(plan.window());
            reads.next();
            long endNanos = System.nanoTime() + plan.span().toNanos();
            while (wrong.isEmpty() && System.nanoTime() - endNanos < 0) {
                double share = measure(slots) / best.perSecond();
                shares.add(share);
                look(cluster, crowd);
                SmallReads.Waits waits = reads.next();
                out.printf(
                        Locale.ROOT,
                        "%,d at a time: %.0f %% of the best, %s, %,d wait, %,d large writes, %,d idle connections%n",
                        FACTOR * best.atATime(),
                        share * 100,
                        waits,
                        takers.waiting(),
                        large.written(),
                        crowd.size());
                out.flush();
                judge(waits);
            }
        }
        takers.takeRest();
        judge(slots, takers, large, shares);
    }

    private void look(ProcessCluster cluster, Crowd crowd) {
        for (ClusterNode node : cluster.nodes()) {
            if (!node.isAlive()) {
                wrong.add("A NODE HAS ENDED: process " + node.pid());
            }
        }
        int gone = crowd.listen();
        if (gone > 0) {
            out.printf(Locale.ROOT, "%,d idle connections were closed by the nodes%n", gone);
        }
    }

    private void judge(SmallReads.Waits waits) {
        if (waits.failed() > 0) {
            wrong.add(waits.failed() + " SMALL READS FAILED");
        }
        if (waits.p99Millis() > plan.readLimit().toMillis()) {
            wrong.add("one of 100 small reads took " + waits.p99Millis() + " ms, longer than "
                    + plan.readLimit().toMillis());
        }
    }

    private void judge(Slots slots, WaitingTakers takers, LargeWrites large, List<Double> shares) {
        Map<String, Integer> failures = new TreeMap<>();
        List.of(slots.failures(), takers.failures(), large.failures())
                .forEach(some -> some.forEach((what, times) -> failures.merge(what, times, Integer::sum)));
        failures.forEach((what, times) -> out.printf(Locale.ROOT, "  refused or failed %,d times: %s%n", times, what));
        double mean = shares.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        double worst = shares.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        out.printf(
                Locale.ROOT,
                "under overload %.0f %% of the best on average, %.0f %% in the worst window of %d s; "
                        + "elements added %,d, taken %,d, twice %d; keys read wrongly %d%n",
                mean * 100,
                worst * 100,
                plan.window().toSeconds(),
                takers.offered(),
                takers.taken(),
                takers.takenTwice(),
                slots.wrong().size());
        if (mean < LEAST_SHARE) {
            wrong.add(String.format(Locale.ROOT, "only %.0f %% of the best was done under overload", mean * 100));
        }
        if (takers.taken() < takers.offered() || takers.takenTwice() > 0) {
            wrong.add("ELEMENTS WERE LOST OR TAKEN TWICE");
        }
        if (!slots.wrong().isEmpty()) {
            wrong.add("KEYS WERE READ WRONGLY: " + slots.wrong());
        }
    }
}
