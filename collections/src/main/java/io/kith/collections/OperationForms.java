package io.kith.collections;

import io.kith.transport.CorruptFrameException;
import org.jspecify.annotations.Nullable;

/**
 * What arguments each operation has, a letter each: {@code b} a boolean, {@code n} a number, {@code k} bytes with their
 * length, {@code r} all bytes that are left, {@code i} an item's id; {@code K}, {@code E}, {@code N}, {@code I} a count and
 * so many bytes, pairs of bytes, numbers, ids; {@code c} the two optional values of a compare-and-set; {@code a} an
 * optional last key; {@code j} an optional id.
 */
final class OperationForms {
    private static final @Nullable String[] FORMS = new @Nullable String[256];

    static {
        forms("k", Opcode.MAP_GET, Opcode.MAP_GET_ENTRY, Opcode.MAP_CONTAINS_KEY, Opcode.MAP_REMOVE, Opcode.MAP_DELETE);
        forms("K", Opcode.MAP_GET_ALL, Opcode.MAP_CONTAINS_KEYS, Opcode.MAP_REMOVE_ALL);
        forms("r", Opcode.MAP_CONTAINS_VALUE, Opcode.VEC_ADD);
        forms("nnba", Opcode.MAP_PAGE);
        forms("knr", Opcode.MAP_PUT, Opcode.MAP_SET, Opcode.MAP_PUT_IF_ABSENT, Opcode.MAP_REPLACE);
        forms("kr", Opcode.MAP_REMOVE_IF_EQUALS);
        forms("knkr", Opcode.MAP_REPLACE_IF_EQUALS);
        forms("knc", Opcode.MAP_COMPARE_AND_SET);
        forms("nE", Opcode.MAP_PUT_ALL);
        forms("", Opcode.MAP_SIZE, Opcode.MAP_CLEAR, Opcode.VEC_SIZE, Opcode.VEC_CLEAR);
        forms("", Opcode.DEQUE_SIZE, Opcode.DEQUE_CAPACITY, Opcode.DEQUE_CLEAR);
        forms("", Opcode.CLOSE_SESSION, Opcode.DESTROY_COLLECTION);
        forms(
                "n",
                Opcode.CANCEL_REQUEST,
                Opcode.VEC_GET,
                Opcode.VEC_REMOVE,
                Opcode.VEC_SWAP_REMOVE,
                Opcode.VEC_TRUNCATE);
        forms("n", Opcode.DEQUE_GET, Opcode.DEQUE_SET_CAPACITY, Opcode.DEQUE_ACKNOWLEDGE, Opcode.DEQUE_RELEASE);
        forms("nnbr", Opcode.VEC_INDEX_OF, Opcode.VEC_REMOVE_VALUE, Opcode.DEQUE_INDEX_OF);
        forms("nnnn", Opcode.VEC_PAGE_AT, Opcode.DEQUE_PAGE_AT);
        forms("nnbj", Opcode.VEC_PAGE_BESIDE, Opcode.DEQUE_PAGE_BESIDE);
        forms("nr", Opcode.VEC_SET, Opcode.VEC_INSERT);
        forms("nK", Opcode.VEC_ADD_ALL, Opcode.VEC_INSERT_ALL);
        forms("nn", Opcode.VEC_REMOVE_RANGE, Opcode.DEQUE_EXTEND);
        forms("nnn", Opcode.VEC_DRAIN);
        forms("nnK", Opcode.VEC_REPLACE_RANGE);
        forms("nnN", Opcode.VEC_PERMUTE);
        forms("ir", Opcode.VEC_SET_ITEM);
        forms("i", Opcode.VEC_REMOVE_ITEM, Opcode.DEQUE_REMOVE_ITEM);
        forms("I", Opcode.VEC_REMOVE_ITEMS, Opcode.DEQUE_REMOVE_ITEMS);
        forms("ibr", Opcode.VEC_INSERT_BESIDE);
        forms("nkr", Opcode.VEC_COMPARE_AND_SET);
        forms("b", Opcode.DEQUE_PEEK, Opcode.DEQUE_POLL);
        forms("br", Opcode.DEQUE_OFFER, Opcode.DEQUE_REMOVE_VALUE);
        forms("bK", Opcode.DEQUE_OFFER_ALL);
        forms("bnn", Opcode.DEQUE_POLL_ALL, Opcode.DEQUE_RESERVE);
        forms("bnr", Opcode.DEQUE_PUT);
        forms("bn", Opcode.DEQUE_TAKE);
    }

    private OperationForms() {}

    private static void forms(String form, int... opcodes) {
        for (int opcode : opcodes) {
            FORMS[opcode] = form;
        }
    }

    /**
     * Reads all of an operation.
     *
     * @return the length of its longest key or value
     * @throws CorruptFrameException if it is none that a client may send
     */
    static int longestElement(byte[] operation) {
        String form = FORMS[Operations.opcode(operation)];
        if (form == null) {
            throw new CorruptFrameException("no client's operation has the opcode " + Operations.opcode(operation));
        }
        PayloadReader in = PayloadReader.ofArguments(operation);
        int longest = 0;
        for (int i = 0; i < form.length(); i++) {
            longest = Math.max(longest, skip(form.charAt(i), in));
        }
        in.expectEnd();
        return longest;
    }

    private static int skip(char argument, PayloadReader in) {
        switch (argument) {
            case 'b' -> in.readBoolean();
            case 'n' -> in.readCount();
            case 'k' -> {
                return skipBytes(in);
            }
            case 'r' -> {
                return skipRest(in);
            }
            case 'i' -> ItemId.read(in);
            case 'K', 'E' -> {
                int width = argument == 'E' ? 2 : 1;
                int longest = 0;
                for (int left = in.readCount(width) * width; left > 0; left--) {
                    longest = Math.max(longest, skipBytes(in));
                }
                return longest;
            }
            case 'N' -> {
                for (int left = in.readCount(1); left > 0; left--) {
                    in.readCount();
                }
            }
            case 'I' -> {
                for (int left = in.readCount(2); left > 0; left--) {
                    ItemId.read(in);
                }
            }
            case 'c' -> {
                int flags = in.readVarInt(MapOperations.EXPECTED_PRESENT | MapOperations.REPLACEMENT_PRESENT);
                int expected = (flags & MapOperations.EXPECTED_PRESENT) == 0 ? 0 : skipBytes(in);
                int replacement = (flags & MapOperations.REPLACEMENT_PRESENT) == 0 ? 0 : skipRest(in);
                return Math.max(expected, replacement);
            }
            case 'a' -> {
                return in.readBoolean() ? skipRest(in) : 0;
            }
            case 'j' -> {
                if (in.readBoolean()) {
                    ItemId.read(in);
                }
            }
            default -> throw new IllegalStateException("no argument has the form " + argument);
        }
        return 0;
    }

    private static int skipBytes(PayloadReader in) {
        int length = in.readLength();
        in.skip(length);
        return length;
    }

    private static int skipRest(PayloadReader in) {
        int length = in.remaining();
        in.skip(length);
        return length;
    }
}
