package io.kith.config;

import io.kith.transport.NodeId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages of instances that this node has not come to yet: it is about to hear the decision in between, and what was
 * asked right behind that decision need not be asked again. Bounded; the oldest go first.
 */
final class EarlyMessages {
    private static final int MAX_MESSAGES = 128;
    private static final int MAX_CHANGES = 2 * ConfigMessage.MAX_CHANGES;

    /** One message, and who sent it. */
    record Early(NodeId from, ConfigMessage.InstanceMessage message) {}

    private final ArrayDeque<Early> messages = new ArrayDeque<>();
    private int changes;

    /** Keeps a message. */
    void add(Early early) {
        messages.addLast(early);
        changes += changes(early);
        while (messages.size() > MAX_MESSAGES || changes > MAX_CHANGES) {
            changes -= changes(messages.removeFirst());
        }
    }

    /** Takes out, in order, what belongs to {@code instance}, and drops what belongs to earlier ones. */
    List<Early> take(Instance instance) {
        List<Early> due = new ArrayList<>();
        for (Early early : List.copyOf(messages)) {
            if (early.message().instance().equals(instance)) {
                due.add(early);
            }
        }
        messages.removeIf(early -> !instance.isBehind(early.message().instance()));
        changes = messages.stream().mapToInt(EarlyMessages::changes).sum();
        return due;
    }

    private static int changes(Early early) {
        if (early.message() instanceof ConfigMessage.Wishes wishes) {
            return wishes.changes().size();
        } else if (early.message() instanceof ConfigMessage.Accept accept) {
            return accept.value().size();
        }
        return 0;
    }
}
