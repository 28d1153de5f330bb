package io.kith.collections.lock;

import static io.kith.collections.kind.Operation.none;
import static io.kith.collections.kind.Operation.ofWaiter;
import static io.kith.collections.kind.Operation.own;
import static io.kith.collections.kind.Operation.read;
import static io.kith.collections.kind.Operation.waiting;
import static io.kith.collections.kind.Operation.write;

import io.kith.collections.kind.Operation;
import io.kith.collections.kind.OperationCall;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.PayloadWriter;
import io.kith.collections.wire.Results;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All operations of locks, and what they do. */
enum LockCommand {
    STATE(read(0x01, "state", "", LockCommand::state)),
    LOCK(waiting(0x81, "lock", "ffnn", LockCommand::lock, ofWaiter(lock -> lock.hold() != null))),
    TRY_LOCK(write(0x82, "try lock", "ffn", LockCommand::tryLock, none())),
    UNLOCK(write(0x83, "unlock", "ff", LockCommand::unlock, none())),
    EXTEND(write(0x85, "extend", "ffn", LockCommand::extend, none())),
    EXPIRE(own(LockState.EXPIRE_CODE, "expire", "nn", LockCommand::expire));

    @SuppressWarnings("ImmutableEnumChecker") // Operations hold nothing that changes.
    private final Operation<LockState> operation;

    LockCommand(Operation<LockState> operation) {
        this.operation = operation;
    }

    static List<Operation<LockState>> all() {
        return Arrays.stream(values()).map(command -> command.operation).toList();
    }

    /** Starts the bytes of this operation. */
    PayloadWriter of(CollectionRef collection, int expectedArgumentBytes) {
        return collection.operation(operation.spec().code(), expectedArgumentBytes);
    }

    private static byte[] state(LockState lock, OperationCall call) {
        call.in().expectEnd();
        LockHold hold = lock.hold();
        PayloadWriter out = new PayloadWriter(32).writeVarLong(lock.fence()).writeBoolean(hold != null);
        if (hold != null) {
            out.writeFixedLong(hold.token().high())
                    .writeFixedLong(hold.token().low())
                    .writeVarLong(hold.holds());
        }
        return out.toBytes();
    }

    private static LockToken token(PayloadReader in) {
        return new LockToken(in.readFixedLong(), in.readFixedLong());
    }

    private static byte @Nullable [] lock(LockState lock, OperationCall call) {
        PayloadReader in = call.in();
        LockToken token = token(in);
        long leaseMillis = in.readCount();
        long waitPlusOne = in.readCount();
        in.expectEnd();
        long fence = take(lock, call, token, leaseMillis);
        if (fence != 0 || waitPlusOne == 1 || call.isOwn()) {
            return LockState.fenceResult(fence);
        }
        lock.await(call, token, leaseMillis, waitPlusOne);
        return null;
    }

    private static byte[] tryLock(LockState lock, OperationCall call) {
        LockToken token = token(call.in());
        long leaseMillis = call.in().readCount();
        call.in().expectEnd();
        return LockState.fenceResult(take(lock, call, token, leaseMillis));
    }

    private static long take(LockState lock, OperationCall call, LockToken token, long leaseMillis) {
        return lock.take(token, call.session(), call.sessionOpening(), leaseMillis, call.nowMillis());
    }

    private static byte[] unlock(LockState lock, OperationCall call) {
        LockToken token = token(call.in());
        call.in().expectEnd();
        return Results.ofNumber(lock.giveBack(token, call.nowMillis(), call.requests()) + 1L);
    }

    private static byte[] extend(LockState lock, OperationCall call) {
        LockToken token = token(call.in());
        long leaseMillis = call.in().readCount();
        call.in().expectEnd();
        return Results.ofBoolean(
                lock.extend(token, call.session(), call.sessionOpening(), leaseMillis, call.nowMillis()));
    }

    private static byte[] expire(LockState lock, OperationCall call) {
        long ticket = call.in().readCount();
        long expiresAtMillis = call.in().readCount();
        call.in().expectEnd();
        return Results.ofBoolean(lock.expire(ticket, expiresAtMillis, call.nowMillis(), call.requests()));
    }
}
