package io.kith.config;

import io.kith.transport.Cancellable;
import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the config itself needs, whoever is there to ask for it: the right voters, the removal of members that left, and
 * the end of listings that are of no use. The healthy voter of lowest rank asks first, others later.
 */
final class Upkeep {
    private static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final HeldConfig held;
    private final Confidence confidence;
    private final ProtocolPort port;
    private final PeerHealth health;
    private final Consumer<ClusterConfig> regularly;
    private @Nullable Cancellable regular;
    private @Nullable Cancellable soon;
    private long sinceNanos;
    private List<Change> listings = List.of();
    private List<NodeId> drained = List.of();

    /** {@code regularly} is called some times a lease with the config held. */
    Upkeep(
            HeldConfig held,
            Confidence confidence,
            ProtocolPort port,
            PeerHealth health,
            Consumer<ClusterConfig> regularly) {
        this.held = held;
        this.confidence = confidence;
        this.port = port;
        this.health = health;
        this.regularly = regularly;
    }

    /** Looks after {@code config} from now on, and no more after the one before it. */
    void begin(@Nullable ClusterConfig previous, ClusterConfig config) {
        sinceNanos = port.clock().nowNanos();
        boolean strangers = Coverages.knownAfter(previous, config).withStrangers() > 0;
        listings = strangers ? uselessListings(config) : List.of();
        drained = drained(config);
        poke();
        if (regular == null) {
            tick();
        }
    }

    /** Something was heard that may make a wanted change possible: looks again soon. */
    void poke() {
        if (soon == null) {
            soon = port.schedule(SOON_NANOS, () -> {
                soon = null;
                check();
            });
        }
    }

    /** Ends all activity. */
    void stop() {
        if (regular != null) {
            regular.cancel();
            regular = null;
        }
        if (soon != null) {
            soon.cancel();
            soon = null;
        }
    }

    private void tick() {
        ClusterConfig config = held.config();
        if (config != null) {
            regular = port.schedule(config.parameters().leaseNanos() / 4, this::tick);
            regularly.accept(config);
            check();
        }
    }

    private void check() {
        ClusterConfig config = held.config();
        if (config == null || !config.isMember(held.self())) {
            return;
        }
        boolean isVoter = config.isVoter(held.self());
        if (isVoter && port.clock().nowNanos() - sinceNanos >= delayNanos(config)) {
            wanted(config).forEach(held::propose);
        } else if (!isVoter && drained.contains(held.self())) {
            held.propose(new Change.Remove(held.self(), held.self()));
        }
    }

    private List<Change> wanted(ClusterConfig config) {
        List<Change> wanted = new ArrayList<>(listings);
        List<NodeId> voters = VoterPolicy.next(config, confidence::trusts);
        if (voters != null) {
            wanted.add(new Change.SetVoters(held.self(), voters));
        }
        for (NodeId node : drained) {
            // A voter goes only when nobody better can take its place, which is then seen to in the same value.
            if (!config.isVoter(node) || voters == null) {
                wanted.add(new Change.Remove(held.self(), node));
            }
        }
        return wanted;
    }

    /** How long this voter leaves the work to healthy ones of lower rank. */
    private long delayNanos(ClusterConfig config) {
        int before = 0;
        for (NodeId voter : config.voters()) {
            if (voter.equals(held.self())) {
                break;
            }
            before += health.hearsWell(voter) ? 1 : 0;
        }
        return before * config.parameters().leaseNanos() / 4;
    }

    private List<Change> uselessListings(ClusterConfig config) {
        List<Change> useless = new ArrayList<>();
        for (int p = 0; p < config.partitionCount(); p++) {
            PartitionReplicas partition = config.partition(p);
            for (NodeId node : partition.replicas()) {
                if (!config.isMember(node)
                        && useless.size() < ConfigMessage.MAX_CHANGES
                        && partition.replicas().stream().anyMatch(config::isMember)) {
                    useless.add(new Change.Drop(held.self(), p, partition.term(), node));
                }
            }
        }
        return useless;
    }

    private static List<NodeId> drained(ClusterConfig config) {
        return config.members().values().stream()
                .filter(member -> member.state() == MemberState.LEAVING && !config.holdsAny(member.id()))
                .map(Member::id)
                .toList();
    }
}
