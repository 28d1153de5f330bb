package io.kith.simulation;

import io.kith.transport.MessageCodecs;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The kernel: time, chance, processes and the network between them. */
public final class SimulatedWorld {
    private static final long WALL_START_MILLIS = 1_700_000_000_000L;
    private static final long LATEST_CLOCK_ORIGIN_NANOS = 1_000_000_000_000L;

    private final VirtualTime time = new VirtualTime();
    private final RandomStreams streams;
    private final SimulationTrace trace;
    private final SimulatedNetwork network;
    private final List<SimulatedProcess> processes = new ArrayList<>();
    private final TreeMap<NodeId, SimulatedProcess> byId = new TreeMap<>();
    private final SplittableRandom identities;
    private StepObserver afterStep = (process, lane) -> {};
    private long steps;

    /**
     * An empty world.
     *
     * @param codecs turn messages into bytes and back on their way; null to pass them as they are
     */
    public SimulatedWorld(long seed, NetworkOptions options, @Nullable MessageCodecs codecs, SimulationTrace trace) {
        this.streams = new RandomStreams(seed);
        this.trace = trace;
        this.identities = streams.of("identities");
        this.network = new SimulatedNetwork(this, options, codecs);
    }

    /** An empty world whose messages pass as they are, and whose trace nobody reads. */
    public SimulatedWorld(long seed, NetworkOptions options) {
        this(seed, options, null, new SimulationTrace(null));
    }

    public VirtualTime time() {
        return time;
    }

    public RandomStreams streams() {
        return streams;
    }

    public SimulationTrace trace() {
        return trace;
    }

    public SimulatedNetwork network() {
        return network;
    }

    /** Steps that processes took so far. */
    public long steps() {
        return steps;
    }

    /** Tells {@code observer} of every step from now on. */
    public void afterEachStep(StepObserver observer) {
        afterStep = observer;
    }

    /**
     * Adds a process under a fresh id.
     *
     * @param name for readers of the trace
     * @param fastPpm by how many millionths its clocks run faster than true time
     */
    public SimulatedProcess addProcess(String name, long fastPpm) {
        return addProcess(name, NodeId.random(identities), fastPpm);
    }

    /**
     * Adds a process under an id of the caller's choice.
     *
     * @throws IllegalArgumentException if there was a process of that id
     */
    public SimulatedProcess addProcess(String name, NodeId id, long fastPpm) {
        if (byId.containsKey(id)) {
            throw new IllegalArgumentException(name + " would have the id of " + byId.get(id));
        }
        long originNanos = identities.nextLong(LATEST_CLOCK_ORIGIN_NANOS);
        long wallMillis = WALL_START_MILLIS + identities.nextLong(1_000_000);
        SimulatedClock clock = new SimulatedClock(time, originNanos, fastPpm, wallMillis);
        SimulatedProcess process = new SimulatedProcess(this, processes.size(), name, id, clock);
        processes.add(process);
        byId.put(id, process);
        return process;
    }

    /** All processes there ever were, by index. */
    public List<SimulatedProcess> processes() {
        return processes;
    }

    /** The process that has, or had, this id; null if none had. */
    public @Nullable SimulatedProcess process(NodeId id) {
        return byId.get(id);
    }

    /** Notes something for readers of the trace. */
    public void note(String line) {
        trace.note(time.nowNanos(), () -> line);
    }

    void step(SimulatedProcess process, int lane, Runnable task) {
        steps++;
        trace.event(time.nowNanos(), "step", process.index(), 0);
        try {
            task.run();
        } catch (SimulationFailure e) {
            throw e;
        } catch (RuntimeException e) {
            throw new SimulationFailure("EXCEPTION at " + process + ": " + e, e);
        }
        afterStep.stepped(process, lane);
    }
}
