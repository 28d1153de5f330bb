package io.kith.client.connect;

import io.kith.client.ClientOptions;
import io.kith.client.Kith;
import io.kith.client.KithException;
import io.kith.client.KithProvider;
import io.kith.client.loop.InProcessNode;
import org.jspecify.annotations.Nullable;

/** Puts clients together: threads, event loops, and what collections are made of. */
public final class ClientProvider implements KithProvider {

    /** For {@link java.util.ServiceLoader}. */
    public ClientProvider() {}

    @Override
    public Kith connect(ClientOptions options) {
        return connect(options, null);
    }

    /**
     * Connects to the cluster of a node in this process, and to that node without a socket.
     *
     * @throws KithException if it does not answer in time
     */
    public static Kith inProcess(InProcessNode node, ClientOptions options) {
        return connect(options.address(node.address().toString()), node);
    }

    private static Kith connect(ClientOptions options, @Nullable InProcessNode node) {
        ReconnectingKith kith = new ReconnectingKith(options, node);
        if (!options.isLazy()) {
            try {
                kith.connected();
            } catch (RuntimeException e) {
                kith.close();
                throw e;
            }
        }
        return kith;
    }
}
