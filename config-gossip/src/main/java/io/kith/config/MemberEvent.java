package io.kith.config;

import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * What became of a member in a config.
 *
 * @param configId the version that brought it
 * @param kind what happened
 * @param node whom it happened to
 * @param address where that node listened
 */
public record MemberEvent(long configId, Kind kind, NodeId node, NodeAddress address) {

    /** What can happen to a member. */
    public enum Kind {
        /** It became a member. */
        JOINED(1),
        /** It is handing its partitions over, in order to leave. */
        LEAVING(2),
        /** It left, after it had handed its partitions over. */
        LEFT(3),
        /** It was removed, since it was not heard any more. */
        REMOVED(4),
        /** It has no memory left for more data: writes that add data to the partitions it holds are refused. */
        FULL(5),
        /** It has room for more data again. */
        FULL_NO_MORE(6);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        /** Its number on the wire. */
        int code() {
            return code;
        }

        /** The kind of that number on the wire; null if there is none. */
        static @Nullable Kind ofCode(int code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            return null;
        }
    }
}
