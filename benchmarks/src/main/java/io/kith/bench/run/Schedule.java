package io.kith.bench.run;

import io.kith.bench.peer.Contestant;
import java.util.Locale;

/** How long a run is expected to take, and how far it is. */
final class Schedule {
    // What was seen on two CPUs; a guess is enough for people who wait.
    private static final double START_SECONDS = 5;
    private static final double ORDER_SECONDS = 0.15;
    private static final double LOADED_PER_SECOND = 40_000;
    private static final double SETTLE_SECONDS = 4;
    private static final double MOVE_SECONDS = 15;
    private static final double KILL_SECONDS = 18;
    private static final double MIN_SHARE = 0.01;
    private static final int SECONDS_PER_MINUTE = 60;

    private final double plannedSeconds;
    private final long startNanos = System.nanoTime();
    private double doneSeconds;

    Schedule(Plan plan) {
        double sum = startSeconds() * plan.peers().size();
        sum += warmUpSeconds(plan)
                * plan.steadyWorkloads().size()
                * plan.peers().size();
        for (Plan.Pass pass : plan.passes()) {
            int cells = plan.extent().rounds()
                    * plan.peers().size()
                    * pass.workloads().size();
            sum += cellSeconds(plan) * cells;
        }
        for (Contestant peer : plan.peers()) {
            for (String workload : plan.clusterWorkloads()) {
                sum += clusterSeconds(plan, workload, peer) * plan.extent().clusterRounds();
            }
        }
        this.plannedSeconds = sum;
    }

    /** What the start of a cluster and of its client takes. */
    static double startSeconds() {
        return START_SECONDS;
    }

    /** What it takes to warm one workload up at one peer. */
    static double warmUpSeconds(Plan plan) {
        return plan.extent().firstWarmUp().toMillis() / 1e3 + ORDER_SECONDS;
    }

    /** What one workload at one peer takes. */
    static double cellSeconds(Plan plan) {
        return (plan.extent().warmUp().toMillis() + plan.extent().measured().toMillis()) / 1e3 + ORDER_SECONDS;
    }

    /** What one of the workloads that are done with a cluster as a whole takes. */
    static double clusterSeconds(Plan plan, String workload, Contestant peer) {
        return switch (workload) {
            case StartMeasure.ONE -> peer.startsAlone() && peer.copies() > 0 ? START_SECONDS : 0;
            case StartMeasure.USUAL -> peer.copies() > 1 ? 2 * START_SECONDS : 0;
            case LoadWorkload.NAME ->
                peer.copies() > 0 ? plan.extent().loadEntries() / LOADED_PER_SECOND + SETTLE_SECONDS : 0;
            case KillWorkload.NAME -> peer.survives() ? KILL_SECONDS : 0;
            default -> peer.rebalances() ? MOVE_SECONDS : 0;
        };
    }

    /** A part of the plan, which had been expected to take so long, is done. */
    void done(double seconds) {
        doneSeconds += seconds;
    }

    /** How long all of it is expected to take. */
    double plannedSeconds() {
        return plannedSeconds;
    }

    /** How much of it is done and what is left at the pace so far. */
    String mark() {
        double share = Math.min(1, doneSeconds / Math.max(1, plannedSeconds));
        double elapsed = (System.nanoTime() - startNanos) / 1e9;
        double pace = share < MIN_SHARE ? 1 : elapsed / (share * plannedSeconds);
        return String.format(
                Locale.ROOT, "%3.0f%% %s left", share * 100, text((1 - share) * plannedSeconds * Math.max(1, pace)));
    }

    /** Minutes and seconds. */
    static String text(double seconds) {
        long whole = Math.round(seconds);
        return String.format(Locale.ROOT, "%d:%02d", whole / SECONDS_PER_MINUTE, whole % SECONDS_PER_MINUTE);
    }
}
