package io.kith.cluster.processes;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Keeps a node running as a unit file with {@code Restart=always} does: its command is started again whenever it ends. */
final class Supervisor implements AutoCloseable {
    private static final long LOOK_MILLIS = 1_000;
    private static final Duration CLOSE_LIMIT = Duration.ofMinutes(1);

    private final NodeProgram program;
    private final List<String> command;
    private final AtomicInteger starts = new AtomicInteger();
    private final Thread thread;
    private volatile @Nullable ClusterNode node;
    private volatile boolean stopping;

    /** Starts the node for the first time. */
    Supervisor(NodeProgram program, List<String> command) {
        this.program = program;
        this.command = List.copyOf(command);
        this.thread = new Thread(this::run, "supervisor");
        thread.setDaemon(true);
        start();
        thread.start();
    }

    private void start() {
        node = ClusterNode.start(program, command);
        starts.incrementAndGet();
    }

    private void run() {
        try {
            while (!stopping) {
                if (node().hasEndedWithin(LOOK_MILLIS) && !stopping) {
                    start();
                }
            }
        } catch (InterruptedException e) {
            // It is being closed: who interrupts ends the last process.
            Thread.currentThread().interrupt();
        }
    }

    /** The process of now. */
    ClusterNode node() {
        ClusterNode current = node;
        if (current == null) {
            throw new IllegalStateException("the supervisor has started nothing yet");
        }
        return current;
    }

    /** How often the command was started. */
    int starts() {
        return starts.get();
    }

    /** Waits for the process that comes after the one numbered {@code before} by {@link #starts}. */
    ClusterNode awaitStartAfter(int before, Duration limit) {
        Pause.until("the supervisor starts its command again", limit, () -> starts() > before);
        return node();
    }

    /** Kills the process, and waits until the one that is started in its place serves. */
    void killAndAwaitServing(Duration limit) {
        int before = starts();
        node().kill();
        awaitStartAfter(before, limit).awaitServing(limit);
    }

    @Override
    public void close() {
        stopping = true;
        thread.interrupt();
        Pause.until("the supervisor ends", CLOSE_LIMIT, () -> !thread.isAlive());
        node().close();
    }
}
