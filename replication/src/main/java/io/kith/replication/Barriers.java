package io.kith.replication;

import io.kith.collections.wire.ClientMessage;
import io.kith.collections.wire.ResponseStatus;
import io.kith.replication.ReplicationMessage.BarrierAnswer;
import io.kith.replication.ReplicationMessage.BarrierQuery;
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
    private final ShardContext shard;
    private final int partition;
    private final long term;
    private final TreeMap<Long, Round> rounds = new TreeMap<>();
    private List<Waiting> gathering = new ArrayList<>();
    private long lastRound;

    Barriers(ShardContext shard, int partition, long term) {
        this.shard = shard;
        this.partition = partition;
        this.term = term;
    }

    /** A read that waits for an answer. */
    record Waiting(ClientMessage.Read read, Responder responder, long arrivedNanos) {}

    private record Round(List<Waiting> reads, TreeSet<NodeId> awaited, long sentNanos) {}

    int size() {
        int size = gathering.size();
        for (Round round : rounds.values()) {
            size += round.reads.size();
        }
        return size;
    }

    boolean isEmpty() {
        return rounds.isEmpty() && gathering.isEmpty();
    }

    void add(ClientMessage.Read read, Responder responder) {
        Waiting waiting = new Waiting(read, responder, shard.now());
        if (rounds.isEmpty() || shard.rules.on(Rule.BARRIER_AFTER_ARRIVAL)) {
            gathering.add(waiting);
        } else {
            rounds.lastEntry().getValue().reads.add(waiting);
        }
    }

    /** Asks for the reads gathered so far; returns them if there is nobody to ask. */
    List<Waiting> ask(List<NodeId> others) {
        if (gathering.isEmpty()) {
            return List.of();
        }
        if (others.isEmpty()) {
            List<Waiting> ready = gathering;
            gathering = new ArrayList<>();
            return ready;
        }
        Round round = new Round(gathering, new TreeSet<>(others), shard.now());
        gathering = new ArrayList<>();
        rounds.put(++lastRound, round);
        for (NodeId other : others) {
            shard.port.send(other, new BarrierQuery(partition, term, lastRound));
        }
        return List.of();
    }

    /** Takes an answer; returns the reads that may now be answered. */
    List<Waiting> answered(NodeId from, BarrierAnswer answer) {
        Round round = rounds.get(answer.barrier());
        if (round == null) {
            return List.of();
        }
        if (answer.knownTerm() > term) {
            rounds.remove(answer.barrier());
            shard.host.behind(from);
            round.reads.forEach(waiting -> waiting.responder.respond(ResponseStatus.NOT_HERE, new byte[0]));
            return List.of();
        }
        round.awaited.remove(from);
        if (!round.awaited.isEmpty() && shard.rules.on(Rule.BARRIER_ASKS_ALL)) {
            return List.of();
        }
        rounds.remove(answer.barrier());
        return round.reads;
    }

    /** Gives up rounds that wait too long: the client asks again, here or elsewhere. */
    void expire(long nowNanos) {
        Iterator<Map.Entry<Long, Round>> each = rounds.entrySet().iterator();
        while (each.hasNext()) {
            Round round = each.next().getValue();
            if (nowNanos - round.sentNanos > 5 * shard.times.resendNanos()) {
                each.remove();
                round.reads.forEach(waiting -> waiting.responder.respond(ResponseStatus.RETRY, new byte[0]));
            }
        }
    }

    /** Sends all readers elsewhere. */
    void abandon() {
        rounds.values()
                .forEach(round -> round.reads.forEach(
                        waiting -> waiting.responder.respond(ResponseStatus.NOT_HERE, new byte[0])));
        rounds.clear();
        gathering.forEach(waiting -> waiting.responder.respond(ResponseStatus.NOT_HERE, new byte[0]));
        gathering = new ArrayList<>();
    }
}
