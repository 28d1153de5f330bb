package io.kith.simulation.history;

import java.util.List;

/** One element of a set: in it or not. */
public final class SetModel implements Model<SetCall, Boolean> {

    @Override
    public Boolean initial() {
        return false;
    }

    @Override
    public Step<Boolean> apply(Boolean state, SetCall call) {
        if (call instanceof SetCall.Add) {
            return new Step<>(true, !state);
        }
        if (call instanceof SetCall.Remove) {
            return new Step<>(false, state);
        }
        return new Step<>(state, state);
    }

    @Override
    public Object keyOf(SetCall call) {
        return List.of(call.set(), call.element());
    }

    @Override
    public boolean isReadOnly(SetCall call) {
        return call instanceof SetCall.Contains;
    }
}
