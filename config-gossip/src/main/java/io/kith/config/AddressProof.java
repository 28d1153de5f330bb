package io.kith.config;

import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds out whether a node is reached at the address that it says; a port, as that takes a connection. */
@FunctionalInterface
public interface AddressProof {

    /**
     * Connects to {@code address} and sees who answers.
     *
     * @param then told, once and on the caller's loop, why {@code node} is not reached there, in words for people; null if
     *     it is
     */
    void dial(NodeAddress address, NodeId node, Consumer<@Nullable String> then);

    /** Whether anything is proved at all. */
    default boolean isOn() {
        return true;
    }

    /** Takes every address as it is said. */
    static AddressProof none() {
        return new AddressProof() {
            @Override
            public void dial(NodeAddress address, NodeId node, Consumer<@Nullable String> then) {
                then.accept(null);
            }

            @Override
            public boolean isOn() {
                return false;
            }
        };
    }
}
