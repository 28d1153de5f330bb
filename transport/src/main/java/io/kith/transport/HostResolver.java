package io.kith.transport;

import io.netty.util.NetUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
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

    /** All addresses of a host, one at least. */
    static CompletableFuture<InetAddress[]> resolveAll(String host) {
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
        if (literal != null) {
            try {
                return CompletableFuture.completedFuture(new InetAddress[] {InetAddress.getByAddress(literal)});
            } catch (UnknownHostException e) {
                return CompletableFuture.failedFuture(e);
            }
        }
        CompletableFuture<InetAddress[]> result = new CompletableFuture<>();
        try {
            THREADS.execute(() -> lookUp(host, result));
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(
                    new UnknownHostException("too many host names are being looked up; '" + host + "' is not"));
        }
        return result;
    }

    private static void lookUp(String host, CompletableFuture<InetAddress[]> result) {
        try {
            result.complete(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            result.completeExceptionally(new UnknownHostException("no host is named '" + host + "'"));
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
    }
}
