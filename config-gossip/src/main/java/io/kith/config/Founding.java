package io.kith.config;

import io.kith.transport.Cancellable;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import io.kith.transport.SuspensionWatch;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes one cluster of nodes that were told of each other and of how many to expect. Each gives a timed, exclusive pledge
 * to the lowest id among those that hear enough others. Who holds pledges of as many addresses as are expected begins an
 * attempt; who answers that is bound until it knows what became of it; and who has bound as many, by pledges that still
 * run, makes the cluster. Whoever hears of a cluster asks for admission and makes none. docs/adr/0010-one-cluster.md says
 * why there is never a second one.
 */
final class Founding {
    private static final int LATELY_ROUNDS = 8;
    private static final int FORGET_ROUNDS = 80;
    private static final long CLOCK_TOLERANCE_MILLIS = 50;

    /** Who makes the cluster, and who asks for admission. */
    interface Founder {
        /** Makes the cluster; from then on a config is held. */
        void found(FoundingPlan plan);

        /** A member of a cluster was heard. */
        void ask(NodeId member);
    }

    private record Bond(NodeId founder, long attempt) {}

    /** What is under way. */
    private record Wait(FoundingPlan plan, Member member, long startedNanos, WaitingNodes nodes) {}

    private final NodeId self;
    private final ProtocolPort port;
    private final ConfigRules rules;
    private final Founder founder;
    private final TreeMap<NodeId, Long> contacts = new TreeMap<>();
    private final Attempt attempt = new Attempt();
    private final SuspensionWatch suspension;

    private @Nullable Wait wait;
    private @Nullable Cancellable timer;
    private @Nullable Bond bond;
    private @Nullable NodeId pledgedTo;
    private long pledgedUntilNanos;

    Founding(NodeId self, ProtocolPort port, ConfigRules rules, Founder founder) {
        this.self = self;
        this.port = port;
        this.rules = rules;
        this.founder = founder;
        this.suspension = new SuspensionWatch(port.clock(), CLOCK_TOLERANCE_MILLIS);
    }

    /** Begins to wait for others. */
    void begin(Member member, FoundingPlan plan) {
        wait = new Wait(
                plan,
                member,
                now(),
                new WaitingNodes(self, LATELY_ROUNDS * plan.roundNanos(), FORGET_ROUNDS * plan.roundNanos()));
        suspension.settle();
        round();
    }

    /** Ends the waiting: a config is held, or the node stops. */
    void end() {
        wait = null;
        attempt.clear();
        contacts.clear();
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    /** A node was found at a seed's address. */
    void addContact(NodeId node) {
        if (wait != null && !node.equals(self) && contacts.size() < BootstrapMessage.MAX_HEARD) {
            contacts.put(node, now());
        }
    }

    /** Takes what a node said while no config is held. */
    void handle(NodeId from, BootstrapMessage message) {
        Wait current = wait;
        if (current == null || from.equals(self)) {
            return;
        }
        addContact(from);
        switch (message.kind()) {
            case WAITING -> onWaiting(current, from, (BootstrapMessage.Waiting) message);
            case PLEDGE -> onPledge(current, from, (BootstrapMessage.Pledge) message);
            case SETTLED -> onSettled(current, from, ((BootstrapMessage.Settled) message).address());
            case REACH, REACHED -> {
                // Only members are asked, and answered, that.
            }
        }
    }

    /** What it waits for, in a line for people; null if it does not wait for others. */
    @Nullable
    String waitingFor() {
        Wait current = wait;
        return current == null
                ? null
                : FoundingReport.line(
                        current.plan(), current.member().address(), current.nodes(), unheard(current), now());
    }

    /** How many answer at their addresses and are not heard; whoever was found a moment ago has had no time to say anything. */
    private long unheard(Wait current) {
        boolean isLong = now() - current.startedNanos() > 2 * current.plan().boundNanos();
        return isLong ? current.nodes().unknown(contacts.keySet()) : 0;
    }

    /** Whether it waits for others. */
    boolean isUnderWay() {
        return wait != null;
    }

    // ---- rounds

    private void round() {
        Wait current = wait;
        if (current == null) {
            return;
        }
        long now = now();
        noticeSuspension(current, now);
        current.nodes().forget(now);
        contacts.values()
                .removeIf(seen -> now - seen > FORGET_ROUNDS * current.plan().roundNanos());
        releaseIfOver(current.nodes());
        standForIt(current, now);
        if (wait != null) {
            sayThatItWaits(current);
            timer = port.schedule(current.plan().roundNanos(), this::round);
        }
    }

    private void sayThatItWaits(Wait current) {
        BootstrapMessage.Waiting waiting = waiting(current);
        for (NodeId contact : contacts.keySet()) {
            port.send(contact, waiting);
        }
    }

    private BootstrapMessage.Waiting waiting(Wait current) {
        Bond bound = bond == null || bond.founder().equals(self) ? null : bond;
        List<NodeId> hears = new ArrayList<>(
                current.nodes().companions(current.plan().expect(), now()).keySet());
        return new BootstrapMessage.Waiting(
                current.member().address(),
                current.plan().expect(),
                !current.member().witness(),
                now(),
                attempt.number(),
                bound == null ? null : bound.founder(),
                bound == null ? 0 : bound.attempt(),
                hears.subList(0, Math.min(hears.size(), BootstrapMessage.MAX_HEARD)));
    }

    /** Pledges itself to itself if it is the one to make the cluster; gives up what takes too long. */
    private void standForIt(Wait current, long now) {
        if (attempt.takesLongerThan(current.plan().attemptNanos(), now)) {
            giveUp(now);
        } else if (!attempt.isUnderWay()
                && self.equals(current.nodes()
                        .best(current.plan().expect(), !current.member().witness(), now))
                && mayPledge(current, self, now)) {
            pledge(current, self, now);
        }
        advance(current);
    }

    /** Whoever is bound to this attempt hears that it is over, and it never is what makes the cluster. */
    private void giveUp(long now) {
        attempt.next(now);
        bond = null;
    }

    /** What was pledged before the machine was suspended has run out unnoticed; what it has pledged itself may not have. */
    private void noticeSuspension(Wait current, long now) {
        if (suspension.hasJumped()) {
            attempt.clear();
            if (pledgedTo != null) {
                pledgedUntilNanos = now + current.plan().boundNanos();
            }
        }
        suspension.settle();
    }

    private long now() {
        return port.clock().nowNanos();
    }

    // ---- giving pledges

    private boolean mayPledge(Wait current, NodeId candidate, long now) {
        boolean isAwake = now - current.startedNanos()
                >= rules.silenceNanos(current.plan().boundNanos());
        return isAwake
                && !current.nodes().knowsCluster()
                && (isFree(current, candidate, now) || !rules.pledgesAreExclusive());
    }

    private boolean isFree(Wait current, NodeId candidate, long now) {
        NodeId holder = pledgedTo;
        boolean isUnbound = bond == null && !current.nodes().isAnotherFounding(candidate);
        return (holder == null || holder.equals(candidate) || now >= pledgedUntilNanos)
                && (isUnbound || !rules.bondOutlastsPledge());
    }

    private void pledge(Wait current, NodeId candidate, long now) {
        pledgedTo = candidate;
        pledgedUntilNanos = now + current.plan().boundNanos();
    }

    private void onWaiting(Wait current, NodeId from, BootstrapMessage.Waiting waiting) {
        long now = now();
        if (!current.nodes().waits(from, waiting, now)) {
            return;
        }
        releaseIfOver(current.nodes());
        if (waiting.expect() == current.plan().expect() && waiting.mayFound()) {
            answer(current, from, waiting, now);
        }
    }

    private void answer(Wait current, NodeId from, BootstrapMessage.Waiting waiting, long now) {
        Bond bound = bond;
        boolean renews = bound != null && bound.equals(new Bond(from, waiting.attempt()));
        boolean begins = mayPledge(current, from, now)
                && (waiting.isFounding()
                        || from.equals(current.nodes()
                                .best(current.plan().expect(), !current.member().witness(), now)));
        if (!renews && !begins) {
            return;
        }
        pledge(current, from, now);
        if (waiting.isFounding()) {
            bond = new Bond(from, waiting.attempt());
        }
        port.send(
                from,
                new BootstrapMessage.Pledge(
                        current.member().address(), waiting.sentNanos(), waiting.attempt(), waiting.isFounding()));
    }

    /** Nothing binds any more if the founder gave up that attempt, or another process has its address. */
    private void releaseIfOver(WaitingNodes nodes) {
        Bond bound = bond;
        if (bound != null
                && !bound.founder().equals(self)
                && (!nodes.knows(bound.founder()) || nodes.hasGivenUp(bound.founder(), bound.attempt()))) {
            bond = null;
        }
    }

    // ---- counting pledges

    private void onPledge(Wait current, NodeId from, BootstrapMessage.Pledge pledge) {
        if (attempt.add(from, pledge)) {
            advance(current);
        }
    }

    private void advance(Wait current) {
        if (!isElected(current)) {
            return;
        }
        if (!attempt.isUnderWay()) {
            attempt.next(now());
            bond = new Bond(self, attempt.number());
            sayThatItWaits(current);
        }
        if (isElected(current)) {
            List<NodeId> others = new ArrayList<>(contacts.keySet());
            founder.found(current.plan());
            // They ask for admission when they hear it.
            others.forEach(node -> port.send(
                    node, new BootstrapMessage.Settled(current.member().address())));
        }
    }

    /** Whether pledges of so many addresses run now as are expected. */
    private boolean isElected(Wait current) {
        long now = now();
        FoundingPlan plan = current.plan();
        NodeAddress own = current.member().address();
        SortedSet<NodeAddress> addresses = attempt.addresses(plan.pledgeNanos(), now);
        addresses.add(own);
        return addresses.size() >= plan.expect()
                && self.equals(pledgedTo)
                && !current.nodes().knowsCluster()
                && !suspension.hasJumped()
                && !FoundingReport.areTooMany(
                        plan, current.nodes().companions(plan.expect(), now).values(), own);
    }

    // ---- hearing of a cluster

    private void onSettled(Wait current, NodeId from, NodeAddress address) {
        current.nodes().settled(from, address, now());
        if (attempt.isUnderWay()) {
            giveUp(now());
        }
        founder.ask(from);
    }
}
