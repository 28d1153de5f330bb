package io.kith.cluster.simulation;

import io.kith.collections.wire.ClientMessageCodec;
import io.kith.config.BootstrapMessageCodec;
import io.kith.config.Change;
import io.kith.config.ConfigFollower;
import io.kith.config.ConfigMessage;
import io.kith.config.ConfigMessageCodec;
import io.kith.config.ConfigRules;
import io.kith.membership.MembershipCodec;
import io.kith.node.core.NodeRules;
import io.kith.node.core.RelayLimits;
import io.kith.replication.message.ReplicationMessageCodec;
import io.kith.replication.safety.SafetyRules;
import io.kith.simulation.SimulatedProcess;
import io.kith.simulation.oracle.ConfigView;
import io.kith.simulation.oracle.SimulatedNode;
import io.kith.transport.Message;
import io.kith.transport.MessageCodecs;
import io.kith.transport.NodeId;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The production protocol cores, and clients that follow the config as production's do. */
public final class ProductionSystem implements SystemUnderTest {
    private final NodeRules rules;
    private final RelayLimits relayLimits;
    private final MessageCodecs codecs = MessageCodecs.of(
            new MembershipCodec(),
            new ConfigMessageCodec(),
            new BootstrapMessageCodec(),
            new ReplicationMessageCodec(),
            new ClientMessageCodec());

    /**
     * The system under some rules of replication and all of the config's.
     *
     * @param rules {@link SafetyRules#production()}, or fewer to see whether the absence of one is noticed
     */
    public ProductionSystem(SafetyRules rules) {
        this(new NodeRules(ConfigRules.all(), rules));
    }

    /**
     * The system under some rules.
     *
     * @param rules {@link NodeRules#all()}, or fewer to see whether the absence of one is noticed
     */
    public ProductionSystem(NodeRules rules) {
        this(rules, RelayLimits.defaults());
    }

    /** The same, with other limits of what takes a detour when a link is down. */
    public ProductionSystem(NodeRules rules, RelayLimits relayLimits) {
        this.rules = rules;
        this.relayLimits = relayLimits;
    }

    @Override
    public MessageCodecs codecs() {
        return codecs;
    }

    @Override
    public SimulatedNode newNode(SimulatedProcess process, SimulatedClusterOptions options, CommitWatch commits) {
        return new ProductionNode(process, options, rules, relayLimits, commits);
    }

    @Override
    public Message askForConfig(@Nullable ConfigView held) {
        return held instanceof ProductionConfig config
                ? new ConfigMessage.PullConfig(config.generation(), config.configId())
                : new ConfigMessage.PullConfig(0, 0);
    }

    @Override
    public @Nullable ConfigView configAfter(@Nullable ConfigView held, Message message) {
        if (!(message instanceof ConfigMessage.ConfigUpdate update)) {
            return held;
        }
        ConfigFollower follower =
                held instanceof ProductionConfig config ? config.follower() : new ConfigFollower(rules.config());
        return follower.apply(update) == ConfigFollower.Outcome.ADVANCED ? ProductionConfig.of(follower) : held;
    }

    @Override
    public Message changeOfSettings(NodeId author, RandomGenerator random) {
        OptionsWorkload.Wish wish = OptionsWorkload.anyWish(random);
        return new ConfigMessage.ProposeChange(
                1 + random.nextInt(Integer.MAX_VALUE), new Change.SetSetting(author, wish.key(), wish.value()));
    }

    @Override
    public WorkloadClient newProductionClient(ClientSetup setup) {
        return new RouterClient(setup);
    }

    @Override
    public Workload newWorkload(WorkloadOptions options) {
        return new MixedWorkload(options);
    }
}
