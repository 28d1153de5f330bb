package io.kith.node.wiring;

import io.kith.config.AddressProof;
import io.kith.transport.Connection;
import io.kith.transport.ConnectionHandler;
import io.kith.transport.Dialer;
import io.kith.transport.Hello;
import io.kith.transport.Message;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Proves an address by a connection to it, as any node would make it, that is closed again. */
@SuppressWarnings("FutureReturnValueIgnored") // The verdict is all that is wanted.
final class DialedProof implements AddressProof {
    private final Dialer dialer;
    private final Hello hello;
    private final EventLoop loop;

    DialedProof(Dialer dialer, Hello hello, EventLoop loop) {
        this.dialer = dialer;
        this.hello = hello;
        this.loop = loop;
    }

    @Override
    public void dial(NodeAddress address, NodeId node, Consumer<@Nullable String> then) {
        dialer.connect(address, hello.expecting(node), loop, Ignoring.MESSAGES)
                .whenCompleteAsync(
                        (connection, failure) -> {
                            if (connection != null) {
                                connection.close("the address is proven now");
                                then.accept(null);
                            } else {
                                then.accept(reason(failure));
                            }
                        },
                        task -> {
                            if (!loop.isShuttingDown()) {
                                loop.execute(task);
                            }
                        });
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure.getCause();
        return String.valueOf((failure instanceof CompletionException && cause != null ? cause : failure).getMessage());
    }

    private enum Ignoring implements ConnectionHandler {
        MESSAGES;

        @Override
        public void received(Connection connection, Message message) {
            // A node that was only asked for its name has nothing to say.
            connection.close("nothing was asked");
        }
    }
}
