package io.kith.transport;

import io.netty.util.NetUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Looks up host names away from the event loops, as the operating system may take seconds for it. */
final class HostResolver {
    private static final int MAX_WAITING = 256;
    private static final ThreadPoolExecutor THREADS = new ThreadPoolExecutor(
            2,
            2,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            new DefaultThreadFactory("kith-resolver", true));

    static {
        THREADS.allowCoreThreadTimeOut(true);
    }

    private HostResolver() {}

    static CompletableFuture<InetSocketAddress> resolve(NodeAddress address) {
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(address.host());
        if (literal != null) {
            try {
                return CompletableFuture.completedFuture(
                        new InetSocketAddress(InetAddress.getByAddress(literal), address.port()));
            } catch (UnknownHostException e) {
                return CompletableFuture.failedFuture(e);
            }
        }
        CompletableFuture<InetSocketAddress> result = new CompletableFuture<>();
        try {
            THREADS.execute(() -> lookUp(address, result));
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(new UnknownHostException(
                    "too many host names are being looked up; '" + address.host() + "' is not"));
        }
        return result;
    }

    private static void lookUp(NodeAddress address, CompletableFuture<InetSocketAddress> result) {
        try {
            result.complete(new InetSocketAddress(InetAddress.getByName(address.host()), address.port()));
        } catch (UnknownHostException e) {
            result.completeExceptionally(new UnknownHostException("no host is named '" + address.host() + "'"));
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
    }
}
