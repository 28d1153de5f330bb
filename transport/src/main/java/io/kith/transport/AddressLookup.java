package io.kith.transport;

import io.netty.util.NetUtil;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Says at which addresses a name is found now; a port, so that tests can say otherwise. */
@FunctionalInterface
public interface AddressLookup {

    /**
     * All addresses of {@code named}, looked up anew and without blocking the caller: the same port at each literal
     * address of its host. Fails if there is no such host.
     */
    CompletionStage<List<NodeAddress>> all(NodeAddress named);

    /** As the operating system knows it. */
    static AddressLookup ofSystem() {
        return named -> {
            CompletableFuture<List<NodeAddress>> all = HostResolver.resolveAll(named.host())
                    .thenApply(found -> Arrays.stream(found)
                            .map(each -> new NodeAddress(NetUtil.toAddressString(each), named.port()))
                            .toList());
            return all;
        };
    }
}
