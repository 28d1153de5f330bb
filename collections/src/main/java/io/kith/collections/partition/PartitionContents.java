package io.kith.collections.partition;

import io.kith.collections.wire.CollectionOptions;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a partition holds as of the last command: what is due in it, and how much there is of what. */
abstract sealed class PartitionContents permits PartitionState {
    final SessionTable sessions = new SessionTable();
    final CollectionStore collections;
    final CopyTarget copy;
    final Requests requests;
    final PartitionRules rules;

    PartitionContents(CollectionStore collections, PartitionRules rules, boolean isCopy) {
        this.rules = rules;
        this.collections = collections;
        copy = isCopy ? CopyTarget.begin(sessions, collections) : CopyTarget.complete(sessions, collections);
        requests = new Requests(sessions, collections, copy, rules);
    }

    /** Does at once what is left of the last command: nobody is to see what is half done. */
    final void finish() {
        while (requests.isUnfinished()) {
            requests.slice();
        }
    }

    // ---- what is due

    /**
     * The commands, at most {@code max}, that a primary is to log because their time has come: entries, waits and
     * reservations that end. They are listed until they are applied, so wait for that before asking again.
     *
     * @param nowMillis the primary's wall clock, in milliseconds since 1970
     */
    public List<byte[]> nextExpiries(long nowMillis, int max) {
        finish();
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
        finish();
        return sessions.silentSince(sinceMillis, max, session -> true);
    }

    /**
     * The same, of sessions that nobody is likely to miss: nothing of them waits, and they hold no lock, as they never asked for
     * anything or there are no locks here.
     */
    public List<byte[]> idleSessions(long sinceMillis, int max) {
        finish();
        boolean mayHold = !collections.catalog().heedful().isEmpty();
        return sessions.silentSince(sinceMillis, max, session -> session.isUnused() || (!mayHold && session.isIdle()));
    }

    /** Whether a session is known here, under whatever opening. */
    public boolean knows(NodeId session) {
        finish();
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
        finish();
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
     * The command that a primary is to log when what was destroyed up to the entry {@code sequence} need not be known any
     * more; null if nothing was. How long that takes is for the primary to say, by a clock that nobody sets.
     */
    public byte @Nullable [] forgettable(long sequence) {
        finish();
        return collections.catalog().tombstones().hasUpTo(sequence)
                ? PartitionOperations.forgetDestroyed(sequence)
                : null;
    }

    // ---- about it

    /** A hash of all contents, equal in replicas that are as of the same command. Walks through the sessions. */
    public long digest() {
        finish();
        return sessions.digest() + collections.catalog().digest();
    }

    /**
     * What the collections, their elements and the results kept for retries take of memory, about, and what is kept for one that is
     * being copied here. Known at any time, at no cost.
     */
    public long bytes() {
        return collections.bytes() + sessions.keptBytes() + copy.bufferedBytes();
    }

    /** What the results take of that which are kept for a session; 0 if it is not known. */
    public long keptBytes(NodeId session, long opening) {
        finish();
        Session found = sessions.find(session, opening);
        return found == null ? 0 : found.keptBytes();
    }

    /**
     * By how many bytes {@code write} would add to {@link #bytes}, about, if it were applied now; 0 or less if it adds
     * nothing, is no write of a collection, or would be refused.
     */
    public long growth(byte[] write) {
        finish();
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
        finish();
        Catalog catalog = collections.catalog();
        List<CollectionView> views = new ArrayList<>(catalog.size());
        for (int i = 0; i < catalog.size(); i++) {
            views.add(catalog.at(i).view());
        }
        return views;
    }

    /** How many collections are open here. */
    public int collectionCount() {
        finish();
        return collections.catalog().size();
    }

    /** How many collections are remembered as destroyed. */
    public int destroyedCount() {
        finish();
        return collections.catalog().tombstones().size();
    }

    /** How many elements of all collections are here. */
    public long size() {
        finish();
        return collections.size();
    }

    /** How many requests of all sessions wait here or have their results kept. */
    public int openResults() {
        finish();
        int open = 0;
        for (Session session : sessions.all()) {
            open += session.openResults();
        }
        return open;
    }

    /** How many sessions are open here. */
    public int sessionCount() {
        finish();
        return sessions.size();
    }
}
