package io.kith.transport;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a node listens.
 *
 * @param host a host name or a literal IP address (IPv6 without brackets)
 * @param port a TCP port, 1 to 65535
 */
public record NodeAddress(String host, int port) implements Comparable<NodeAddress> {
    private static final String EXAMPLE = "127.0.0.1:7400";
    private static final String DNS = "dns:";

    public NodeAddress {
        if (host.isBlank()) {
            throw new IllegalArgumentException("an address needs a host, as in 127.0.0.1:7400");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not between 1 and 65535");
        }
    }

    /**
     * Reads {@code HOST:PORT} or {@code [IPV6]:PORT}; spaces around it do no harm.
     *
     * @throws IllegalArgumentException if {@code text} is neither; the message says what is wrong
     */
    public static NodeAddress parse(String text) {
        String address = text.strip();
        int colon = address.lastIndexOf(':');
        String wrong = misunderstanding(address, colon);
        if (wrong != null) {
            throw new IllegalArgumentException("'" + ForeignText.bounded(text) + "' " + wrong);
        }
        String host = address.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        int port;
        try {
            port = Integer.parseInt(address.substring(colon + 1));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "'" + ForeignText.bounded(text) + "' is not HOST:PORT: the port is not a number", e);
        }
        return new NodeAddress(host, port);
    }

    /**
     * Reads where others are looked for: {@code HOST:PORT}, or the same as {@code dns:HOST:PORT}, which says that the host
     * is a name with several addresses; or several of these with commas between them.
     *
     * @throws IllegalArgumentException if one of them is of no such form; the message says what is wrong
     */
    public static List<NodeAddress> parseSeeds(String text) {
        List<NodeAddress> seeds = new ArrayList<>();
        for (String each : text.split(",", -1)) {
            String seed = each.strip();
            seeds.add(parse(seed.startsWith(DNS) ? seed.substring(DNS.length()) : seed));
        }
        return seeds;
    }

    /** What people write that is no address, in words for them; null if it is none of that. */
    private static @Nullable String misunderstanding(String address, int colon) {
        int scheme = address.indexOf("://");
        if (scheme >= 0) {
            return "begins with '" + ForeignText.bounded(address.substring(0, scheme))
                    + "://': write HOST:PORT alone, as in " + EXAMPLE;
        }
        if (address.chars().anyMatch(c -> c == ',' || c == ';' || Character.isWhitespace(c))) {
            return "is several addresses where one is wanted, or has a space in it: write HOST:PORT, as in " + EXAMPLE;
        }
        if (address.indexOf('/') >= 0) {
            return "has a path: write HOST:PORT alone, as in " + EXAMPLE;
        }
        if (address.indexOf('@') >= 0) {
            return "names a user: write HOST:PORT alone, as in " + EXAMPLE;
        }
        boolean inBrackets = address.startsWith("[") && address.lastIndexOf(']') == colon - 1;
        if (!inBrackets && address.indexOf(':') != colon) {
            boolean isIpv6 = (address.contains("::")
                            || address.chars().filter(c -> c == ':').count() >= 7)
                    && address.chars().allMatch(c -> c == ':' || c == '.' || Character.digit(c, 16) >= 0);
            return isIpv6
                    ? "has no brackets: write an IPv6 address in brackets, as in [::1]:7400"
                    : "has more than one colon: write HOST:PORT, as in " + EXAMPLE;
        }
        return colon <= 0 || colon == address.length() - 1 ? "is not HOST:PORT, as in " + EXAMPLE : null;
    }

    @Override
    public int compareTo(NodeAddress other) {
        int byHost = host.compareTo(other.host);
        return byHost != 0 ? byHost : Integer.compare(port, other.port);
    }

    @Override
    public String toString() {
        String shown = ForeignText.bounded(host);
        return shown.indexOf(':') >= 0 ? "[" + shown + "]:" + port : shown + ":" + port;
    }
}
