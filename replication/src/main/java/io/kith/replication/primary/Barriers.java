package io.kith.replication.primary;

import io.kith.collections.wire.ClientMessage;
import io.kith.collections.wire.ResponseStatus;
import io.kith.replication.host.Bounds;
import io.kith.replication.host.Responder;
import io.kith.replication.message.ReplicationMessage.BarrierAnswer;
import io.kith.replication.message.ReplicationMessage.BarrierQuery;
import io.kith.replication.safety.SafetyRules;
import io.kith.replication.shared.PartitionTurn;
import io.kith.replication.shared.UnderWay;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads of a primary without a lease: after they arrived it asks its whole acknowledge set whether any knows of a later
 * term. Reads that arrive in one turn of the loop share a question.
 */
final class Barriers {
    private final PrimaryTerm term;
    private final Followers followers;
    private final PartitionTurn turn;
    private final Bounds bounds;
    private final SafetyRules rules;
    private final TreeMap<Long, Round> rounds = new TreeMap<>();
    private List<Waiting> gathering = new ArrayList<>();
    private long lastRound;

    Barriers(PrimaryTerm term, Followers followers, PartitionTurn turn, Bounds bounds, SafetyRules rules) {
        this.term = term;
        this.followers = followers;
        this.turn = turn;
        this.bounds = bounds;
        this.rules = rules;
    }

    /** A read that waits for an answer. */
    record Waiting(ClientMessage.Read read, Responder responder) {}

    private record Round(List<Waiting> reads, TreeSet<NodeId> awaited, long sentNanos) {}

    int size() {
        int size = gathering.size();
        for (Round round : rounds.values()) {
            size += round.reads.size();
        }
        return size;
    }

    private void note() {
        turn.set(UnderWay.QUESTIONS, !rounds.isEmpty() || !gathering.isEmpty());
    }

    void add(ClientMessage.Read read, Responder responder) {
        if (size() >= bounds.limits().heldRequests()) {
            responder.respond(ResponseStatus.RETRY, new byte[0]);
            return;
        }
        Waiting waiting = new Waiting(read, responder);
        if (rules.asksAnew(!rounds.isEmpty())) {
            gathering.add(waiting);
        } else {
            rounds.lastEntry().getValue().reads.add(waiting);
        }
        note();
        turn.flushLater();
    }

    /** Asks for the reads gathered so far; returns them if there is nobody to ask. */
    List<Waiting> ask(List<NodeId> others) {
        if (gathering.isEmpty()) {
            return List.of();
        }
        List<Waiting> gathered = gathering;
        gathering = new ArrayList<>();
        if (others.isEmpty()) {
            note();
            return gathered;
        }
        long nowNanos = turn.now();
        rounds.put(++lastRound, new Round(gathered, new TreeSet<>(others), nowNanos));
        for (NodeId other : others) {
            Follower follower = followers.get(other);
            if (follower != null) {
                follower.isAsked(nowNanos);
            }
            turn.send(other, new BarrierQuery(term.partition(), term.number(), lastRound));
        }
        return List.of();
    }

    /** Takes an answer; returns the reads that may now be answered. */
    List<Waiting> answered(NodeId from, BarrierAnswer answer) {
        Follower follower = followers.get(from);
        if (follower != null) {
            follower.isHeard();
        }
        Round round = rounds.get(answer.barrier());
        if (round == null) {
            return List.of();
        }
        if (answer.knownTerm() > term.number()) {
            rounds.remove(answer.barrier());
            note();
            term.here().behind(from);
            sendAway(round.reads, ResponseStatus.NOT_HERE);
            return List.of();
        }
        round.awaited.remove(from);
        if (!rules.isAnswered(!round.awaited.isEmpty())) {
            return List.of();
        }
        rounds.remove(answer.barrier());
        note();
        return round.reads;
    }

    /** Gives up rounds that wait too long: the client asks again, here or elsewhere. */
    void expire(long nowNanos) {
        Iterator<Map.Entry<Long, Round>> each = rounds.entrySet().iterator();
        while (each.hasNext()) {
            Round round = each.next().getValue();
            if (nowNanos - round.sentNanos > 5 * bounds.times().resendNanos()) {
                each.remove();
                sendAway(round.reads, ResponseStatus.RETRY);
            }
        }
        note();
    }

    /** Sends all readers elsewhere. */
    void abandon() {
        rounds.values().forEach(round -> sendAway(round.reads, ResponseStatus.NOT_HERE));
        rounds.clear();
        sendAway(gathering, ResponseStatus.NOT_HERE);
        gathering = new ArrayList<>();
        note();
    }

    private static void sendAway(List<Waiting> reads, ResponseStatus status) {
        reads.forEach(waiting -> waiting.responder.respond(status, new byte[0]));
    }
}
