package io.kith.collections.partition;

import io.kith.collections.kind.Access;
import io.kith.collections.kind.ArgumentForm;
import io.kith.collections.kind.OperationSpec;
import io.kith.collections.kind.Scope;
import io.kith.collections.wire.Operations;
import io.kith.collections.wire.PayloadWriter;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All operations that are about a partition's sessions and its catalog, by rising codes. */
enum PartitionCommand {
    OPEN_SESSION(0x81, "open session", "", Access.OWN, Scope.SESSIONS),
    CLOSE_SESSION(0x82, "close session", "", Access.WRITE, Scope.SESSION_END),
    EXPIRE_SESSION(0x83, "expire session", "ffn", Access.OWN, Scope.SESSION_END),
    CANCEL_REQUEST(0x84, "cancel request", "n", Access.WRITE, Scope.SESSIONS),
    REFUSE(0x85, "refuse", "r", Access.OWN, Scope.SESSIONS),
    OPEN_COLLECTION(0x86, "open collection", "ffnvo", Access.WRITE, Scope.CATALOG),
    DESTROY_COLLECTION(0x87, "destroy collection", "ff", Access.WRITE, Scope.CATALOG),
    SET_OPTIONS(0x88, "set options", "no", Access.OWN, Scope.CATALOG),
    FORGET_DESTROYED(0x89, "forget destroyed", "n", Access.OWN, Scope.CATALOG),
    STRIKE_OUT(0x8a, "strike out", "n", Access.OWN, Scope.SESSIONS);

    private static final int FIRST_CODE = 0x81;
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

    /** The command that an operation is; null if it is none, but about a collection, or nothing at all. */
    static @Nullable PartitionCommand of(byte[] operation) {
        if (operation.length < Operations.CODE_BYTES || Operations.kind(operation) != Operations.PARTITION) {
            return null;
        }
        int index = Operations.code(operation) - FIRST_CODE;
        return index < 0 || index >= ALL.length ? null : ALL[index];
    }

    static List<OperationSpec> specs() {
        return Arrays.stream(ALL).map(command -> command.spec).toList();
    }

    /** Starts the bytes of this operation. */
    PayloadWriter bytes(int expectedArgumentBytes) {
        return Operations.ofPartition(spec.code(), expectedArgumentBytes);
    }
}
