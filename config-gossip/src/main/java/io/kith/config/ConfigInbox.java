package io.kith.config;

import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes in a node's messages about the config and gives each to whom it concerns. */
final class ConfigInbox {
    private final ProtocolPort port;
    private final HeldConfig held;
    private final Adoption adoption;
    private final ConfigListener listener;
    private final ConfigGossip gossip;
    private final Joining joining;
    private final OutsideRequests outside;
    private final Upkeep upkeep;
    private final EarlyMessages early = new EarlyMessages();

    ConfigInbox(
            ProtocolPort port,
            HeldConfig held,
            Adoption adoption,
            ConfigListener listener,
            ConfigGossip gossip,
            Joining joining,
            OutsideRequests outside,
            Upkeep upkeep) {
        this.port = port;
        this.held = held;
        this.adoption = adoption;
        this.listener = listener;
        this.gossip = gossip;
        this.joining = joining;
        this.outside = outside;
        this.upkeep = upkeep;
    }

    void handle(NodeId from, ConfigMessage message) {
        if (held.isStopped()) {
            return;
        }
        ConfigMessage answer = switch (message.kind()) {
            case PREPARE, PROMISE, ACCEPT, ACCEPTED, OUTBID, OBJECTION, WISHES ->
                onInstanceMessage(from, (ConfigMessage.InstanceMessage) message);
            case FULL_CONFIG -> onFull(from, ((ConfigMessage.FullConfig) message).config());
            case CONFIG_STEPS -> onConfigSteps(from, (ConfigMessage.ConfigSteps) message);
            case SPREAD -> onSpread(from, (ConfigMessage.Spread) message);
            case PULL_CONFIG -> onPull(from, (ConfigMessage.PullConfig) message);
            case HOLDS_CONFIG -> onHolds(from, (ConfigMessage.HoldsConfig) message);
            case JOIN_REQUEST -> onJoinRequest(from, (ConfigMessage.JoinRequest) message);
            case JOIN_DELAYED -> onJoinDelayed(from, (ConfigMessage.JoinDelayed) message);
            case PROPOSE_CHANGE -> outside.onCommand(from, (ConfigMessage.ProposeChange) message);
            case FORCE_CONFIG -> outside.onForce((ConfigMessage.ForceConfig) message);
            // Only clients are told these.
            case PROPOSE_ANSWER, SUSPICION -> null;
        };
        if (answer != null) {
            port.send(from, answer);
        }
    }

    /** A heartbeat or request of {@code from} said that it holds {@code configId}. */
    void heard(NodeId from, long configId) {
        if (held.isStopped()) {
            return;
        }
        long before = gossip.known(from);
        gossip.heard(from, configId);
        ClusterConfig config = held.config();
        if (configId > before && config != null && configId >= config.configId()) {
            upkeep.poke();
        }
    }

    /** Turns to what came early for the instance that follows {@code config}. */
    void begin(ClusterConfig config) {
        List<EarlyMessages.Early> due = early.take(Instance.of(config));
        if (!due.isEmpty()) {
            // Not at once: their answers must not overtake the announcement of this config.
            port.schedule(0, () -> due.forEach(message -> handle(message.from(), message.message())));
        }
    }

    private @Nullable ConfigMessage onInstanceMessage(NodeId from, ConfigMessage.InstanceMessage message) {
        HeldConfig.Chain chain = held.chain();
        if (chain == null) {
            return null;
        }
        ClusterConfig config = chain.history().config();
        Instance here = Instance.of(config);
        Instance instance = message.instance();
        if (!instance.clusterId().equals(here.clusterId())) {
            return null;
        }
        if (instance.equals(here)) {
            heard(from, instance.configId());
            chain.agreement().handle(from, message);
        } else if (here.isBehind(instance)) {
            early.add(new EarlyMessages.Early(from, message));
            heard(from, instance.configId());
        } else {
            gossip.update(from, instance.generation(), instance.configId());
            if (message instanceof ConfigMessage.Wishes wishes && config.isMember(from)) {
                chain.agreement().wishedLate(wishes.changes());
            }
        }
        return null;
    }

    private @Nullable ConfigMessage onFull(NodeId from, ClusterConfig next) {
        ClusterConfig config = held.config();
        boolean wanted = config == null
                ? joining.isUnderWay() && next.isMember(held.self())
                : held.rules().isNews(Instance.of(config), Instance.of(next));
        if (wanted) {
            adoption.adopt(next, null);
            gossip.heard(from, next.configId());
        }
        gossip.sayWhatIsHeld(from, false);
        return null;
    }

    private @Nullable ConfigMessage onConfigSteps(NodeId from, ConfigMessage.ConfigSteps steps) {
        if (follows(from, steps)) {
            gossip.heard(from, steps.leadsTo().configId());
            gossip.sayWhatIsHeld(from, false);
        }
        return null;
    }

    private @Nullable ConfigMessage onSpread(NodeId from, ConfigMessage.Spread rumour) {
        if (follows(from, rumour.steps())) {
            gossip.passOn(rumour);
        }
        return null;
    }

    private @Nullable ConfigMessage onPull(NodeId from, ConfigMessage.PullConfig pull) {
        gossip.update(from, pull.generation(), pull.configId());
        return null;
    }

    /** Applies those of the steps that are news; false if there were none or they do not connect. */
    private boolean follows(NodeId from, ConfigMessage.ConfigSteps steps) {
        ClusterConfig config = held.config();
        if (config == null || !Instance.of(config).isBehind(steps.leadsTo())) {
            return false;
        }
        if (config.generation() != steps.from().generation() || steps.from().configId() > config.configId()) {
            gossip.pull(from);
            return false;
        }
        int known = (int) (config.configId() - steps.from().configId());
        for (List<Change> value : steps.steps().subList(known, steps.steps().size())) {
            ClusterConfig current = held.config();
            if (current != null && !held.isStopped()) {
                adoption.adopt(ConfigTransition.apply(current, value, held.rules()), value);
            }
        }
        return true;
    }

    private @Nullable ConfigMessage onHolds(NodeId from, ConfigMessage.HoldsConfig message) {
        ClusterConfig config = held.config();
        if (config != null && message.held().clusterId().equals(config.clusterId())) {
            heard(from, message.held().configId());
            if (message.asks()) {
                gossip.sayWhatIsHeld(from, false);
            }
        }
        return null;
    }

    private @Nullable ConfigMessage onJoinRequest(NodeId from, ConfigMessage.JoinRequest request) {
        outside.onJoinRequest(from, request.member());
        return null;
    }

    private @Nullable ConfigMessage onJoinDelayed(NodeId from, ConfigMessage.JoinDelayed delayed) {
        if (joining.isUnderWay()) {
            listener.joinDelayed(from, delayed.reason());
        }
        return null;
    }
}
