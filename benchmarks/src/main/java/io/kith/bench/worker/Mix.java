package io.kith.bench.worker;

import io.kith.bench.peer.Act;
import java.util.Set;

/**
 * Two acts, drawn at random.
 *
 * @param first one
 * @param second the other
 * @param firstPercent how many of a hundred are the first
 */
record Mix(Act first, Act second, int firstPercent) {
    private static final int PERCENT = 100;

    Mix {
        if (firstPercent < 0 || firstPercent > PERCENT) {
            throw new IllegalArgumentException(firstPercent + " of a hundred");
        }
    }

    static Mix only(Act act) {
        return new Mix(act, act, PERCENT);
    }

    Set<Act> acts() {
        return firstPercent == PERCENT ? Set.of(first) : firstPercent == 0 ? Set.of(second) : Set.of(first, second);
    }

    boolean isFirst(Choices choices) {
        return firstPercent == PERCENT || (firstPercent > 0 && choices.below(PERCENT) < firstPercent);
    }
}
