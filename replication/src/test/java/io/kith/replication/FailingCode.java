package io.kith.replication;

import io.kith.collections.partition.PartitionRules;

/** The code of partitions' states, which fails at some requests. */
final class FailingCode extends PartitionRules {
    private final long first;
    private final long last;
    private final boolean behind;
    private int timesLeft;
    private long current;

    private FailingCode(long first, long last, boolean behind, int times) {
        this.first = first;
        this.last = last;
        this.behind = behind;
        this.timesLeft = times;
    }

    /** Before it has done anything of it, so many times. */
    static FailingCode before(long number, int times) {
        return new FailingCode(number, number, false, times);
    }

    /** Before it has done anything of that one, or of any later one. */
    static FailingCode from(long number) {
        return new FailingCode(number, Long.MAX_VALUE, false, Integer.MAX_VALUE);
    }

    /** When it has done it and does not keep the result yet, once: the state is torn. */
    static FailingCode behind(long number) {
        return new FailingCode(number, number, true, 1);
    }

    @Override
    public boolean isRefusedBelow(long floor, long of) {
        current = of;
        return super.isRefusedBelow(floor, of);
    }

    @Override
    public boolean isRefusedUnopened(boolean open) {
        if (!behind) {
            mayFail();
        }
        return super.isRefusedUnopened(open);
    }

    @Override
    public Object kept(Object outcome) {
        if (behind) {
            mayFail();
        }
        return super.kept(outcome);
    }

    private void mayFail() {
        if (current >= first && current <= last && timesLeft > 0) {
            timesLeft--;
            throw new IllegalStateException("the test fails at request " + current);
        }
    }
}
