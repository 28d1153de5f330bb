package io.kith.cluster.processes;

import io.kith.client.Kith;
import io.kith.client.connect.ClusterAccess;
import io.kith.cluster.hostile.HostileCrew;
import io.kith.cluster.hostile.Recording;
import io.kith.cluster.hostile.Victim;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Honest clients beside hostile ones, on nodes with little of everything; says what came of it. */
final class HostileSoak {
    private static final Duration SETTLE_LIMIT = Duration.ofMinutes(3);
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int LOOKS_BETWEEN_LINES = 10;

    /**
     * What a run is to be.
     *
     * @param heap each node's, as for -Xmx
     * @param attack how long and how hard
     * @param operations honest operations a second
     * @param longestWait how long an honest client may have to wait
     */
    record Plan(int nodes, int replicas, String heap, Pace attack, int operations, Duration longestWait, long seed) {}

    /**
     * How long and how hard an attack is.
     *
     * @param span how long it takes
     * @param frames after how many hostile frames it ends instead; 0: when the time is over
     * @param rate hostile frames a second at most
     */
    record Pace(Duration span, long frames, int rate) {}

    private final Plan plan;
    private final NodeProgram program;
    private final PrintWriter out;
    private final List<String> wrong = new ArrayList<>();

    HostileSoak(Plan plan, NodeProgram program, PrintWriter out) {
        this.plan = plan;
        this.program = program.withHeap(plan.heap());
        this.out = out;
    }

    /** Runs it; returns what was wrong, for people, with what nodes said last; empty if nothing was. */
    List<String> run() {
        out.printf(
                Locale.ROOT,
                "hostile soak of %d nodes with a heap of %s, --seed %d%n",
                plan.nodes(),
                plan.heap(),
                plan.seed());
        try (ProcessCluster cluster = new ProcessCluster(program, "soak", plan.replicas())) {
            start(cluster);
            LoadOptions honest = new LoadOptions(4, 8, plan.operations(), 16, DEADLINE, plan.seed());
            try (Load load = new Load(cluster, honest).start()) {
                cluster.awaitSettled(load.client(), plan.nodes(), SETTLE_LIMIT);
                attack(cluster, load);
            } catch (RuntimeException e) {
                wrong.add("the run failed: " + e);
            }
            cluster.nodes().forEach(node -> wrong.addAll(node.alarms()));
            if (!wrong.isEmpty()) {
                wrong.add(cluster.lastLines());
            }
        }
        return wrong;
    }

    private void start(ProcessCluster cluster) {
        List<ClusterNode> started = new ArrayList<>();
        for (int i = 0; i < plan.nodes(); i++) {
            ClusterNode node = cluster.add("--value-limit", Long.toString(valueLimitBytes()));
            started.add(node);
            if (i == 0) {
                node.awaitServing(SETTLE_LIMIT);
            }
        }
        started.forEach(node -> node.awaitServing(SETTLE_LIMIT));
    }

    /** As docs/operations.md says: no more than an eighth of the heap. */
    private long valueLimitBytes() {
        return Math.min(16 << 20, HeapGauge.bytes(plan.heap()) / 16);
    }

    private void attack(ProcessCluster cluster, Load load) {
        Recording heard = Recording.make(cluster.name());
        out.println("heard " + heard.toText());
        List<Long> before = HeapGauge.usedBytes(cluster.nodes());
        Kith kith = load.client();
        Victim victim = new Victim(cluster.name(), () -> ClusterAccess.of(kith).config());
        long startNanos = System.nanoTime();
        try (PlantedReader reader = new PlantedReader(cluster.connect(DEADLINE));
                Newcomers newcomers = new Newcomers(cluster);
                HostileCrew crew = HostileCrew.start(
                        victim,
                        heard,
                        cluster.connect(DEADLINE),
                        plan.attack().rate(),
                        plan.attack().frames(),
                        plan.seed())) {
            watch(cluster, load, crew);
            crew.close();
            crew.lines().forEach(out::println);
            if (crew.failure() != null) {
                wrong.add("an attack itself failed: " + crew.failure());
            }
            out.println(reader.toLine());
            noteWait("a reader of planted values", reader.longestMicros());
            out.println(newcomers.toLine());
            noteWait("a newcomer", newcomers.longestMicros());
            if (newcomers.wrong() > 0) {
                wrong.add(newcomers.wrong() + " NEWCOMERS DID NOT FIND WHAT THEY HAD WRITTEN");
            }
        }
        // What an attack left behind may still be in the way of those who go on.
        Pause.of(Duration.ofSeconds(3));
        out.println("heap used after a collection, before "
                + HeapGauge.text(before)
                + ", after "
                + HeapGauge.text(HeapGauge.usedBytes(cluster.nodes())));
        noteWait("an honest client", load.stalls().longestMicros(startNanos, System.nanoTime()));
        judge(load);
    }

    private void watch(ProcessCluster cluster, Load load, HostileCrew crew) {
        long startNanos = System.nanoTime();
        long lineNanos = startNanos;
        LongSupplier elapsed = () -> System.nanoTime() - startNanos;
        for (int look = 1; wrong.isEmpty() && !crew.isDone() && goesOn(elapsed.getAsLong()); look++) {
            Pause.of(LOOK);
            lookForEnded(cluster);
            if (look % LOOKS_BETWEEN_LINES == 0) {
                long now = System.nanoTime();
                out.printf(
                        Locale.ROOT,
                        "%6.0f s  %,d hostile frames, %,d honest operations, longest wait %.1f ms, config %d of %d nodes%n",
                        (now - startNanos) / 1e9,
                        crew.frames(),
                        load.succeeded(),
                        load.stalls().longestMicros(lineNanos, now) / 1e3,
                        ClusterAccess.of(load.client()).config().configId(),
                        ClusterAccess.of(load.client()).config().members().size());
                out.flush();
                lineNanos = now;
            }
        }
    }

    private boolean goesOn(long elapsedNanos) {
        return plan.attack().frames() > 0 || elapsedNanos < plan.attack().span().toNanos();
    }

    private void lookForEnded(ProcessCluster cluster) {
        for (ClusterNode node : cluster.nodes()) {
            if (!node.isAlive()) {
                wrong.add("A NODE HAS ENDED: process " + node.pid());
            }
        }
    }

    private void noteWait(String who, long micros) {
        out.printf(Locale.ROOT, "longest wait of %s: %.1f ms%n", who, micros / 1e3);
        if (micros > plan.longestWait().toMillis() * 1_000) {
            wrong.add(who + " waited for " + micros / 1_000 + " ms, longer than "
                    + plan.longestWait().toMillis());
        }
    }

    private void judge(Load load) {
        long startNanos = System.nanoTime();
        LoadReport report = load.stop();
        noteWait("an honest client at the end", load.stalls().longestMicros(startNanos, System.nanoTime()));
        out.printf(
                Locale.ROOT,
                "honest operations %d, lost acknowledged writes %d, stale reads %d, double applications %d, "
                        + "histories %d right, %d wrong, %d undecided%n",
                report.operations(),
                report.lostWrites(),
                report.staleReads(),
                report.doubleApplications(),
                report.linearizable(),
                report.notLinearizable(),
                report.undecided());
        report.failures().forEach((what, times) -> out.printf(Locale.ROOT, "  failed %d times: %s%n", times, what));
        if (!report.isRight()) {
            wrong.add("A PROMISE WAS BROKEN: " + String.join("\n\n", report.violations()));
        }
    }
}
