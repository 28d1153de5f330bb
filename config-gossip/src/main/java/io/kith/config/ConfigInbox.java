package io.kith.config;

import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes in a node's messages about the config and gives each to whom it concerns. */
final class ConfigInbox {
    private final ConfigCore core;
    private final ProtocolPort port;
    private final ConfigCore.Listener listener;
    private final ConfigGossip gossip;
    private final Joining joining;
    private final JoinDesk desk;
    private final OperatorRequests commands;
    private final EarlyMessages early = new EarlyMessages();

    ConfigInbox(
            ConfigCore core,
            ProtocolPort port,
            ConfigCore.Listener listener,
            ConfigGossip gossip,
            Joining joining,
            JoinDesk desk,
            OperatorRequests commands) {
        this.core = core;
        this.port = port;
        this.listener = listener;
        this.gossip = gossip;
        this.joining = joining;
        this.desk = desk;
        this.commands = commands;
    }

    void handle(NodeId from, ConfigMessage message) {
        if (message instanceof ConfigMessage.InstanceMessage instanceMessage) {
            onInstanceMessage(from, instanceMessage);
        } else if (message instanceof ConfigMessage.FullConfig full) {
            onFull(from, full.config());
        } else if (message instanceof ConfigMessage.ConfigSteps steps) {
            if (onSteps(from, steps)) {
                gossip.heard(from, steps.leadsTo().configId());
                gossip.sayWhatIsHeld(from, false);
            }
        } else if (message instanceof ConfigMessage.Spread rumour) {
            if (onSteps(from, rumour.steps())) {
                gossip.passOn(rumour);
            }
        } else if (message instanceof ConfigMessage.PullConfig pull) {
            gossip.update(from, pull.generation(), pull.configId());
        } else if (message instanceof ConfigMessage.HoldsConfig holds) {
            onHolds(from, holds);
        } else if (message instanceof ConfigMessage.JoinRequest request) {
            onJoinRequest(from, request.member());
        } else if (message instanceof ConfigMessage.JoinDelayed delayed && joining.isUnderWay()) {
            listener.joinDelayed(from, delayed.reason());
        } else if (message instanceof ConfigMessage.ProposeChange command) {
            onCommand(from, command);
        } else if (message instanceof ConfigMessage.ForceConfig command) {
            onForce(from, command);
        }
    }

    /** Turns to what came early for the instance that follows {@code config}. */
    void begin(ClusterConfig config) {
        List<EarlyMessages.Early> due = early.take(Instance.of(config));
        if (!due.isEmpty()) {
            // Not at once: their answers must not overtake the announcement of this config.
            port.schedule(0, () -> due.forEach(message -> core.handle(message.from(), message.message())));
        }
    }

    private void onInstanceMessage(NodeId from, ConfigMessage.InstanceMessage message) {
        Agreement agreement = core.agreement();
        ClusterConfig config = core.config();
        if (agreement == null || config == null) {
            return;
        }
        Instance here = Instance.of(config);
        Instance instance = message.instance();
        if (!instance.clusterId().equals(here.clusterId())) {
            return;
        }
        if (instance.equals(here)) {
            core.heard(from, instance.configId());
            if (message instanceof ConfigMessage.Wishes wishes) {
                agreement.wish(from, wishes.changes(), wishes.order());
            } else {
                agreement.handle(from, message);
            }
        } else if (here.isBehind(instance)) {
            early.add(new EarlyMessages.Early(from, message));
            core.heard(from, instance.configId());
        } else {
            gossip.update(from, instance.generation(), instance.configId());
            if (message instanceof ConfigMessage.Wishes wishes && config.isMember(from)) {
                agreement.wishedLate(wishes.changes());
            }
        }
    }

    private void onFull(NodeId from, ClusterConfig next) {
        ClusterConfig config = core.config();
        boolean wanted = config == null
                ? joining.isUnderWay() && next.isMember(core.self())
                : Instance.of(config).isBehind(Instance.of(next)) || goesBack(config, next);
        if (wanted) {
            core.jumpTo(next);
            gossip.heard(from, next.configId());
        }
        gossip.sayWhatIsHeld(from, false);
    }

    /** Only with the rule off that the config_id rises. */
    private boolean goesBack(ClusterConfig config, ClusterConfig next) {
        return !core.rules().on(ConfigRule.CONFIG_ID_RISES)
                && next.clusterId().equals(config.clusterId())
                && next.configId() < config.configId();
    }

    /** Applies those of the steps that are news; false if there were none or they do not connect. */
    private boolean onSteps(NodeId from, ConfigMessage.ConfigSteps steps) {
        ClusterConfig config = core.config();
        if (config == null || !Instance.of(config).isBehind(steps.leadsTo())) {
            return false;
        }
        if (config.generation() != steps.from().generation() || steps.from().configId() > config.configId()) {
            gossip.pull(from);
            return false;
        }
        int known = (int) (config.configId() - steps.from().configId());
        core.follow(steps.steps().subList(known, steps.steps().size()));
        return true;
    }

    private void onHolds(NodeId from, ConfigMessage.HoldsConfig message) {
        ClusterConfig config = core.config();
        if (config != null && message.held().clusterId().equals(config.clusterId())) {
            core.heard(from, message.held().configId());
            if (message.asks()) {
                gossip.sayWhatIsHeld(from, false);
            }
        }
    }

    private void onJoinRequest(NodeId from, Member member) {
        ClusterConfig config = core.config();
        // Nobody asks for another, so that a node id cannot be spent by strangers.
        if (config == null || !member.id().equals(from)) {
            return;
        }
        if (config.isMember(from)) {
            gossip.update(from, 0, 0);
        } else if (config.isMember(core.self())) {
            desk.asked(config, member);
        }
    }

    private void onForce(NodeId from, ConfigMessage.ForceConfig command) {
        String refusal = core.refuseToForce(command.held());
        if (refusal == null) {
            try {
                core.force(command.survivors());
            } catch (IllegalArgumentException e) {
                refusal = String.valueOf(e.getMessage());
            }
        }
        ClusterConfig held = core.config();
        port.send(
                from,
                new ConfigMessage.ProposeAnswer(
                        command.correlation(),
                        refusal == null,
                        refusal == null ? "" : refusal,
                        held == null ? 0 : held.configId()));
    }

    private void onCommand(NodeId from, ConfigMessage.ProposeChange command) {
        @Nullable ClusterConfig config = core.config();
        if (config == null) {
            String reason = "this node is not in a cluster yet; ask again";
            port.send(from, new ConfigMessage.ProposeAnswer(command.correlation(), false, reason, 0));
        } else {
            commands.asked(from, command, config);
        }
    }
}
