package io.kith.simulation;

import java.util.ArrayDeque;

/**
 * One single-threaded loop of a process. What arrives while the process is paused, the loop hangs, or it is still busy
 * with something else waits its turn.
 */
public final class SimulatedLoop {
    private static final int MAX_BACKLOG = 1 << 20;

    private final SimulatedWorld world;
    private final SimulatedProcess process;
    private final int lane;
    private final ArrayDeque<Runnable> backlog = new ArrayDeque<>();
    private long busyUntilNanos;
    private boolean awaitsTurn;
    private boolean running;

    SimulatedLoop(SimulatedWorld world, SimulatedProcess process, int lane) {
        this.world = world;
        this.process = process;
        this.lane = lane;
    }

    /** Runs {@code task} on this loop after all that was posted before, never from inside the caller. */
    public void post(Runnable task) {
        world.time().after(0, () -> arrive(task));
    }

    /** Whether it runs a task right now. */
    public boolean isCurrent() {
        return running;
    }

    /** Lets the loop hang for some true time; the process's other loops go on. */
    public void hang(long durationNanos) {
        busyUntilNanos = Math.max(busyUntilNanos, world.time().nowNanos() + durationNanos);
    }

    /** Ends every hang. */
    void unhang() {
        busyUntilNanos = world.time().nowNanos();
        if (!backlog.isEmpty()) {
            awaitTurn();
        }
    }

    /** Runs {@code task} now if the loop is free. */
    void arrive(Runnable task) {
        if (process.isCrashed()) {
            return;
        }
        if (backlog.isEmpty() && freeAtNanos() <= world.time().nowNanos()) {
            run(task);
            return;
        }
        if (backlog.size() >= MAX_BACKLOG) {
            throw new IllegalStateException(process + " cannot keep up: " + MAX_BACKLOG + " tasks wait");
        }
        backlog.add(task);
        awaitTurn();
    }

    private long freeAtNanos() {
        return Math.max(busyUntilNanos, process.pausedUntilNanos());
    }

    private void awaitTurn() {
        if (!awaitsTurn) {
            awaitsTurn = true;
            world.time().at(Math.max(world.time().nowNanos(), freeAtNanos()), this::takeTurn);
        }
    }

    private void takeTurn() {
        awaitsTurn = false;
        if (process.isCrashed()) {
            backlog.clear();
            return;
        }
        if (freeAtNanos() <= world.time().nowNanos()) {
            run(backlog.remove());
        }
        if (!backlog.isEmpty()) {
            awaitTurn();
        }
    }

    private void run(Runnable task) {
        running = true;
        world.step(process, lane, task);
        running = false;
        if (process.stepNanos() > 0) {
            busyUntilNanos = Math.max(busyUntilNanos, world.time().nowNanos() + process.stepNanos());
        }
    }
}
