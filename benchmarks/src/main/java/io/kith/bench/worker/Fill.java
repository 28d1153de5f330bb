package io.kith.bench.worker;

import io.kith.bench.peer.Act;
import io.kith.bench.peer.AsyncAct;
import io.kith.bench.peer.Data;
import io.kith.bench.peer.PeerClient;
import io.kith.bench.peer.SyncAct;
import java.util.EnumSet;
import java.util.Set;

/** Puts into a grid what workloads read. */
final class Fill {
    private static final int QUEUED = 1_000;

    private final int entries;
    private final int elements;
    private final Set<Act> readable = EnumSet.noneOf(Act.class);

    /**
     * So much.
     *
     * @param entries keys of the map
     * @param elements of the list, and of the set
     */
    Fill(int entries, int elements) {
        this.entries = entries;
        this.elements = elements;
        Data.makeKeys(Math.max(QUEUED, Math.max(entries, elements)));
    }

    /** How many keys, elements or indexes there are for an act. */
    int count(Act act) {
        return act == Act.GET || act == Act.PUT ? entries : elements;
    }

    /** Makes sure that there is what these acts read, and not too much of what they add. */
    void prepare(PeerClient client, Set<Act> acts) throws Exception {
        for (Act act : acts) {
            switch (act) {
                case GET -> once(act, client, Act.PUT, entries);
                case VEC_GET -> once(act, client, Act.VEC_FILL, elements);
                case CONTAINS -> once(act, client, Act.ADD, elements);
                case VEC_APPEND -> clear(client, Act.CLEAR_VEC);
                case POLL -> {
                    clear(client, Act.CLEAR_QUEUE);
                    fill(client, Act.OFFER, QUEUED);
                }
                default -> {}
            }
        }
    }

    private static void clear(PeerClient client, Act act) throws Exception {
        SyncAct clear = client.sync(act);
        if (clear != null) {
            clear.run(0);
        }
    }

    private void once(Act reading, PeerClient client, Act writing, int count) throws Exception {
        if (readable.add(reading)) {
            fill(client, writing, count);
        }
    }

    /** Does {@code act} with 0 to {@code count} - 1. */
    static void fill(PeerClient client, Act act, int count) throws Exception {
        AsyncAct async = client.async(act);
        if (async != null) {
            Window window = new Window(client);
            for (int i = 0; i < count; i++) {
                window.makeRoom();
                window.add(async.start(i));
            }
            window.drain();
            return;
        }
        SyncAct sync = client.sync(act);
        if (sync == null) {
            throw new IllegalStateException("this client cannot " + act);
        }
        for (int i = 0; i < count; i++) {
            sync.run(i);
        }
    }
}
