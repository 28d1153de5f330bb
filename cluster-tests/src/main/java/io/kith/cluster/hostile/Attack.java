package io.kith.cluster.hostile;

import java.io.IOException;

/** One way to do harm. Used by one thread. */
interface Attack extends AutoCloseable {

    /**
     * Does a little of it, and comes back soon.
     *
     * @throws IOException if the node has ended a connection, or lets nobody in: the attack goes on with the next step
     */
    void step() throws IOException;

    /** Hangs up, without a word. */
    @Override
    void close();
}
