package io.kith.config;

import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Proves that those who ask for admission are reached at the addresses that they say, before anybody proposes them: this
 * member connects to it, and so does another one, where there is one that answers.
 */
final class AddressChecks {
    private static final long COUNTS_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long HELPER_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final int MAX_CHECKS = 256;
    private static final int MAX_HELPERS = 3;
    private static final int MAX_REASON_LENGTH = 200;

    /** Told what came of a check. */
    interface Verdict {
        /**
         * {@code reason} says why the node is not reached at its address; null if it is.
         */
        void checked(Member member, @Nullable String reason);
    }

    private final HeldConfig held;
    private final Confidence confidence;
    private final ProtocolPort port;
    private final AddressProof proof;
    private final Verdict verdict;
    private final TreeMap<NodeId, Check> checks = new TreeMap<>();
    private long lastNumber;

    /** A check that is under way, or what came of it. */
    private static final class Check {
        final Member member;
        final long number;
        final long sinceNanos;
        boolean reachedFromHere;
        boolean reachedFromThere;
        boolean isOver;

        /** Other members that have not been asked yet. */
        final ArrayDeque<NodeId> helpers = new ArrayDeque<>();

        @Nullable
        String reason;

        Check(Member member, long number, long sinceNanos) {
            this.member = member;
            this.number = number;
            this.sinceNanos = sinceNanos;
        }
    }

    AddressChecks(HeldConfig held, Confidence confidence, ProtocolPort port, AddressProof proof, Verdict verdict) {
        this.held = held;
        this.confidence = confidence;
        this.port = port;
        this.proof = proof;
        this.verdict = verdict;
    }

    /** Whether {@code member} has been reached at its address of late; if that is not known, it is seen to. */
    boolean isProven(ClusterConfig config, Member member) {
        if (!proof.isOn()) {
            return true;
        }
        Check check = checks.get(member.id());
        long now = port.clock().nowNanos();
        if (check == null || !counts(check, member, now)) {
            begin(config, member, now);
            check = checks.get(member.id());
            return check != null && check.isOver && check.reason == null;
        }
        if (check.isOver && check.reason != null) {
            verdict.checked(member, check.reason);
        }
        return check.isOver && check.reason == null;
    }

    private static boolean counts(Check check, Member member, long nowNanos) {
        long nanos = check.isOver && check.reason == null ? COUNTS_NANOS : PATIENCE_NANOS;
        return check.member.address().equals(member.address()) && nowNanos - check.sinceNanos < nanos;
    }

    private void begin(ClusterConfig config, Member member, long now) {
        checks.values().removeIf(old -> now - old.sinceNanos >= COUNTS_NANOS);
        if (checks.size() >= MAX_CHECKS) {
            return;
        }
        Check check = new Check(member, ++lastNumber, now);
        checks.put(member.id(), check);
        NodeAddress address = member.address();
        if (isForNobody(address.host())) {
            end(check, "nobody else reaches " + address + ", which stands for all addresses of its machine");
            return;
        }
        check.helpers.addAll(helpers(config, member.id()));
        if (!askHelper(check)) {
            check.reachedFromThere = true;
        } else {
            // Those who do not answer, as they are gone or of an older version, are done without.
            port.schedule(HELPER_NANOS, () -> {
                check.reachedFromThere = true;
                goOn(check);
            });
        }
        port.schedule(PATIENCE_NANOS, () -> end(check, "nobody answers at " + address + " within 5 s"));
        proof.dial(address, member.id(), failure -> {
            check.reachedFromHere = failure == null;
            if (failure == null) {
                goOn(check);
            } else {
                end(check, "nobody reaches you at " + address + ": " + failure);
            }
        });
    }

    private static boolean isForNobody(String host) {
        return host.equals("0.0.0.0") || host.equals("::") || host.equals("0:0:0:0:0:0:0:0");
    }

    /** Some other members that are heard, in any order: one of them has to reach the node too, and one link may be down. */
    private List<NodeId> helpers(ClusterConfig config, NodeId joiner) {
        List<NodeId> heard = new ArrayList<>();
        for (NodeId member : config.members().keySet()) {
            if (!member.equals(held.self()) && !member.equals(joiner) && confidence.hears(member)) {
                heard.add(port.random().nextInt(heard.size() + 1), member);
            }
        }
        return heard.subList(0, Math.min(heard.size(), MAX_HELPERS));
    }

    /** Asks the next of them; false if there is none. */
    private boolean askHelper(Check check) {
        NodeId helper = check.helpers.poll();
        if (helper != null) {
            port.send(helper, new BootstrapMessage.Reach(check.number, check.member.id(), check.member.address()));
        }
        return helper != null;
    }

    /** Another member asks whether a node is reached from here. */
    void onReach(NodeId from, BootstrapMessage.Reach reach) {
        ClusterConfig config = held.config();
        if (config != null && config.isMember(from)) {
            proof.dial(
                    reach.address(),
                    reach.node(),
                    failure -> port.send(
                            from,
                            new BootstrapMessage.Reached(reach.correlation(), failure == null ? "" : cut(failure))));
        }
    }

    /** Another member says whether it reaches a node. */
    void onReached(NodeId from, BootstrapMessage.Reached reached) {
        ClusterConfig config = held.config();
        if (config == null || !config.isMember(from)) {
            return;
        }
        for (Check check : List.copyOf(checks.values())) {
            if (check.number == reached.correlation()) {
                check.reachedFromThere = reached.reason().isEmpty();
                if (check.reachedFromThere) {
                    goOn(check);
                } else if (!check.isOver && !askHelper(check)) {
                    end(
                            check,
                            "node " + from.shortName() + " does not reach you at " + check.member.address() + ": "
                                    + cut(reached.reason()));
                }
            }
        }
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(text.length(), MAX_REASON_LENGTH));
    }

    private void goOn(Check check) {
        if (check.reachedFromHere && check.reachedFromThere) {
            end(check, null);
        }
    }

    private void end(Check check, @Nullable String reason) {
        if (!check.isOver && !held.isStopped()) {
            check.isOver = true;
            check.reason = reason == null ? null : reason + "; check --advertise";
            verdict.checked(check.member, check.reason);
        }
    }
}
