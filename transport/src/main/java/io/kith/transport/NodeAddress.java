package io.kith.transport;

/**
 * Where a node listens.
 *
 * @param host a host name or a literal IP address (IPv6 without brackets)
 * @param port a TCP port, 1 to 65535
 */
public record NodeAddress(String host, int port) implements Comparable<NodeAddress> {

    public NodeAddress {
        if (host.isBlank()) {
            throw new IllegalArgumentException("an address needs a host, as in 127.0.0.1:7400");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not between 1 and 65535");
        }
    }

    /**
     * Reads {@code HOST:PORT} or {@code [IPV6]:PORT}.
     *
     * @throws IllegalArgumentException if {@code text} is neither; the message says what is expected
     */
    public static NodeAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0 || colon == text.length() - 1) {
            throw new IllegalArgumentException("'" + text + "' is not HOST:PORT, as in 127.0.0.1:7400");
        }
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            throw new IllegalArgumentException("'" + text + "': write an IPv6 address in brackets, as in [::1]:7400");
        }
        int port;
        try {
            port = Integer.parseInt(text.substring(colon + 1));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not HOST:PORT: the port is not a number", e);
        }
        return new NodeAddress(host, port);
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
