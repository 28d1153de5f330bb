package io.kith.cli.file;

import io.kith.transport.NodeAddress;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a configuration file may say. On the command line it is the option {@code --name}, in the environment
 * {@code KITH_SECTION_NAME}.
 *
 * @param section node or client
 * @param name its key in that section
 * @param kind what its value is
 * @param defaultValue what counts if it is not there; null if nothing does
 * @param description what it does, for people
 */
public record FileKey(
        String section, String name, Kind kind, @Nullable String defaultValue, String description) {

    /** What a value can be. */
    public enum Kind {
        /** Any text. */
        TEXT,
        /** A whole number that is not negative. */
        NUMBER,
        /** true or false. */
        FLAG,
        /** HOST:PORT. */
        ADDRESS,
        /** Several of HOST:PORT. */
        ADDRESSES,
        /** Several texts. */
        TEXTS
    }

    private static final String NODE = "node";
    private static final String CLIENT = "client";

    private static final List<FileKey> ALL = List.of(
            new FileKey(
                    NODE,
                    "listen",
                    Kind.ADDRESS,
                    "127.0.0.1:7400",
                    "Where to listen for nodes and clients; port 0 takes a free one."),
            new FileKey(NODE, "advertise", Kind.ADDRESS, null, "Where others reach it, if not where it listens."),
            new FileKey(
                    NODE,
                    "seed",
                    Kind.ADDRESSES,
                    null,
                    "Nodes of the cluster to join, or dns:NAME:PORT; without any it makes a new cluster."),
            new FileKey(
                    NODE,
                    "expect",
                    Kind.NUMBER,
                    null,
                    "Make a cluster with the seeds once so many were started like this one; more than half of all."),
            new FileKey(
                    NODE,
                    "cluster",
                    Kind.TEXT,
                    "kith",
                    "The cluster's name; nodes and clients of another are refused."),
            new FileKey(
                    NODE,
                    "replicas",
                    Kind.NUMBER,
                    "2",
                    "Copies of each partition, 1 to 7; counts only for the node that makes the cluster."),
            new FileKey(NODE, "zone", Kind.TEXT, "default", "Its failure domain; copies go to different ones."),
            new FileKey(NODE, "weight", Kind.NUMBER, "100", "Its share of the data relative to others', 1 to 1000."),
            new FileKey(NODE, "witness", Kind.FLAG, "false", "Vote, but hold no data."),
            new FileKey(NODE, "relaying", Kind.FLAG, "true", "Reach others over a third node while a link is down."),
            new FileKey(NODE, "value-limit", Kind.NUMBER, "16777216", "The largest key or value taken, in bytes."),
            new FileKey(
                    NODE,
                    "memory-limit",
                    Kind.NUMBER,
                    null,
                    "Bytes of data it takes, if less than the setting limits.memory.percent grants of its heap."),
            new FileKey(
                    NODE,
                    "receive-limit",
                    Kind.NUMBER,
                    null,
                    "Bytes that large requests may take at a time while they arrive and are answered; others wait."),
            new FileKey(
                    NODE,
                    "max-connections",
                    Kind.NUMBER,
                    null,
                    "Connections that clients may have; nodes are let in all the same."),
            new FileKey(
                    NODE,
                    "max-connections-per-address",
                    Kind.NUMBER,
                    null,
                    "Connections that clients at one address may have."),
            new FileKey(
                    NODE,
                    "drain-seconds",
                    Kind.NUMBER,
                    "300",
                    "How long leaving may take before it stops all the same."),
            new FileKey(NODE, "log-level", Kind.TEXT, "INFO", "OFF, ERROR, WARN, INFO, DEBUG or TRACE."),
            new FileKey(
                    CLIENT,
                    "seed",
                    Kind.ADDRESSES,
                    null,
                    "Nodes of the cluster; one is enough, more help when the first is down."),
            new FileKey(CLIENT, "cluster", Kind.TEXT, null, "Refuse to talk to another cluster than this one."),
            new FileKey(
                    CLIENT,
                    "deadline-millis",
                    Kind.NUMBER,
                    "30000",
                    "How long an operation may take, retries included."),
            new FileKey(
                    CLIENT,
                    "connect-timeout-millis",
                    Kind.NUMBER,
                    "2000",
                    "How long one attempt to connect to one node may take."),
            new FileKey(
                    CLIENT,
                    "connect-within-millis",
                    Kind.NUMBER,
                    null,
                    "How long to look for a cluster before that fails; as long as any operation unless set."),
            new FileKey(CLIENT, "lazy", Kind.FLAG, "false", "Connect when first used, whether a node is there or not."),
            new FileKey(
                    CLIENT,
                    "max-in-flight",
                    Kind.NUMBER,
                    "4096",
                    "Operations that may be under way at once; further ones wait."),
            new FileKey(CLIENT, "max-value-bytes", Kind.NUMBER, "16777216", "The largest encoded key or value."),
            new FileKey(
                    CLIENT, "event-loops", Kind.NUMBER, "1", "Threads that share the client's operations, 1 to 64."),
            new FileKey(CLIENT, "allow-packages", Kind.TEXTS, null, "Packages whose classes may be written and read."),
            new FileKey(
                    CLIENT,
                    "allow-by-setting",
                    Kind.FLAG,
                    "false",
                    "Allow also the classes that the cluster's setting serialization.allow names."));

    /** All there are, in the order in which they are shown. */
    public static List<FileKey> all() {
        return ALL;
    }

    /** The key of that name; null if there is none. */
    public static @Nullable FileKey find(String section, String name) {
        for (FileKey each : ALL) {
            if (each.section().equals(section) && each.name().equals(name)) {
                return each;
            }
        }
        return null;
    }

    /** Its name in the environment. */
    public String environmentName() {
        return ("KITH_" + section + "_" + name).toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** Whether its value is a list. */
    public boolean isList() {
        return kind == Kind.ADDRESSES || kind == Kind.TEXTS;
    }

    /** Why {@code text} cannot be its value, or one of its values if it is a list; null if it can. */
    @Nullable
    String refusal(String text) {
        return switch (kind) {
            case NUMBER -> text.matches("\\d{1,18}") ? null : "is a whole number, not '" + text + "'";
            case FLAG -> text.equals("true") || text.equals("false") ? null : "is true or false, not '" + text + "'";
            case ADDRESS -> addressRefusal(text);
            case ADDRESSES -> seedsRefusal(text);
            case TEXT, TEXTS -> text.isBlank() ? "is empty" : null;
        };
    }

    private static @Nullable String addressRefusal(String text) {
        try {
            // Port 0 takes a free one where it is listened.
            NodeAddress.parse(text.endsWith(":0") ? text.substring(0, text.length() - 1) + "1" : text);
            return null;
        } catch (IllegalArgumentException e) {
            return "is no address: " + e.getMessage();
        }
    }

    private static @Nullable String seedsRefusal(String text) {
        try {
            NodeAddress.parseSeeds(text);
            return null;
        } catch (IllegalArgumentException e) {
            return "is no address: " + e.getMessage();
        }
    }
}
