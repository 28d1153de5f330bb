package io.kith.simulation.history;

/** A counter: a number, 0 at first. */
public final class CounterModel implements Model<CounterCall, Long> {

    @Override
    public Long initial() {
        return 0L;
    }

    @Override
    public Step<Long> apply(Long state, CounterCall call) {
        if (call instanceof CounterCall.Add add) {
            long sum = state + add.delta();
            return new Step<>(sum, sum);
        }
        if (call instanceof CounterCall.GetAndSet set) {
            return new Step<>(set.value(), state);
        }
        if (call instanceof CounterCall.CompareAndSet set) {
            boolean equal = state == set.expected();
            return new Step<>(equal ? set.value() : state, equal);
        }
        return new Step<>(state, state);
    }

    @Override
    public Object keyOf(CounterCall call) {
        return call.counter();
    }

    @Override
    public boolean isReadOnly(CounterCall call) {
        return call instanceof CounterCall.Get;
    }
}
