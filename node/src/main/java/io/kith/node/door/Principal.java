package io.kith.node.door;

import io.kith.transport.CorruptFrameException;
import io.kith.transport.Relayed;

/**
 * For whom something is asked. It comes with each request, as the door knows it from the connection; a node that passes a
 * client's request on to another vouches for it.
 *
 * @param kind what it is
 * @param name which of them; empty for who has not said
 */
public record Principal(Kind kind, String name) {
    /** A client that has not said who it is. */
    public static final Principal ANONYMOUS = new Principal(Kind.CLIENT, "");

    /** The program in which the node runs. */
    public static final Principal IN_PROCESS = new Principal(Kind.IN_PROCESS, "");

    /** A node of the cluster, for itself. */
    public static final Principal NODE = new Principal(Kind.NODE, "");

    /** What asks. */
    public enum Kind {
        CLIENT('c'),
        IN_PROCESS('p'),
        NODE('n');

        private final char code;

        Kind(char code) {
            this.code = code;
        }
    }

    public Principal {
        if (name.length() >= Relayed.MAX_PRINCIPAL_CHARS) {
            throw new IllegalArgumentException("a principal's name has less than " + Relayed.MAX_PRINCIPAL_CHARS
                    + " characters, not " + name.length());
        }
    }

    /** How one node tells another for whom it relays, see {@link #read}. */
    public String written() {
        return kind.code + name;
    }

    /**
     * Reads what {@link #written} wrote.
     *
     * @throws CorruptFrameException if it is something else
     */
    public static Principal read(String written) {
        if (!written.isEmpty()) {
            for (Kind kind : Kind.values()) {
                if (kind.code == written.charAt(0)) {
                    return new Principal(kind, written.substring(1));
                }
            }
        }
        throw new CorruptFrameException("nobody is named by '" + written + "'");
    }
}
