package io.kith.simulation;

import java.util.BitSet;

/**
 * A partition of the network: what one group sends to the other does not arrive.
 *
 * @param from indices of the senders
 * @param to indices of the receivers
 * @param startNanos when it began
 * @param endNanos when it ends
 * @param flapNanos 0, or for how long at a time it is down and up in turn
 * @param holds whether messages wait for its end, as in a connection that survives, instead of being lost
 */
record Cut(BitSet from, BitSet to, long startNanos, long endNanos, long flapNanos, boolean holds) {

    boolean severs(int sender, int receiver, long nowNanos) {
        return nowNanos < endNanos
                && from.get(sender)
                && to.get(receiver)
                && (flapNanos == 0 || (nowNanos - startNanos) / flapNanos % 2 == 0);
    }

    /** When a message sent now, during the cut, gets through if it waits. */
    long openNanos(long nowNanos) {
        return flapNanos == 0
                ? endNanos
                : Math.min(endNanos, startNanos + ((nowNanos - startNanos) / flapNanos + 1) * flapNanos);
    }
}
