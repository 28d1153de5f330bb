package io.kith.transport;

import java.net.SocketAddress;

/** Decides about whoever dials. Called on the acceptor's event loop; must not block. */
@FunctionalInterface
public interface Reception {

    /**
     * Decides about a peer that speaks this protocol's version and belongs to this cluster.
     *
     * @param hello who it is
     * @param from the other end of its socket
     */
    Admission admit(Hello hello, SocketAddress from);
}
