package io.kith.cluster.hostile;

import io.kith.collections.wire.ResponseStatus;
import io.kith.transport.Refusal;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** What one attack has done so far, and what it met with. Safe for use by several threads. */
final class Tally {
    private final String name;
    private long frames;
    private long withheld;
    private long connections;
    private long unreached;
    private long cutOff;
    private final Map<ResponseStatus, Long> answers = new EnumMap<>(ResponseStatus.class);
    private final Map<Refusal, Long> refusals = new EnumMap<>(Refusal.class);

    Tally(String name) {
        this.name = name;
    }

    synchronized void sent(long more) {
        frames += more;
    }

    /** A frame was not sent, as it says what only an operator or a member may say, and nobody could tell. */
    synchronized void withheld() {
        withheld++;
    }

    synchronized void connected() {
        connections++;
    }

    /** Nobody listened, or not in time. */
    synchronized void unreached() {
        unreached++;
    }

    synchronized void cutOff() {
        cutOff++;
    }

    synchronized void answered(ResponseStatus status) {
        answers.merge(status, 1L, Long::sum);
    }

    synchronized void refused(Refusal refusal) {
        refusals.merge(refusal, 1L, Long::sum);
    }

    synchronized long frames() {
        return frames;
    }

    /** What is paced: frames, and connections too. */
    synchronized long effort() {
        return frames + connections;
    }

    synchronized String toLine() {
        StringJoiner met = new StringJoiner(", ");
        answers.forEach((status, times) -> met.add(status + " " + times));
        refusals.forEach((refusal, times) -> met.add("refused " + refusal + " " + times));
        return String.format(
                Locale.ROOT,
                "%-20s %,11d frames, %,8d connections, %,8d cut off%s%s  %s",
                name,
                frames,
                connections,
                cutOff,
                unreached == 0 ? "" : ", " + unreached + " not reached",
                withheld == 0 ? "" : ", " + withheld + " withheld",
                met);
    }
}
