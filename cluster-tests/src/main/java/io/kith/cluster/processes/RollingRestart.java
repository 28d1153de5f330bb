package io.kith.cluster.processes;

import io.kith.client.Kith;
import io.kith.client.RemoteHashMap;
import io.kith.client.connect.ClusterAccess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Three nodes with data are restarted one after the other, each as soon as the one before says so: how long does each
 * take to leave, at what pace do clients go on meanwhile, and is all there in the end?
 */
final class RollingRestart implements AutoCloseable {
    private static final int NODES = 3;
    private static final int THREADS = 4;
    private static final double WRITES = 0.5;
    private static final int VALUE_CHARS = 1_000;
    private static final int BATCH = 200;
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration BEFORE = Duration.ofSeconds(5);
    private static final Duration WINDOW = Duration.ofSeconds(1);
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double PERCENT = 100;

    private final ProcessCluster cluster = ProcessCluster.named("rolling-restart", 2);
    private final int keys;
    private final Kith kith;

    /** What a node has to say before the next one is asked to leave. */
    enum Signal {
        /** It is a member. */
        SERVING,
        /** It holds its share of the data. */
        READY
    }

    /**
     * One node's restart.
     *
     * @param leaveSeconds from SIGTERM to the end of its process
     * @param configs how many configs were decided meanwhile
     * @param servingSeconds from the start of the next process until it was a member
     * @param signalSeconds until it said what was waited for
     */
    record Step(double leaveSeconds, long configs, double servingSeconds, double signalSeconds) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "left in %.1f s and %d configs, served again after %.1f s, gave its signal after %.1f s",
                    leaveSeconds,
                    configs,
                    servingSeconds,
                    signalSeconds);
        }
    }

    /**
     * What came of it.
     *
     * @param steps the nodes' restarts in their order
     * @param usualPace operations a second before the first one
     * @param seconds how operations fared in each second from then until all had their share again
     * @param missing keys written before that are not there in the end, or have other values
     * @param errors what users would have seen, and wrong values
     */
    record Outcome(
            List<Step> steps,
            double usualPace,
            List<SteadyTraffic.Stretch> seconds,
            long missing,
            List<String> errors) {

        Outcome {
            steps = List.copyOf(steps);
            seconds = List.copyOf(seconds);
            errors = List.copyOf(errors);
        }

        /** The pace of the slowest second, as a share of the usual one. */
        double leastShare() {
            return seconds.stream()
                            .mapToLong(SteadyTraffic.Stretch::operations)
                            .min()
                            .orElse(0)
                    / usualPace;
        }

        private String perSecond(ToDoubleFunction<SteadyTraffic.Stretch> figure) {
            return seconds.stream()
                    .map(second -> String.format(Locale.ROOT, "%.1f", figure.applyAsDouble(second)))
                    .collect(Collectors.joining(" "));
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "usual pace %.0f/s, each second in percent: %s%n  half of them took up to so many ms: %s%n"
                            + "  the longest: %s%n  missing %d, errors %s%n  %s",
                    usualPace,
                    perSecond(second -> PERCENT * second.operations() / usualPace),
                    perSecond(SteadyTraffic.Stretch::p50Millis),
                    perSecond(SteadyTraffic.Stretch::maxMillis),
                    missing,
                    errors,
                    steps.stream().map(Step::toString).collect(Collectors.joining("\n  ")));
        }
    }

    /** A settled cluster with so many keys of about a kilobyte. */
    RollingRestart(int keys) {
        this.keys = keys;
        this.kith = cluster.connectSettled(() -> cluster.start(NODES), LIMIT);
        RemoteHashMap<String, String> map = kith.hashMap("data");
        for (int from = 0; from < keys; from += BATCH) {
            Map<String, String> batch = new TreeMap<>();
            for (int i = from; i < Math.min(keys, from + BATCH); i++) {
                batch.put("key-" + i, value(i));
            }
            map.putAll(batch);
        }
    }

    private static String value(int key) {
        return (key + " ").repeat(VALUE_CHARS / 2).substring(0, VALUE_CHARS);
    }

    /** Restarts all nodes; each is asked to leave as soon as the one before has given {@code signal}. */
    Outcome run(Signal signal) {
        List<Step> steps = new ArrayList<>();
        List<SteadyTraffic.Stretch> seconds = new ArrayList<>();
        AtomicBoolean done = new AtomicBoolean();
        List<String> errors;
        double usualPace;
        try (SteadyTraffic traffic = new SteadyTraffic(kith, THREADS, WRITES)) {
            usualPace = usualPace(traffic);
            traffic.next();
            Thread sampler = new Thread(() -> sample(traffic, seconds, done), "rolling-restart-pace");
            sampler.start();
            try {
                for (ClusterNode node : cluster.serving()) {
                    steps.add(restart(node, signal));
                }
                cluster.awaitSettled(kith, NODES, LIMIT);
            } finally {
                done.set(true);
                join(sampler);
            }
            traffic.close();
            errors = traffic.errors();
        }
        return new Outcome(steps, usualPace, seconds, missing(), errors);
    }

    private static double usualPace(SteadyTraffic traffic) {
        long warm = THREADS * 1_000L;
        Pause.until("operations flow", LIMIT, () -> traffic.done() > warm);
        Pause.of(BEFORE);
        long done = traffic.done();
        long beganNanos = System.nanoTime();
        Pause.of(BEFORE);
        return (traffic.done() - done) * NANOS_PER_SECOND / (System.nanoTime() - beganNanos);
    }

    private static void sample(SteadyTraffic traffic, List<SteadyTraffic.Stretch> seconds, AtomicBoolean done) {
        while (!done.get()) {
            Pause.of(WINDOW);
            seconds.add(traffic.next());
        }
    }

    private Step restart(ClusterNode node, Signal signal) {
        long beganNanos = System.nanoTime();
        long configId = ClusterAccess.of(kith).config().configId();
        node.leave();
        node.awaitEnd(LIMIT);
        long endedNanos = System.nanoTime();
        long configs = ClusterAccess.of(kith).config().configId() - configId;
        cluster.forget(node);
        ClusterNode again = cluster.addAt(node.address()).awaitServing(LIMIT);
        long servingNanos = System.nanoTime();
        if (signal == Signal.READY) {
            again.awaitReady(LIMIT);
        }
        return new Step(
                (endedNanos - beganNanos) / NANOS_PER_SECOND,
                configs,
                (servingNanos - endedNanos) / NANOS_PER_SECOND,
                (System.nanoTime() - endedNanos) / NANOS_PER_SECOND);
    }

    private long missing() {
        RemoteHashMap<String, String> map = kith.hashMap("data");
        long missing = 0;
        for (int from = 0; from < keys; from += BATCH) {
            List<String> wanted = new ArrayList<>();
            for (int i = from; i < Math.min(keys, from + BATCH); i++) {
                wanted.add("key-" + i);
            }
            Map<String, String> found = map.getAll(wanted);
            for (int i = 0; i < wanted.size(); i++) {
                missing += value(from + i).equals(found.get(wanted.get(i))) ? 0 : 1;
            }
        }
        return missing;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kith.close();
        cluster.close();
    }
}
