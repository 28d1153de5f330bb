package io.kith.node.view;

import java.util.List;

/**
 * What a node takes in from those who dialled it.
 *
 * @param receivingBytes what large frames of clients that arrive or are not answered take
 * @param receiveLimitBytes what they may take at a time; 0 if the node does not say
 * @param waiting how many connections wait for room
 * @param clients how many connections clients have
 * @param maxClients how many they may have
 * @param unreadBytes what answers take that clients have not taken
 * @param unreadLimitBytes from how much on they are short of memory
 */
public record IntakeUse(
        long receivingBytes,
        long receiveLimitBytes,
        long waiting,
        long clients,
        long maxClients,
        long unreadBytes,
        long unreadLimitBytes) {
    /** Of a node that does not say. */
    public static final IntakeUse NONE = new IntakeUse(0, 0, 0, 0, 0, 0, 0);

    /** How many figures these are. */
    static final int COUNT = 7;

    /** As a node has others pass it on, see {@link NodeFigures}. */
    List<Long> figures() {
        return List.of(receivingBytes, receiveLimitBytes, waiting, clients, maxClients, unreadBytes, unreadLimitBytes);
    }

    /** What a node said with {@link #figures}; {@link #NONE} if it makes no sense. */
    static IntakeUse of(List<Long> figures) {
        return figures.stream().anyMatch(figure -> figure < 0)
                ? NONE
                : new IntakeUse(
                        figures.get(0),
                        figures.get(1),
                        figures.get(2),
                        figures.get(3),
                        figures.get(4),
                        figures.get(5),
                        figures.get(6));
    }
}
