package io.kith.collections.partition;

import io.kith.collections.kind.LogCommand;
import io.kith.collections.kind.RefusedException;
import io.kith.collections.kind.WaitingRequests;
import io.kith.collections.wire.Operations;
import io.kith.collections.wire.PayloadReader;
import io.kith.transport.CorruptFrameException;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;

/**
 * What becomes of the commands that primaries log of their own accord. One that must not be done is dropped, in every
 * replica, as nobody waits for its result.
 */
final class PrimaryCommands {
    private final SessionTable sessions;
    private final CatalogChanges catalog;
    private final WaitingRequests waitingRequests;
    private final ObjLongConsumer<Session> endSession;
    private final Consumer<LogCommand> toCollection;
    private long refusals;
    private String lastRefusal = "";

    /**
     * Nothing was refused yet.
     *
     * @param endSession ends a session at a time
     * @param toCollection does something to a collection, if that is there
     */
    PrimaryCommands(
            SessionTable sessions,
            CatalogChanges catalog,
            WaitingRequests waitingRequests,
            ObjLongConsumer<Session> endSession,
            Consumer<LogCommand> toCollection) {
        this.sessions = sessions;
        this.catalog = catalog;
        this.waitingRequests = waitingRequests;
        this.endSession = endSession;
        this.toCollection = toCollection;
    }

    /** How many were refused so far. */
    long refusals() {
        return refusals;
    }

    /** Why the last of them was. */
    String lastRefusal() {
        return lastRefusal;
    }

    void apply(LogCommand command) {
        try {
            execute(command);
        } catch (RefusedException e) {
            refused(e.status() + " " + e.text());
        } catch (CorruptFrameException e) {
            refused(String.valueOf(e.getMessage()));
        }
    }

    private void refused(String reason) {
        refusals++;
        lastRefusal = reason;
    }

    private void execute(LogCommand command) {
        PartitionCommand about = PartitionCommand.of(command.operation());
        if (about == null) {
            toCollection.accept(command);
            return;
        }
        switch (about) {
            case EXPIRE_SESSION -> {
                PayloadReader in = new PayloadReader().reset(command.operation(), Operations.CODE_BYTES);
                Session session = sessions.find(in.readSessionId(), in.readCount());
                if (session != null) {
                    endSession.accept(session, command.timestampMillis());
                }
            }
            case SET_OPTIONS -> catalog.setOptions(command, waitingRequests);
            case FORGET_DESTROYED -> catalog.forgetDestroyed(command);
            case STRIKE_OUT -> {
                // What it strikes out was refused already, as each of those came.
            }
            case OPEN_SESSION, CLOSE_SESSION, CANCEL_REQUEST, REFUSE, OPEN_COLLECTION, DESTROY_COLLECTION ->
                throw new IllegalStateException("no primary proposes to " + about);
        }
    }
}
