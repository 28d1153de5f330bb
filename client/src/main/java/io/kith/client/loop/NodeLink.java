package io.kith.client.loop;

import io.kith.transport.Message;

/** A client's way to one node. */
public interface NodeLink {

    /**
     * Sends a message, in order; best effort. Called on the client's event loop.
     *
     * @return false if it was not sent, as too much of what was sent before is not on its way yet; it may be sent a little later
     */
    boolean send(Message message);

    /** Ends the link; nothing is received from it any more. */
    void close();

    /** Where what a node sends goes. Any thread may call these methods, one at a time. */
    interface Receiver {

        /**
         * Takes a message, in the order in which the node sent them.
         *
         * @return false if it did not, as too many are unread: the link has ended
         */
        boolean received(Message message);

        /** The link has ended, for whatever reason; called last. */
        void closed(String reason);
    }
}
