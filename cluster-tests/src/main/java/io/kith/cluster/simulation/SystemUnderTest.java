package io.kith.cluster.simulation;

import io.kith.simulation.SimulatedProcess;
import io.kith.simulation.oracle.ConfigView;
import io.kith.simulation.oracle.SimulatedNode;
import io.kith.transport.Message;
import io.kith.transport.MessageCodecs;
import io.kith.transport.NodeId;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What a simulation runs: how its nodes are made and how its clients learn of configs. */
public interface SystemUnderTest {

    /** The codecs of all its messages; null if it has none. */
    @Nullable
    MessageCodecs codecs();

    /** Makes the node of {@code process} and its loops, of which the first takes clients' requests. */
    SimulatedNode newNode(SimulatedProcess process, SimulatedClusterOptions options, CommitWatch commits);

    /** What a client sends to ask for a config newer than {@code held}. */
    Message askForConfig(@Nullable ConfigView held);

    /** The config that a client holds after {@code message}: {@code held} if the message brings none. */
    @Nullable
    ConfigView configAfter(@Nullable ConfigView held, Message message);

    /** What {@code author} sends to have some setting changed; null if the system has none. */
    default @Nullable Message changeOfSettings(NodeId author, RandomGenerator random) {
        return null;
    }

    /** A client of the system's own code; null if it has none. */
    default @Nullable WorkloadClient newProductionClient(ClientSetup setup) {
        return null;
    }

    /** What the clients ask for, and how their histories are judged. */
    Workload newWorkload(WorkloadOptions options);
}
