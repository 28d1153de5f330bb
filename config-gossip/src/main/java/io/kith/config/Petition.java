package io.kith.config;

import io.kith.transport.Cancellable;
import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The changes that this node itself wants of the current instance. They go to two voters that it hears well, the same
 * two for everybody where possible, so that few compete; and to others if nothing comes of it. What is to cost another
 * node its role goes to all voters, who take it for a complaint. Bounded, and dropped with each new config.
 */
final class Petition {
    private static final int VOTERS_ASKED = 2;

    private final NodeId self;
    private final ProtocolPort port;
    private final PeerHealth health;
    private final Agreement agreement;

    private final Set<Change> wishes = new LinkedHashSet<>();
    private final List<Change> unsent = new ArrayList<>();
    private @Nullable ClusterConfig config;
    private @Nullable Cancellable flushTimer;
    private @Nullable Cancellable againTimer;
    private int attempts;
    private boolean saidLate;
    private long bytes;

    Petition(NodeId self, ProtocolPort port, PeerHealth health, Agreement agreement) {
        this.self = self;
        this.port = port;
        this.health = health;
        this.agreement = agreement;
    }

    /** Goes on to the instance that follows {@code next}. */
    void begin(ClusterConfig next) {
        stop();
        config = next;
    }

    /** Drops all wishes. */
    void stop() {
        wishes.clear();
        unsent.clear();
        attempts = 0;
        saidLate = false;
        bytes = 0;
        flushTimer = cancelled(flushTimer);
        againTimer = cancelled(againTimer);
    }

    /** Whether {@code change} is being asked for already. */
    boolean has(Change change) {
        return wishes.contains(change);
    }

    /** Adds a wish; those of one turn travel together. False if there is no room. */
    boolean add(Change change) {
        int size = change.weightBytes();
        if (wishes.size() >= ConfigMessage.MAX_CHANGES || bytes + size > ValueBuilder.MAX_BYTES) {
            return false;
        }
        wishes.add(change);
        unsent.add(change);
        bytes += size;
        if (flushTimer == null) {
            // Never at once: what is wanted while a config is being announced must not be decided in the middle of it.
            flushTimer = port.schedule(0, this::flush);
        }
        return true;
    }

    /** Says once a config that a change of this node was written under {@code outdated}, and so is not asked for. */
    void late(Instance outdated, Change change) {
        ClusterConfig current = config;
        if (current == null || saidLate) {
            return;
        }
        saidLate = true;
        List<NodeId> voters = inOrder(current);
        for (int order = 0; order < Math.min(VOTERS_ASKED, voters.size()); order++) {
            NodeId voter = voters.get(order);
            if (voter.equals(self)) {
                agreement.wishedLate(List.of(change));
            } else {
                port.send(voter, new ConfigMessage.Wishes(outdated, List.of(change), order));
            }
        }
    }

    private void flush() {
        flushTimer = null;
        send(unsent);
        unsent.clear();
        if (againTimer == null) {
            scheduleAgain();
        }
    }

    private void sendAgain() {
        attempts++;
        send(List.copyOf(wishes));
        scheduleAgain();
    }

    private void scheduleAgain() {
        ClusterConfig current = config;
        if (current != null) {
            againTimer = port.schedule(ConfigTiming.finishNanos(current.parameters()), this::sendAgain);
        }
    }

    private void send(List<Change> changes) {
        ClusterConfig current = config;
        if (current == null || changes.isEmpty()) {
            return;
        }
        List<Change> complaints = new ArrayList<>();
        for (Change change : changes) {
            if (Complaints.accused(current, change) != null) {
                complaints.add(change);
            }
        }
        List<NodeId> voters = inOrder(current);
        Instance instance = Instance.of(current);
        for (int order = 0; order < voters.size(); order++) {
            NodeId voter = voters.get(order);
            List<Change> part = order < VOTERS_ASKED || voter.equals(self) ? changes : complaints;
            if (voter.equals(self)) {
                agreement.wish(self, part, order);
            } else if (!part.isEmpty()) {
                port.send(voter, new ConfigMessage.Wishes(instance, part, order));
            }
        }
    }

    /** The voters that are heard well, by rank, then the others; turned by two with each attempt that came to nothing. */
    private List<NodeId> inOrder(ClusterConfig current) {
        List<NodeId> order = new ArrayList<>();
        List<NodeId> rest = new ArrayList<>();
        for (NodeId voter : current.voters()) {
            (voter.equals(self) || health.hearsWell(voter) ? order : rest).add(voter);
        }
        order.addAll(rest);
        int turn = attempts * VOTERS_ASKED % order.size();
        List<NodeId> turned = new ArrayList<>(order.subList(turn, order.size()));
        turned.addAll(order.subList(0, turn));
        return turned;
    }

    private static @Nullable Cancellable cancelled(@Nullable Cancellable timer) {
        if (timer != null) {
            timer.cancel();
        }
        return null;
    }
}
