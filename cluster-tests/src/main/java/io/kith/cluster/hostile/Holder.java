package io.kith.cluster.hostile;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Keeps a session for some steps of an attack; the one after that, or after a failure, takes another one. */
final class Holder implements AutoCloseable {
    private final int stepsOfASession;
    private @Nullable RawSession session;
    private int steps;
    private Use leaving = session -> {};

    Holder(int stepsOfASession) {
        this.stepsOfASession = stepsOfASession;
    }

    /** Begins a session, and what is to be there in it. */
    interface Beginning {
        RawSession begin() throws IOException;
    }

    /** What is done in a step. */
    interface Use {
        void with(RawSession session) throws IOException;
    }

    /** Does {@code farewell} with each session before it is given up, if it is still there. */
    Holder leavingWith(Use farewell) {
        leaving = farewell;
        return this;
    }

    /** Does one step, and reads what was answered to it. */
    void use(Beginning beginning, Use use) throws IOException {
        boolean alive = false;
        try {
            RawSession current = session;
            if (current == null) {
                current = beginning.begin();
                session = current;
                steps = 0;
            }
            use.with(current);
            current.exchange();
            steps++;
            alive = steps < stepsOfASession;
            if (!alive) {
                leave(current);
            }
        } finally {
            if (!alive) {
                close();
            }
        }
    }

    /** The next step takes another one. */
    void letGo() {
        steps = stepsOfASession;
    }

    private void leave(RawSession current) throws IOException {
        leaving.with(current);
        current.exchange();
    }

    /** Gives the session up as it should be. */
    void end() {
        try {
            if (session != null) {
                leave(session);
            }
        } catch (IOException e) {
            // The node hung up first, and what was made there stays.
            session = null;
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        RawSession current = session;
        session = null;
        if (current != null) {
            current.close();
        }
    }
}
