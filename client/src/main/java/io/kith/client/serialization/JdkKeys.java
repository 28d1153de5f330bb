package io.kith.client.serialization;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Queue;

/** Objects of the JDK's other classes, and arrays, as keys: what is equal is made the same, or refused. */
final class JdkKeys {

    private JdkKeys() {}

    /**
     * The one of all that are equal to {@code value} which is written.
     *
     * @throws SerializationException if such objects are not found by their contents
     */
    static Object canonical(Object value) {
        if (value instanceof InetAddress address) {
            return withoutName(address);
        }
        if (value instanceof InetSocketAddress socket) {
            InetAddress address = socket.getAddress();
            return address == null
                    ? InetSocketAddress.createUnresolved(
                            socket.getHostString().toLowerCase(Locale.ROOT), socket.getPort())
                    : new InetSocketAddress(withoutName(address), socket.getPort());
        }
        String name = value.getClass().getName();
        if (name.equals("java.sql.Date") || name.equals("java.sql.Time")) {
            throw refused(value, "it is equal to dates of other classes; use java.time");
        }
        if (value instanceof Object[] || value instanceof Queue) {
            throw refused(value, "the JDK compares it by identity; use a list");
        }
        return value;
    }

    /** Addresses are equal by their bytes, whatever the name under which they were found. */
    private static InetAddress withoutName(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            throw new SerializationException("an address of no known length", e);
        }
    }

    private static SerializationException refused(Object value, String why) {
        return new SerializationException(
                "a " + value.getClass().getTypeName() + " is no key, and no element of a set: " + why);
    }
}
