package io.kith.cluster.simulation;

import io.kith.simulation.SimulatedPort;
import io.kith.simulation.SimulatedProcess;
import io.kith.simulation.SimulatedWorld;
import io.kith.transport.Message;
import io.kith.transport.NodeId;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Somebody who changes settings of the cluster now and then, and does not look whether that succeeds. */
final class Operator {
    private static final long MILLIS = 1_000_000L;
    private static final long SHORTEST_NANOS = 100 * MILLIS;
    private static final long LONGEST_NANOS = 2_000 * MILLIS;

    private final SystemUnderTest system;
    private final SimulatedProcess process;
    private final SimulatedPort port;
    private final Supplier<List<NodeId>> running;
    private final SplittableRandom random;
    private boolean stopped;

    Operator(SystemUnderTest system, SimulatedWorld world, SimulatedProcess process, Supplier<List<NodeId>> running) {
        this.system = system;
        this.process = process;
        this.port = process.addLoop((from, message) -> {});
        this.running = running;
        this.random = world.streams().of("operator");
    }

    /** Changes something now and then until it is stopped. */
    void start() {
        port.schedule(random.nextLong(SHORTEST_NANOS, LONGEST_NANOS), () -> {
            if (!stopped) {
                change();
                start();
            }
        });
    }

    void stop() {
        stopped = true;
    }

    /** Changes something now. */
    void change() {
        List<NodeId> nodes = running.get();
        Message wish = nodes.isEmpty() ? null : system.changeOfSettings(process.id(), random);
        if (wish != null) {
            process.note(() -> "asks for " + wish);
            port.send(nodes.get(random.nextInt(nodes.size())), wish);
        }
    }
}
