package io.kith.bench.run;

import io.kith.bench.peer.Contestant;
import io.kith.bench.process.Jcmd;
import io.kith.bench.process.Pin;
import io.kith.bench.worker.Metric;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/**
 * One peer up at a time: round by round each is started, loaded, grown, shrunk, and has a node killed, in this order as far
 * as that is asked for.
 */
final class ClusterPass {
    /** The names of what it can do. */
    static final List<String> NAMES = List.of(
            StartMeasure.ONE,
            StartMeasure.USUAL,
            LoadWorkload.NAME,
            JoinWorkload.NAME,
            LeaveWorkload.NAME,
            KillWorkload.NAME);

    /** What stands before the names of its rows in the results. */
    static final String ROWS = "cluster/";

    private final Plan plan;
    private final RunResults results;
    private final Schedule schedule;
    private final PrintWriter err;
    private final StartMeasure starts = new StartMeasure();
    private final List<ClusterWorkload> workloads;
    private final LoadWorkload load;

    ClusterPass(Plan plan, RunResults results, Schedule schedule, PrintWriter err) {
        this.plan = plan;
        this.results = results;
        this.schedule = schedule;
        this.err = err;
        this.load = new LoadWorkload(plan.extent().loadEntries());
        this.workloads = List.of(new JoinWorkload(), new LeaveWorkload(), new KillWorkload());
    }

    void run() {
        for (int round = 1; round <= plan.extent().clusterRounds(); round++) {
            for (Contestant peer : plan.peers()) {
                try {
                    run(round, peer);
                } catch (RuntimeException e) {
                    results.note(
                            peer.name() + ", round " + round + " of starts and failures: broken off, " + firstLine(e));
                    err.println(e.getMessage());
                }
                plan.clusterWorkloads().forEach(name -> schedule.done(Schedule.clusterSeconds(plan, name, peer)));
            }
        }
    }

    private static String firstLine(RuntimeException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private void run(int round, Contestant peer) {
        if (wants(StartMeasure.ONE) && peer.copies() > 0) {
            startOne(round, peer);
        }
        List<ClusterWorkload> possible = workloads.stream()
                .filter(workload -> wants(workload.name()) && isPossible(workload, peer))
                .toList();
        boolean loads = !possible.isEmpty() || (wants(LoadWorkload.NAME) && isPossible(load, peer));
        boolean startsMore = wants(StartMeasure.USUAL) && peer.copies() > 1;
        if (!loads && !startsMore) {
            return;
        }
        err.println("starting " + peer.name());
        StartMeasure.Started started = starts.start(peer, peer.usualNodes());
        if (startsMore) {
            add(round, StartMeasure.USUAL, "start, three nodes", peer, Map.of(Metric.START, started.seconds()));
        }
        if (!loads) {
            started.cluster().close();
            return;
        }
        try (LiveCluster live = connect(peer, started)) {
            Map<Metric, Double> loaded = live.load();
            if (wants(load.name())) {
                add(round, load.name(), load.title(), peer, loaded);
            }
            for (ClusterWorkload workload : possible) {
                add(round, workload.name(), workload.title(), peer, workload.run(live));
            }
        }
    }

    private LiveCluster connect(Contestant peer, StartMeasure.Started started) {
        try {
            return new LiveCluster(peer, started.cluster(), plan.extent().loadEntries());
        } catch (RuntimeException e) {
            started.cluster().close();
            throw e;
        }
    }

    private void startOne(int round, Contestant peer) {
        if (!peer.startsAlone()) {
            results.note(peer.name() + " has no row for the start of one node: it is made of more");
            return;
        }
        StartMeasure.Started started = starts.start(peer, 1);
        started.cluster().close();
        add(round, StartMeasure.ONE, "start, one node", peer, Map.of(Metric.START, started.seconds()));
    }

    private boolean isPossible(ClusterWorkload workload, Contestant peer) {
        String obstacle = workload.obstacle(peer);
        if (!obstacle.isEmpty()) {
            results.note(peer.name() + " has no row for: " + workload.title() + "; " + obstacle);
        }
        return obstacle.isEmpty();
    }

    private boolean wants(String name) {
        return plan.clusterWorkloads().contains(name);
    }

    private void add(int round, String name, String title, Contestant peer, Map<Metric, Double> figures) {
        results.add(ROWS + name, title, peer.name(), figures);
        err.println(RunProgress.line(schedule, plan.extent().clusterRounds(), round, Pin.NONE, title, peer, figures));
        err.flush();
    }

    /** What is missing here; empty if nothing is. */
    static String obstacle() {
        return Jcmd.obstacle();
    }
}
