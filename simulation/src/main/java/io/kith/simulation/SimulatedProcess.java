package io.kith.simulation;

import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A process of the simulation: a node or a client, with its clock and its loops. */
public final class SimulatedProcess {
    private final SimulatedWorld world;
    private final int index;
    private final String name;
    private final NodeId id;
    private final SimulatedClock clock;
    private final List<SimulatedPort> ports = new ArrayList<>();
    private boolean crashed;
    private long pausedUntilNanos;
    private long stepNanos;

    SimulatedProcess(SimulatedWorld world, int index, String name, NodeId id, SimulatedClock clock) {
        this.world = world;
        this.index = index;
        this.name = name;
        this.id = id;
        this.clock = clock;
    }

    /** Counts processes of a simulation from 0 on; never used again. */
    public int index() {
        return index;
    }

    public NodeId id() {
        return id;
    }

    public SimulatedClock clock() {
        return clock;
    }

    /**
     * Adds a loop with a port of its own. Loops of the same position in different processes are connected, in order.
     *
     * @param handler takes what arrives there, on that loop
     */
    public SimulatedPort addLoop(MessageHandler handler) {
        SimulatedPort port = new SimulatedPort(world, this, ports.size(), handler);
        ports.add(port);
        return port;
    }

    /** The loops, in the order in which they were added. */
    public List<SimulatedPort> ports() {
        return ports;
    }

    /** The loop at which what was sent from another's loop {@code lane} arrives. */
    SimulatedPort portOf(int lane) {
        return ports.get(Math.min(lane, ports.size() - 1));
    }

    /** Ends the process: all it knew is gone, nothing of it ever runs again. */
    public void crash() {
        crashed = true;
    }

    public boolean isCrashed() {
        return crashed;
    }

    /** Stops the process for some true time; its clocks run on, and what arrives waits. */
    public void pause(long durationNanos) {
        pausedUntilNanos = Math.max(pausedUntilNanos, world.time().nowNanos() + durationNanos);
    }

    /** Suspends the machine: like a pause, but the monotonic clock stands still. */
    public void suspend(long durationNanos) {
        pause(durationNanos);
        clock.suspendUntil(world.time().nowNanos() + durationNanos);
    }

    /** Ends every pause, hang and slowness. */
    public void recover() {
        stepNanos = 0;
        pausedUntilNanos = world.time().nowNanos();
        clock.suspendUntil(pausedUntilNanos);
        ports.forEach(port -> port.loop().unhang());
    }

    /** The true time each step takes from now on; 0 for none. */
    public void slowDown(long nanosPerStep) {
        stepNanos = nanosPerStep;
    }

    /** Notes what happens here for readers of the trace. */
    public void note(Supplier<String> what) {
        if (world.trace().isRead()) {
            world.note(this + " " + what.get());
        }
    }

    long stepNanos() {
        return stepNanos;
    }

    long pausedUntilNanos() {
        return pausedUntilNanos;
    }

    @Override
    public String toString() {
        return name;
    }
}
