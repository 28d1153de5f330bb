package io.kith.collections;

import java.util.Arrays;

/** Which writes could change what which reads find. */
final class Conflicts {
    private Conflicts() {}

    static boolean between(byte[] write, byte[] read) {
        Operations.requireHeader(write);
        Operations.requireHeader(read);
        int opcode = Operations.opcode(write);
        boolean aboutSessions =
                (opcode & Opcode.TYPE_MASK) == Opcode.TYPE_PARTITION && opcode != Opcode.DESTROY_COLLECTION;
        if (aboutSessions || Operations.collectionId(write) != Operations.collectionId(read)) {
            return false;
        }
        return !hasSingleKey(opcode) || !hasSingleKey(Operations.opcode(read)) || haveSameKey(write, read);
    }

    private static boolean hasSingleKey(int opcode) {
        return switch (opcode) {
            case Opcode.MAP_GET,
                    Opcode.MAP_GET_ENTRY,
                    Opcode.MAP_CONTAINS_KEY,
                    Opcode.MAP_PUT,
                    Opcode.MAP_SET,
                    Opcode.MAP_PUT_IF_ABSENT,
                    Opcode.MAP_REMOVE,
                    Opcode.MAP_DELETE,
                    Opcode.MAP_REMOVE_IF_EQUALS,
                    Opcode.MAP_REPLACE,
                    Opcode.MAP_REPLACE_IF_EQUALS,
                    Opcode.MAP_COMPARE_AND_SET,
                    Opcode.MAP_EXPIRE -> true;
            default -> false;
        };
    }

    /** Compares the keys, with their lengths, which come first in the arguments of such operations. */
    private static boolean haveSameKey(byte[] write, byte[] read) {
        int end = read.length;
        return write.length >= end
                && Arrays.equals(write, Operations.HEADER_BYTES, end, read, Operations.HEADER_BYTES, end);
    }
}
