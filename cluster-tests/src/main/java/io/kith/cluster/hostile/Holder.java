package io.kith.cluster.hostile;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Keeps a session for some steps of an attack; the one after that, or after a failure, takes another one. */
final class Holder implements AutoCloseable {
    private final int stepsOfASession;
    private @Nullable RawSession session;
    private int steps;

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

    @Override
    public void close() {
        RawSession current = session;
        session = null;
        if (current != null) {
            current.close();
        }
    }
}
