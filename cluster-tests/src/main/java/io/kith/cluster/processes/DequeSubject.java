package io.kith.cluster.processes;

import io.kith.client.Kith;
import io.kith.client.RemoteVecDeque;
import io.kith.simulation.history.SequenceCall;
import io.kith.simulation.history.SequenceModel;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One deque. */
final class DequeSubject extends Subject<SequenceCall> {
    private static final long WAIT_MILLIS = 20;

    DequeSubject(String name, int limit) {
        super(name, new SequenceModel(), limit);
    }

    @Override
    void operate(Kith kith, long process, SplittableRandom random, String value) {
        RemoteVecDeque<String> deque = kith.vecDeque(name());
        String name = name();
        switch (random.nextInt(10)) {
            case 0, 1 ->
                record(process, new SequenceCall.AddLast(name, value), () -> {
                    deque.addLast(value);
                    return null;
                });
            case 2 ->
                record(process, new SequenceCall.AddFirst(name, value), () -> {
                    deque.addFirst(value);
                    return null;
                });
            case 3 -> record(process, new SequenceCall.PollFirst(name), () -> waitForFirst(deque));
            case 4 -> record(process, new SequenceCall.PollFirst(name), deque::pollFirst);
            case 5 -> record(process, new SequenceCall.PollLast(name), deque::pollLast);
            case 6 -> record(process, new SequenceCall.Size(name), deque::size);
            case 7 -> record(process, new SequenceCall.PeekLast(name), deque::peekLast);
            case 8 -> record(process, new SequenceCall.Contains(name, value), () -> deque.contains(value));
            default -> record(process, new SequenceCall.PeekFirst(name), deque::peekFirst);
        }
    }

    /** A wait that is over in vain is a poll that found nothing. */
    private static @Nullable String waitForFirst(RemoteVecDeque<String> deque) {
        try {
            return deque.pollFirst(WAIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for an element", e);
        }
    }
}
