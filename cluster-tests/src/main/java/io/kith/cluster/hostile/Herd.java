package io.kith.cluster.hostile;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** Connections that are kept, up to a number: whoever has been there longest makes room. */
final class Herd implements AutoCloseable {
    private final Deque<HostileSocket> sockets = new ArrayDeque<>();
    private final int most;

    Herd(int most) {
        this.most = most;
    }

    HostileSocket add(HostileSocket socket) {
        sockets.addLast(socket);
        if (sockets.size() > most) {
            sockets.removeFirst().close();
        }
        return socket;
    }

    int size() {
        return sockets.size();
    }

    /** Something that is done with a connection. */
    interface Use {
        void with(HostileSocket socket) throws IOException;
    }

    /** Does it with each; those that have ended are dropped. */
    void forEach(Use use) {
        for (Iterator<HostileSocket> each = sockets.iterator(); each.hasNext(); ) {
            HostileSocket socket = each.next();
            try {
                use.with(socket);
            } catch (IOException e) {
                socket.hasEnded();
                each.remove();
            }
        }
    }

    /** Reads what all were answered. */
    void drainAll() {
        forEach(HostileSocket::drain);
    }

    @Override
    public void close() {
        sockets.forEach(HostileSocket::close);
        sockets.clear();
    }
}
