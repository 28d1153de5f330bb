package io.kith.config;

import io.kith.transport.Cancellable;
import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Sees to what clients ask for: proposes it for each config anew until it is so, refused, or out of time. */
final class OperatorRequests {
    private static final int MAX_OPEN = 256;

    private record Key(NodeId client, long correlation) {}

    private record Open(Change change, List<NodeId> gone, Cancellable timeout) {}

    private final HeldConfig held;
    private final Confidence confidence;
    private final ProtocolPort port;
    private final ConfigTiming timing;
    private final LostHolders lostHolders;
    private final TreeMap<Key, Open> open =
            new TreeMap<>(Comparator.comparing(Key::client).thenComparing(Key::correlation));

    OperatorRequests(
            HeldConfig held, Confidence confidence, ProtocolPort port, ConfigTiming timing, LostHolders lostHolders) {
        this.lostHolders = lostHolders;
        this.held = held;
        this.confidence = confidence;
        this.port = port;
        this.timing = timing;
    }

    /** A client asks for a change. */
    void asked(NodeId client, ConfigMessage.ProposeChange message, ClusterConfig config) {
        Key key = new Key(client, message.correlation());
        Change change = message.change().onBehalf(held.self(), port.clock().wallMillis());
        if (open.containsKey(key)) {
            return;
        }
        if (change == null) {
            answer(
                    key,
                    false,
                    "clients cannot ask for " + message.change().getClass().getSimpleName(),
                    config);
        } else if (open.size() >= MAX_OPEN) {
            answer(key, false, "too many commands at once; ask again", config);
        } else if (!settled(key, change, message.gone(), config)) {
            open.put(key, new Open(change, message.gone(), port.schedule(timing.commandNanos(), () -> timedOut(key))));
        }
    }

    /** Looks at all open commands in the light of a new config. */
    void begin(ClusterConfig config) {
        List<Map.Entry<Key, Open>> all = new ArrayList<>(open.entrySet());
        for (Map.Entry<Key, Open> entry : all) {
            if (settled(
                    entry.getKey(), entry.getValue().change(), entry.getValue().gone(), config)) {
                entry.getValue().timeout().cancel();
                open.remove(entry.getKey());
            }
        }
    }

    /** Answers the command if it is done or refused; else asks for it. */
    private boolean settled(Key key, Change change, List<NodeId> gone, ClusterConfig config) {
        if (ConfigTransition.satisfied(config, change)) {
            answer(key, true, "", config);
            return true;
        }
        if (knowsMore(change, config)) {
            return false;
        }
        String refusal = change instanceof Change.AcceptLoss accept
                ? lostHolders.refusal(config, accept, gone)
                : alive(change, config);
        if (refusal == null) {
            refusal = held.propose(change);
        }
        if (refusal != null) {
            answer(key, false, refusal, config);
            return true;
        }
        return false;
    }

    /** Whether who asks has seen a version that this node has yet to hear of; it may be right. */
    private static boolean knowsMore(Change change, ClusterConfig config) {
        return change instanceof Change.SetSetting set && set.expectedVersion() > config.configId();
    }

    /** Tells an operator at once what voters are going to say: that a node which answers is not to be removed. */
    private @Nullable String alive(Change change, ClusterConfig config) {
        if (!(change instanceof Change.Remove remove)) {
            return null;
        }
        Member member = config.member(remove.node());
        return member != null && member.state() == MemberState.ACTIVE && confidence.wouldDefend(member.id())
                ? member.id().shortName() + " is alive; ask it to leave instead"
                : null;
    }

    private void timedOut(Key key) {
        ClusterConfig config = held.config();
        if (open.remove(key) != null && config != null) {
            answer(
                    key,
                    false,
                    "not decided in time: either a majority of the voters does not answer, or they hear the node well"
                            + " that it concerns and defend it, or it holds the last copy of something",
                    config);
        }
    }

    private void answer(Key key, boolean done, String reason, ClusterConfig config) {
        port.send(key.client(), new ConfigMessage.ProposeAnswer(key.correlation(), done, reason, config.configId()));
    }
}
