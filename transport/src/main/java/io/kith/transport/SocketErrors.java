package io.kith.transport;

import io.netty.channel.ConnectTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.util.Map;
import java.util.regex.Pattern;

/** What sockets complain about, in words for people instead of the names and numbers of system calls. */
final class SocketErrors {
    private static final Pattern SYSTEM_CALL = Pattern.compile("^\\S+\\(\\.\\.\\) failed with error\\(-?\\d+\\): ");
    private static final Map<String, String> WORDS = Map.of(
            "refused", "nobody listens there (connection refused)",
            "No route to host", "there is no way to that host",
            "Network is unreachable", "there is no way to that network",
            "reset by peer", "the other side ended it (connection reset)",
            "Broken pipe", "the other side ended it",
            "timed out", "no answer came (timed out)");

    private SocketErrors() {}

    /** What {@code failure} means. */
    static String describe(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        for (Map.Entry<String, String> each : WORDS.entrySet()) {
            if (message.contains(each.getKey())) {
                return each.getValue();
            }
        }
        return SYSTEM_CALL.matcher(message).replaceFirst("");
    }

    /** The failure to connect to {@code address}, of the same kind where callers tell kinds apart. */
    static Throwable connecting(NodeAddress address, Throwable failure) {
        if (!(failure instanceof IOException)) {
            return failure;
        }
        String message = address + ": " + describe(failure);
        IOException described = failure instanceof ConnectTimeoutException
                ? new ConnectTimeoutException(message)
                : failure instanceof ConnectException ? new ConnectException(message) : new IOException(message);
        described.initCause(failure);
        return described;
    }
}
