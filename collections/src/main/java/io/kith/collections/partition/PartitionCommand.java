package io.kith.collections.partition;

import io.kith.collections.kind.Access;
import io.kith.collections.kind.ArgumentForm;
import io.kith.collections.kind.OperationSpec;
import io.kith.collections.kind.Scope;
import io.kith.collections.wire.PayloadWriter;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All operations that are about sessions and whole collections, by rising codes. */
enum PartitionCommand {
    OPEN_SESSION(0xE1, "open session", "", Access.OWN, Scope.SESSIONS),
    CLOSE_SESSION(0xE2, "close session", "", Access.WRITE, Scope.SESSIONS),
    EXPIRE_SESSION(0xE3, "expire session", "", Access.OWN, Scope.SESSIONS),
    CANCEL_REQUEST(0xE4, "cancel request", "n", Access.WRITE, Scope.SESSIONS),
    DESTROY_COLLECTION(0xE5, "destroy collection", "", Access.WRITE, Scope.COLLECTION),
    REFUSE(0xE6, "refuse", "r", Access.OWN, Scope.SESSIONS);

    private static final int FIRST_CODE = 0xE1;
    private static final PartitionCommand[] ALL = values();

    static {
        for (int i = 0; i < ALL.length; i++) {
            if (ALL[i].spec.code() != FIRST_CODE + i) {
                throw new IllegalStateException("the code of " + ALL[i] + " is out of order");
            }
        }
    }

    @SuppressWarnings("ImmutableEnumChecker") // Specs hold nothing that changes.
    private final OperationSpec spec;

    PartitionCommand(int code, String name, String arguments, Access access, Scope scope) {
        spec = new OperationSpec(code, name, ArgumentForm.of(arguments), access, scope, false);
    }

    /** The command of a code, or null. */
    static @Nullable PartitionCommand ofCode(int code) {
        int index = code - FIRST_CODE;
        return index < 0 || index >= ALL.length ? null : ALL[index];
    }

    static List<OperationSpec> specs() {
        return Arrays.stream(ALL).map(command -> command.spec).toList();
    }

    /** Starts the bytes of this operation. */
    PayloadWriter of(long collectionId, int expectedArgumentBytes) {
        return PayloadWriter.operation(spec.code(), collectionId, expectedArgumentBytes);
    }
}
