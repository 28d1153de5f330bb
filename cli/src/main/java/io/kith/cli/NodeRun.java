package io.kith.cli;

import io.kith.cli.cluster.ClusterHealth;
import io.kith.cli.cluster.MemberShare;
import io.kith.config.ClusterConfig;
import io.kith.config.Member;
import io.kith.config.MemberState;
import io.kith.node.KithNode;
import io.kith.transport.ForeignText;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Stands by a running node: tells what it does, and has it leave when it is asked to stop. */
final class NodeRun {
    private static final long LOOK_MILLIS = 20;
    private static final long LOOK_WHILE_SERVING_MILLIS = 250;
    private static final long REPEAT_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long CHANGE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final KithNode node;
    private final String cluster;
    private final int drainSeconds;
    private final PrintWriter out;
    private final PrintWriter err;
    private final AtomicInteger stopRequests = new AtomicInteger();
    /** A permit for whatever should not wait until the next look: a signal, the end of what is waited for. */
    private final Semaphore news = new Semaphore(0);

    private final long startedAt = System.nanoTime();
    private boolean serving;
    private boolean ready;
    private String told = "";
    private long toldAt = startedAt;

    /**
     * Stands by {@code node}.
     *
     * @param cluster the name of its cluster
     * @param drainSeconds how long it may take to leave
     * @param out where it is told that the node serves
     * @param err where all else is told
     */
    NodeRun(KithNode node, String cluster, int drainSeconds, PrintWriter out, PrintWriter err) {
        this.node = node;
        this.cluster = cluster;
        this.drainSeconds = drainSeconds;
        this.out = out;
        this.err = err;
    }

    /**
     * Returns when the node may be closed.
     *
     * @return the exit code
     * @throws CommandFailure if the node ended by itself
     */
    int untilStopped() throws InterruptedException {
        StopSignals.onEach(this::stopRequested);
        CompletableFuture<Throwable> failed = node.failed().toCompletableFuture();
        wakeAtEndOf(failed);
        while (stopRequests.get() == 0 && !isAskedToLeave()) {
            if (isDone(failed, serving ? LOOK_WHILE_SERVING_MILLIS : LOOK_MILLIS)) {
                throw new CommandFailure("the node had to end: " + ErrorReport.describe(failed.join()), failed.join());
            }
            tellProgress();
        }
        return leave();
    }

    /** The first signal lets the node leave; the next one ends the process, whatever it is doing. */
    private void stopRequested() {
        if (stopRequests.incrementAndGet() > 1) {
            err.println("stopping at once");
            err.flush();
            Runtime.getRuntime().halt(ErrorReport.FAILURE);
        }
        news.release();
    }

    private boolean isAskedToLeave() {
        ClusterConfig config = node.config();
        Member self = config == null ? null : config.member(node.id());
        return self != null && self.state() == MemberState.LEAVING;
    }

    private void tellProgress() {
        if (ready) {
            return;
        }
        ClusterConfig config = node.config();
        if (config != null && config.isMember(node.id())) {
            tellServing(config);
            tellReady(config);
        } else if (!serving) {
            tellWaiting(node.waitingFor());
        }
    }

    private void tellServing(ClusterConfig config) {
        if (!serving) {
            serving = true;
            out.printf(
                    Locale.ROOT,
                    "node %s serving %s at %s, config_id %d, %d members (%d ms)%n",
                    node.id(),
                    cluster,
                    node.address(),
                    config.configId(),
                    config.members().size(),
                    sinceProcessStart().toMillis());
            out.flush();
        }
    }

    /** Tells once that the node holds what the ring wants it to hold: nothing waits for it when another one leaves now. */
    private void tellReady(ClusterConfig config) {
        if (ClusterHealth.lackedBy(node.id(), config) == 0) {
            ready = true;
            out.printf(
                    Locale.ROOT,
                    "node %s ready, holds its share: %d of %d partitions (%d ms)%n",
                    node.id(),
                    held(),
                    config.partitionCount(),
                    sinceProcessStart().toMillis());
            out.flush();
        }
    }

    /** Tells what the node waits for if that is new, or has not been told for a while. */
    private void tellWaiting(@Nullable String reason) {
        long now = System.nanoTime();
        long patienceNanos = told.isEmpty() ? 0 : reason != null && reason.equals(told) ? REPEAT_NANOS : CHANGE_NANOS;
        if (reason != null && now - toldAt >= patienceNanos) {
            told = reason;
            toldAt = now;
            err.println(ForeignText.shown(reason));
            err.flush();
        }
    }

    private int leave() throws InterruptedException {
        ClusterConfig config = node.config();
        if (config == null || !config.isMember(node.id())) {
            err.println("stopped before any cluster admitted the node");
            return 0;
        }
        if (isLastWithData(config)) {
            err.println("the last node of cluster " + cluster + " stops: there is nobody to leave its data to");
            return 0;
        }
        err.println("node " + node.id().shortName() + " is leaving; once more to stop at once");
        err.flush();
        if (drain(node.leave().toCompletableFuture())) {
            err.println("node " + node.id().shortName() + " has left");
            return 0;
        }
        throw new CommandFailure("could not leave within " + drainSeconds + " s and stops all the same, with " + held()
                + " partitions still on it");
    }

    private boolean drain(CompletableFuture<Void> left) throws InterruptedException {
        wakeAtEndOf(left);
        Patience patience = Patience.ofSeconds(drainSeconds);
        int atFirst = held();
        long tellAt = System.nanoTime();
        try (Progress progress = Progress.towards("partitions", atFirst, err)) {
            while (!isDone(left, LOOK_MILLIS)) {
                if (!patience.hasMore()) {
                    return false;
                }
                ClusterConfig config = node.config();
                if (config != null && held() > 0 && isLastWithData(config)) {
                    err.println("all other nodes of cluster " + cluster
                            + " are gone or leave too: there is nobody to leave the data to");
                    return true;
                }
                int still = held();
                progress.to(Math.max(0, atFirst - still), still + " left");
                if (!progress.isShown() && System.nanoTime() - tellAt >= 0) {
                    tellAt = System.nanoTime() + PROGRESS_NANOS;
                    err.println("leaving: " + still + " of " + atFirst + " partitions still to hand over");
                    err.flush();
                }
            }
            progress.to(atFirst, "");
            return true;
        }
    }

    private int held() {
        ClusterConfig config = node.config();
        if (config == null) {
            return 0;
        }
        return ClusterHealth.of(config).members().stream()
                .filter(share -> share.member().id().equals(node.id()))
                .mapToInt(MemberShare::held)
                .sum();
    }

    /** Whether nobody else is there to take this node's partitions: no other member, or only such as leave too. */
    private boolean isLastWithData(ClusterConfig config) {
        for (Member member : config.members().values()) {
            if (!member.id().equals(node.id()) && member.takesPartitions()) {
                return false;
            }
        }
        return true;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The future itself is asked, here it only wakes.
    private void wakeAtEndOf(CompletableFuture<?> future) {
        future.whenComplete((result, failure) -> news.release());
    }

    /**
     * Waits a little for {@code future}, or for a signal.
     *
     * @throws CommandFailure if it failed
     */
    private boolean isDone(CompletableFuture<?> future, long millis) throws InterruptedException {
        if (!future.isDone() && news.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
            news.drainPermits();
        }
        if (!future.isDone()) {
            return false;
        }
        try {
            future.get();
            return true;
        } catch (ExecutionException e) {
            throw new CommandFailure("the node had to end: " + ErrorReport.describe(e), e);
        }
    }

    private static Duration sinceProcessStart() {
        return ProcessHandle.current()
                .info()
                .startInstant()
                .map(start -> Duration.between(start, Instant.now()))
                .orElse(Duration.ZERO);
    }
}
