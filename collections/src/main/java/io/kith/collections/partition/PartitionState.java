package io.kith.collections.partition;

import io.kith.collections.kind.LogCommand;
import io.kith.collections.kind.LongRead;
import io.kith.collections.kind.RefusedException;
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
public final class PartitionState extends PartitionContents {
    private @Nullable SnapshotCache snapshots;
    private long nowMillis;

    /** Whether a command, or a piece of a copy, is not done, or what it came to was not asked for yet. */
    private boolean begun;

    PartitionState(CollectionStore collections, PartitionRules rules, boolean isCopy) {
        super(collections, rules, isCopy);
    }

    // ---- commands

    /**
     * Applies the next command of the log, at once.
     *
     * @return the requests that it ended: the command's own unless that waits, and others that waited; a retry ends with
     *     the result that is kept. Empty while a copy is incomplete, as nobody asked this replica
     */
    public List<Completion> apply(LogCommand command) {
        List<Completion> outcome = begin(command);
        while (outcome == null) {
            outcome = goOn();
        }
        return outcome;
    }

    /**
     * Applies the next command of the log, or if that takes long, its beginning: then the rest is for {@link #goOn}. Nobody sees
     * what is half done: whatever is asked of the partition meanwhile, the rest is done first, at once.
     *
     * @return as {@link #apply} does; null if the rest is left
     */
    public @Nullable List<Completion> begin(LogCommand command) {
        settle();
        advanceTo(command.timestampMillis());
        Completion end = requests.begin(command);
        begun = requests.isUnfinished();
        return begun ? null : outcome(end);
    }

    /**
     * Does the next slice of what is left of a command, or of a piece of a copy.
     *
     * @return as {@link #apply} does; null if there is more
     */
    public @Nullable List<Completion> goOn() {
        requests.slice();
        begun = requests.isUnfinished();
        return begun ? null : outcome(requests.end());
    }

    /** Whether {@link #goOn} has something to do or to give back, before which no other command can come. */
    public boolean isUnfinished() {
        return begun;
    }

    /** Something comes behind what came before: if that was a piece of a copy, its rest is done at once. */
    private void settle() {
        if (requests.hasBegun()) {
            throw new IllegalStateException("a command comes before the one before it is done");
        }
        while (begun) {
            goOn();
        }
    }

    /**
     * Passes over the next command of the log, which is struck out: a client's is refused, and that is kept as its result.
     *
     * @return as {@link #apply} does
     */
    public List<Completion> refuse(LogCommand command) {
        settle();
        advanceTo(command.timestampMillis());
        Completion end = requests.refuse(command);
        finish();
        return outcome(end);
    }

    private void advanceTo(long timestampMillis) {
        nowMillis = timestampMillis;
        if (snapshots != null) {
            snapshots.advanceTo(nowMillis);
        }
    }

    private List<Completion> outcome(@Nullable Completion own) {
        PartitionWaits waits = requests.waits();
        List<Completion> woken = waits.woken();
        if (!requests.areWhole()) {
            waits.forgetWoken();
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
        waits.forgetWoken();
        return completions;
    }

    // ---- reads

    /**
     * Executes an encoded read on the state as of the last command.
     *
     * @throws io.kith.collections.kind.LongReadException if it takes so long that it is to be done in slices
     */
    public ResponseValue read(byte[] operation) {
        finish();
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
        finish();
        return collections.search(write);
    }

    /**
     * The result that is kept of a request, so that a retry can be answered without another log entry; null if there is
     * none, or the request waits, or the session is not known under that opening.
     */
    public @Nullable Completion kept(NodeId session, long opening, long number) {
        finish();
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
        if (begun) {
            // It would hold what is as of a command that does not count as applied yet.
            throw new IllegalStateException("a partition cannot be copied while a command is not done");
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
     * <p>What came for a sequence while it was copied is done after that: if there is much of it, {@link #goOn} is to be called
     * until nothing {@linkplain #isUnfinished is left}, before anything else comes.
     *
     * @return false, and nothing done, if the piece does not begin where this copy is, or the copy is {@link #isOverrun}
     * @throws CorruptFrameException if {@code chunk} is no such piece; the copy must then be thrown away
     */
    public boolean install(byte[] chunk) {
        settle();
        if (copy.isComplete() || !copy.install(chunk)) {
            return false;
        }
        List<Runnable> kept = copy.takeFinished();
        requests.later(this::installed);
        if (!kept.isEmpty()) {
            requests.later(requests.replayOf(kept));
        }
        // One slice of what was kept is as much as a turn of the loop takes; where nothing was, all is done.
        for (int slices = kept.isEmpty() ? 1 : 2; slices > 0; slices--) {
            goOn();
        }
        return true;
    }

    private boolean installed() {
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

    /**
     * What a primary is to log right behind an operation, for the settings to be in force before anything else is done to
     * a collection that it opens; null if nothing.
     *
     * @param sequence the log entry of {@code operation}
     */
    public static byte @Nullable [] optionsBehind(byte[] operation, long sequence, OptionSource source) {
        return CatalogChanges.optionsBehind(operation, sequence, source);
    }
}
