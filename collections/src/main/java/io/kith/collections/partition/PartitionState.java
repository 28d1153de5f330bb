package io.kith.collections.partition;

import io.kith.collections.kind.LogCommand;
import io.kith.collections.kind.LongRead;
import io.kith.collections.kind.RefusedException;
import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.ResponseValue;
import io.kith.collections.wire.Results;
import io.kith.transport.CorruptFrameException;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of one partition: a deterministic machine that every replica drives with the same commands in the same order
 * and that therefore ends in the same state and gives the same results everywhere. Not safe for use by several threads.
 */
public final class PartitionState {
    private final SessionTable sessions = new SessionTable();
    private final CollectionStore collections;
    private @Nullable SnapshotCache snapshots;
    private final CopyTarget copy;
    private final Requests requests;
    private final PartitionRules rules;
    private long nowMillis;

    PartitionState(CollectionStore collections, PartitionRules rules, boolean isCopy) {
        this.rules = rules;
        this.collections = collections;
        copy = isCopy ? CopyTarget.begin(sessions, collections) : CopyTarget.complete(sessions, collections);
        requests = new Requests(sessions, collections, copy, rules);
    }

    // ---- commands

    /**
     * Applies the next command of the log.
     *
     * @return the requests that it ended: the command's own unless that waits, and others that waited; a retry ends with
     *     the result that is kept. Empty while a copy is incomplete, as nobody asked this replica
     */
    public List<Completion> apply(LogCommand command) {
        advanceTo(command.timestampMillis());
        return outcome(requests.apply(command));
    }

    /**
     * Passes over the next command of the log, which is struck out: a client's is refused, and that is kept as its result.
     *
     * @return as {@link #apply} does
     */
    public List<Completion> refuse(LogCommand command) {
        advanceTo(command.timestampMillis());
        return outcome(requests.refuse(command));
    }

    private void advanceTo(long timestampMillis) {
        nowMillis = timestampMillis;
        if (snapshots != null) {
            snapshots.advanceTo(nowMillis);
        }
    }

    private List<Completion> outcome(@Nullable Completion own) {
        List<Completion> woken = requests.woken();
        if (!requests.areWhole()) {
            requests.forgetWoken();
            return List.of();
        }
        if (woken.isEmpty()) {
            return own == null ? List.of() : List.of(own);
        }
        List<Completion> completions = new ArrayList<>(1 + woken.size());
        if (own != null) {
            completions.add(own);
        }
        completions.addAll(woken);
        requests.forgetWoken();
        return completions;
    }

    // ---- reads

    /**
     * Executes an encoded read on the state as of the last command.
     *
     * @throws io.kith.collections.kind.LongReadException if it takes so long that it is to be done in slices
     */
    public ResponseValue read(byte[] operation) {
        try {
            return new ResponseValue(ResponseStatus.OK, collections.read(operation));
        } catch (RefusedException e) {
            return new ResponseValue(e.status(), Results.ofMessage(e.text()));
        } catch (CorruptFrameException e) {
            return new ResponseValue(ResponseStatus.BAD_REQUEST, Results.ofMessage(String.valueOf(e.getMessage())));
        }
    }

    /**
     * Begins to look for what a write is about, so that applying it takes no long; null if it can be logged as it is. Ends with the
     * operation that is to be logged in its place, under the same number of the same session. That has the same effect and result
     * whenever it is applied, however much was changed since: what was found is checked, and looked for again if need be.
     */
    public @Nullable LongRead search(byte[] write) {
        return collections.search(write);
    }

    /**
     * The result that is kept of a request, so that a retry can be answered without another log entry; null if there is
     * none, or the request waits, or the session is not known under that opening.
     */
    public @Nullable Completion kept(NodeId session, long opening, long number) {
        Session found = sessions.find(session, opening);
        return found != null && found.outcome(number) instanceof Completion completion ? completion : null;
    }

    /**
     * Whether a write that is not committed yet could change what a read finds.
     *
     * @throws CorruptFrameException if one of them is too short to be an operation
     */
    public boolean conflict(byte[] write, byte[] read) {
        return collections.kinds().conflict(write, read);
    }

    // ---- what is due

    /**
     * The commands, at most {@code max}, that a primary is to log because their time has come: entries, waits and
     * reservations that end. They are listed until they are applied, so wait for that before asking again.
     *
     * @param nowMillis the primary's wall clock, in milliseconds since 1970
     */
    public List<byte[]> nextExpiries(long nowMillis, int max) {
        List<byte[]> operations = new ArrayList<>();
        collections.expiries().collectDue(nowMillis, max, collections::kindOf, operations);
        return operations;
    }

    /**
     * How many commands of primaries' own were refused here so far: they had no effect, as in every replica, and were
     * dropped.
     */
    public long ownRefusals() {
        return requests.own().refusals();
    }

    /** Why the last of them was refused, for people. */
    public String lastOwnRefusal() {
        return requests.own().lastRefusal();
    }

    /**
     * The commands, at most {@code max}, that end the sessions whose last command was logged before {@code sinceMillis}
     * by the primary's wall clock. It is for the primary to know which clients are silent only here.
     */
    public List<byte[]> silentSessions(long sinceMillis, int max) {
        return sessions.silentSince(sinceMillis, max, session -> true);
    }

    /**
     * The same, of sessions that nobody is likely to miss: nothing of them waits, and they hold no lock, as they never asked for
     * anything or there are no locks here.
     */
    public List<byte[]> idleSessions(long sinceMillis, int max) {
        boolean mayHold = !collections.catalog().heedful().isEmpty();
        return sessions.silentSince(sinceMillis, max, session -> session.isUnused() || (!mayHold && session.isIdle()));
    }

    /** Whether a session is known here, under whatever opening. */
    public boolean knows(NodeId session) {
        return sessions.find(session) != null;
    }

    /** What the sessions and what they keep of requests take of memory, about; what is in {@link #bytes} is not in it. */
    public long sessionBytes() {
        return sessions.bytes();
    }

    /**
     * The commands, at most {@code max}, that a primary is to log because the settings make other options of open
     * collections than are in force. They are listed until they are applied, so wait for that before asking again.
     */
    public List<byte[]> optionChanges(OptionSource source, int max) {
        List<byte[]> operations = new ArrayList<>();
        Catalog catalog = collections.catalog();
        for (int i = 0; i < catalog.size() && operations.size() < max; i++) {
            OpenCollection collection = catalog.at(i);
            CollectionOptions wanted =
                    source.effective(collection.kind().type(), collection.name(), collection.given());
            if (!wanted.equals(collection.options())) {
                operations.add(PartitionOperations.setOptions(collection.opening(), wanted));
            }
        }
        return operations;
    }

    /**
     * What a primary is to log right behind an operation, for the settings to be in force before anything else is done to
     * a collection that it opens; null if nothing.
     *
     * @param sequence the log entry of {@code operation}
     */
    public static byte @Nullable [] optionsBehind(byte[] operation, long sequence, OptionSource source) {
        return CatalogChanges.optionsBehind(operation, sequence, source);
    }

    /**
     * The command that a primary is to log when what was destroyed up to the entry {@code sequence} need not be known any
     * more; null if nothing was. How long that takes is for the primary to say, by a clock that nobody sets.
     */
    public byte @Nullable [] forgettable(long sequence) {
        return collections.catalog().tombstones().hasUpTo(sequence)
                ? PartitionOperations.forgetDestroyed(sequence)
                : null;
    }

    // ---- copies

    /**
     * A piece of the state as of the last command, from a cursor on.
     *
     * @param maxBytes about how long the piece may be; it is longer where one element is
     */
    public CopyChunk nextChunk(CopyCursor from, int maxBytes) {
        if (!copy.isComplete()) {
            throw new IllegalStateException("a partition that is being copied here cannot be copied from here");
        }
        SnapshotCache kept = snapshots;
        if (kept == null) {
            kept = new SnapshotCache();
            kept.advanceTo(nowMillis);
            snapshots = kept;
        }
        return new CopySource(sessions, collections.catalog(), kept, from, maxBytes).write();
    }

    /**
     * Takes a piece of another replica's state. This one must have applied exactly the commands up to the one that the
     * piece is as of (for the first piece: none).
     *
     * @return false, and nothing done, if the piece does not begin where this copy is, or the copy is {@link #isOverrun}
     * @throws CorruptFrameException if {@code chunk} is no such piece; the copy must then be thrown away
     */
    public boolean install(byte[] chunk) {
        if (copy.isComplete() || !copy.install(chunk)) {
            return false;
        }
        copy.takeFinished().forEach(Runnable::run);
        collections.recount();
        requests.copied();
        if (copy.isComplete() && !rules.resultsMove()) {
            sessions.all().forEach(Session::forgetOutcomes);
        }
        if (copy.isComplete() && !rules.destroyedMoves()) {
            collections.catalog().tombstones().clear();
        }
        return true;
    }

    /** Whether nothing of a copy is missing. */
    public boolean isComplete() {
        return copy.isComplete();
    }

    /**
     * Whether so many commands came while one vec or deque was copied here that they could not be kept; the copy must be
     * thrown away and begun anew.
     */
    public boolean isOverrun() {
        return copy.isOverrun();
    }

    /** How far a copy has come. */
    public CopyCursor copyCursor() {
        return copy.cursor();
    }

    // ---- about it

    /** A hash of all contents, equal in replicas that are as of the same command. Walks through the sessions. */
    public long digest() {
        return sessions.digest() + collections.catalog().digest();
    }

    /**
     * What the collections, their elements and the results kept for retries take of memory, about. Known at any time, at no
     * cost.
     */
    public long bytes() {
        return collections.bytes() + sessions.keptBytes();
    }

    /** What the results take of that which are kept for a session; 0 if it is not known. */
    public long keptBytes(NodeId session, long opening) {
        Session found = sessions.find(session, opening);
        return found == null ? 0 : found.keptBytes();
    }

    /**
     * By how many bytes {@code write} would add to {@link #bytes}, about, if it were applied now; 0 or less if it adds
     * nothing, is no write of a collection, or would be refused.
     */
    public long growth(byte[] write) {
        return PartitionCommand.of(write) == PartitionCommand.OPEN_COLLECTION
                ? OpenCollection.catalogBytes("") + write.length
                : collections.growth(write);
    }

    /** Whether all that {@code write} could add is a request that waits. */
    public boolean addsOnlyWaiter(byte[] write) {
        return PartitionCommand.of(write) == null && collections.addsOnlyWaiter(write);
    }

    /** The collections that are open here, by their openings. */
    public List<CollectionView> collections() {
        Catalog catalog = collections.catalog();
        List<CollectionView> views = new ArrayList<>(catalog.size());
        for (int i = 0; i < catalog.size(); i++) {
            views.add(catalog.at(i).view());
        }
        return views;
    }

    /** How many collections are open here. */
    public int collectionCount() {
        return collections.catalog().size();
    }

    /** How many collections are remembered as destroyed. */
    public int destroyedCount() {
        return collections.catalog().tombstones().size();
    }

    /** How many elements of all collections are here. */
    public long size() {
        return collections.size();
    }

    /** How many requests of all sessions wait here or have their results kept. */
    public int openResults() {
        int open = 0;
        for (Session session : sessions.all()) {
            open += session.openResults();
        }
        return open;
    }

    /** How many sessions are open here. */
    public int sessionCount() {
        return sessions.size();
    }
}
