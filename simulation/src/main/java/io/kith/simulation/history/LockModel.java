package io.kith.simulation.history;

import org.jspecify.annotations.Nullable;

/** A lock that tells its holders apart by fencing tokens, which rise. */
public final class LockModel implements Model<LockCall, LockModel.Standing> {
    private static final Standing NEW = new Standing(0, null, 0);

    /**
     * How a lock stands.
     *
     * @param fence the fencing token of who holds it, or held it last; 0 if nobody ever did
     * @param owner who holds it; null: nobody
     * @param holds how often
     */
    public record Standing(long fence, @Nullable Object owner, int holds) {
        private boolean isOf(Object somebody) {
            return somebody.equals(owner);
        }
    }

    @Override
    public Standing initial() {
        return NEW;
    }

    @Override
    public Step<Standing> apply(Standing state, LockCall call) {
        if (call instanceof LockCall.Lock lock) {
            return lock(state, lock.owner());
        }
        if (call instanceof LockCall.Unlock unlock) {
            return unlock(state, unlock.owner());
        }
        if (call instanceof LockCall.Extend extend) {
            return new Step<>(state, state.isOf(extend.owner()));
        }
        if (call instanceof LockCall.End end) {
            return new Step<>(state.isOf(end.owner()) ? free(state) : state, null);
        }
        return new Step<>(state, state);
    }

    private static Step<Standing> lock(Standing state, Object owner) {
        if (state.isOf(owner)) {
            return new Step<>(new Standing(state.fence(), owner, state.holds() + 1), state.fence());
        }
        return state.owner() == null
                ? new Step<>(new Standing(state.fence() + 1, owner, 1), state.fence() + 1)
                : new Step<>(state, null);
    }

    private static Step<Standing> unlock(Standing state, Object owner) {
        if (!state.isOf(owner)) {
            return new Step<>(state, -1);
        }
        int left = state.holds() - 1;
        return new Step<>(left == 0 ? free(state) : new Standing(state.fence(), owner, left), left);
    }

    private static Standing free(Standing state) {
        return new Standing(state.fence(), null, 0);
    }

    @Override
    public Object keyOf(LockCall call) {
        return call.lock();
    }

    @Override
    public boolean isReadOnly(LockCall call) {
        return call instanceof LockCall.Look || call instanceof LockCall.Extend;
    }
}
