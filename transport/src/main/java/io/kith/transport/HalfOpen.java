package io.kith.transport;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one listening socket that have not said yet who dials, and those that are being told why they are refused:
 * so many of either at most. Whoever comes gets in, and the one that has been silent longest makes room: a handshake takes
 * milliseconds, so that is hardly ever one that is meant well.
 */
final class HalfOpen {
    private final int most;
    private final Set<ServerHandshake> opening = new LinkedHashSet<>();
    private final Set<ServerHandshake> ending = new LinkedHashSet<>();

    HalfOpen(int most) {
        this.most = most;
    }

    /** One begins; gives back the one that has to make room for it, or null. */
    synchronized @Nullable ServerHandshake begins(ServerHandshake newcomer) {
        return added(opening, newcomer);
    }

    /** One is refused and being told why; gives back the one that has been told for long enough, or null. */
    synchronized @Nullable ServerHandshake isRefused(ServerHandshake refused) {
        opening.remove(refused);
        return added(ending, refused);
    }

    private @Nullable ServerHandshake added(Set<ServerHandshake> to, ServerHandshake one) {
        to.add(one);
        if (to.size() <= most) {
            return null;
        }
        Iterator<ServerHandshake> all = to.iterator();
        ServerHandshake oldest = all.next();
        all.remove();
        return oldest;
    }

    /** One is let in, or gone. */
    synchronized void ended(ServerHandshake one) {
        opening.remove(one);
        ending.remove(one);
    }
}
