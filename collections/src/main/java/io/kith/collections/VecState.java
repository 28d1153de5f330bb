package io.kith.collections;

import io.kith.transport.CorruptFrameException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A vec, and what the writes do to it. */
final class VecState extends SequenceState {
    private final ItemSequence items = sequence();

    @Override
    public int type() {
        return Opcode.TYPE_VEC;
    }

    @Override
    public long bytes() {
        return items.bytes();
    }

    @Override
    public long digest() {
        return ByteHash.of(Opcode.TYPE_VEC, items.digest());
    }

    @Override
    byte[] read(byte[] operation, PayloadReader in) {
        return SequenceReads.read(items, operation, in);
    }

    @Override
    byte @Nullable [] apply(LogCommand command, PayloadReader in, WaitingRequests requests) {
        byte[] operation = command.operation();
        int opcode = Operations.opcode(operation);
        return switch (opcode) {
            case Opcode.VEC_ADD -> {
                items.requireRoom(1);
                int index = items.size();
                items.insert(index, in.readRest());
                yield Results.ofNumber(index);
            }
            case Opcode.VEC_SET, Opcode.VEC_INSERT, Opcode.VEC_REMOVE, Opcode.VEC_SWAP_REMOVE -> atIndex(opcode, in);
            case Opcode.VEC_COMPARE_AND_SET -> compareAndSet(operation, in);
            case Opcode.VEC_REMOVE_VALUE -> {
                int index = SequenceReads.find(items, operation, in);
                if (index >= 0) {
                    items.remove(index);
                }
                yield Results.ofNumber(index + 1L);
            }
            case Opcode.VEC_SET_ITEM -> {
                int index = items.indexOf(ItemId.read(in));
                yield index < 0 ? Results.ABSENT : SequenceReads.present(items.set(index, in.readRest()));
            }
            case Opcode.VEC_REMOVE_ITEM -> removeItem(in);
            case Opcode.VEC_REMOVE_ITEMS -> Results.ofNumber(removeItems(in));
            case Opcode.VEC_INSERT_BESIDE -> insertBeside(in);
            case Opcode.VEC_ADD_ALL, Opcode.VEC_INSERT_ALL -> insertAll(opcode, in);
            case Opcode.VEC_REMOVE_RANGE -> removeRange(in);
            case Opcode.VEC_DRAIN -> drain(in);
            case Opcode.VEC_TRUNCATE -> {
                int from = Math.min(in.readVarInt(Integer.MAX_VALUE), items.size());
                in.expectEnd();
                yield removed(from, items.size());
            }
            case Opcode.VEC_CLEAR -> {
                in.expectEnd();
                yield removed(0, items.size());
            }
            case Opcode.VEC_REPLACE_RANGE -> replaceRange(in);
            case Opcode.VEC_PERMUTE -> permute(in);
            default -> throw new CorruptFrameException("no vec operation has the code " + opcode);
        };
    }

    @Override
    public long growth(byte[] operation, PayloadReader in) {
        int opcode = Operations.opcode(operation);
        return switch (opcode) {
            case Opcode.VEC_ADD, Opcode.VEC_INSERT, Opcode.VEC_INSERT_BESIDE ->
                (long) in.remaining() + ELEMENT_OVERHEAD_BYTES;
            case Opcode.VEC_ADD_ALL, Opcode.VEC_INSERT_ALL -> {
                in.readCount();
                yield in.remaining() + (long) in.readCount(1) * ELEMENT_OVERHEAD_BYTES;
            }
            case Opcode.VEC_SET -> growthAt(in.readVarInt(Integer.MAX_VALUE), in);
            case Opcode.VEC_SET_ITEM -> growthAt(items.indexOf(ItemId.read(in)), in);
            case Opcode.VEC_COMPARE_AND_SET -> {
                int index = in.readVarInt(Integer.MAX_VALUE);
                in.skip(in.readLength());
                yield growthAt(index, in);
            }
            case Opcode.VEC_REPLACE_RANGE -> {
                int index = in.readVarInt(Integer.MAX_VALUE);
                in.readCount();
                long growth = 0;
                for (byte[] value : readValues(in)) {
                    growth += index < items.size() ? value.length - items.get(index).length : 0;
                    index++;
                }
                yield growth;
            }
            default -> 0;
        };
    }

    /** By how much the rest of the arguments is longer than the element at {@code index}; 0 if there is none. */
    private long growthAt(int index, PayloadReader in) {
        return index < 0 || index >= items.size() ? 0 : (long) in.remaining() - items.get(index).length;
    }

    private byte[] atIndex(int opcode, PayloadReader in) {
        int index = in.readVarInt(Integer.MAX_VALUE);
        int size = items.size();
        if (opcode == Opcode.VEC_INSERT) {
            if (index > size) {
                return Results.FALSE;
            }
            items.requireRoom(1);
            items.insert(index, in.readRest());
            return Results.TRUE;
        }
        if (opcode == Opcode.VEC_SET) {
            return index < size ? SequenceReads.present(items.set(index, in.readRest())) : Results.ABSENT;
        }
        in.expectEnd();
        if (index >= size) {
            return Results.ABSENT;
        }
        if (opcode == Opcode.VEC_REMOVE || index == size - 1) {
            return SequenceReads.present(items.remove(index));
        }
        byte[] last = items.remove(size - 1);
        return SequenceReads.present(items.set(index, last));
    }

    private byte[] compareAndSet(byte[] operation, PayloadReader in) {
        int index = in.readVarInt(Integer.MAX_VALUE);
        int length = in.readLength();
        int offset = in.position();
        in.skip(length);
        if (index >= items.size()) {
            return Results.FALSE;
        }
        byte[] current = items.get(index);
        if (!Arrays.equals(current, 0, current.length, operation, offset, offset + length)) {
            return Results.FALSE;
        }
        items.set(index, in.readRest());
        return Results.TRUE;
    }

    private byte[] insertBeside(PayloadReader in) {
        ItemId item = ItemId.read(in);
        boolean before = in.readBoolean();
        int place = items.placeOf(item, !before);
        if (place < 0) {
            return Results.ABSENT;
        }
        items.requireRoom(1);
        long label = items.insert(place, in.readRest());
        PayloadWriter writer = new PayloadWriter(16).writeByte(1);
        new ItemId(items.epoch(), label).write(writer);
        return writer.toBytes();
    }

    private byte[] insertAll(int opcode, PayloadReader in) {
        boolean atEnd = opcode == Opcode.VEC_ADD_ALL;
        int wanted = in.readVarInt(Integer.MAX_VALUE);
        int index = atEnd ? items.size() : wanted;
        List<byte[]> values = readValues(in);
        if (index > items.size()) {
            return Results.FALSE;
        }
        items.requireRoom(values.size());
        for (int i = 0; i < values.size(); i++) {
            items.insert(index + i, values.get(i));
        }
        return atEnd ? Results.ofNumber(index) : Results.TRUE;
    }

    private byte[] removeRange(PayloadReader in) {
        int from = in.readVarInt(Integer.MAX_VALUE);
        int to = in.readVarInt(Integer.MAX_VALUE);
        in.expectEnd();
        return removed(Math.min(from, items.size()), Math.min(to, items.size()));
    }

    private byte[] removed(int from, int to) {
        items.removeRange(from, to);
        return Results.ofNumber(Math.max(0, to - from));
    }

    private byte[] drain(PayloadReader in) {
        int from = Math.min(in.readVarInt(Integer.MAX_VALUE), items.size());
        int to = Math.min(in.readVarInt(Integer.MAX_VALUE), items.size());
        ValueList values = new ValueList(in.readVarInt(Integer.MAX_VALUE));
        in.expectEnd();
        items.tree().visit(from, to, false, values);
        items.removeRange(from, from + values.count());
        return values.payload();
    }

    /** Whether the vec is as the client saw it, and has the range it wants to change. */
    private boolean isUnchanged(long expectedVersionPlusOne, int from, int count) {
        boolean sameVersion = expectedVersionPlusOne == 0 || expectedVersionPlusOne - 1 == items.version();
        return sameVersion && from <= items.size() - count;
    }

    private byte[] replaceRange(PayloadReader in) {
        int from = in.readVarInt(Integer.MAX_VALUE);
        long expectedVersionPlusOne = in.readCount();
        List<byte[]> values = readValues(in);
        if (!isUnchanged(expectedVersionPlusOne, from, values.size())) {
            return Results.FALSE;
        }
        for (int i = 0; i < values.size(); i++) {
            items.set(from + i, values.get(i));
        }
        return Results.TRUE;
    }

    private byte[] permute(PayloadReader in) {
        int from = in.readVarInt(Integer.MAX_VALUE);
        long expectedVersionPlusOne = in.readCount();
        int count = in.readCount(1);
        int[] order = new int[count];
        boolean[] seen = new boolean[count];
        for (int i = 0; i < count; i++) {
            order[i] = in.readVarInt(count - 1);
            if (seen[order[i]]) {
                throw new CorruptFrameException("a new order names the element " + order[i] + " twice");
            }
            seen[order[i]] = true;
        }
        in.expectEnd();
        if (!isUnchanged(expectedVersionPlusOne, from, count)) {
            return Results.FALSE;
        }
        List<byte[]> old = new ArrayList<>(count);
        items.tree().visit(from, from + count, false, (index, label, value) -> old.add(value));
        for (int i = 0; i < count; i++) {
            items.set(from + i, old.get(order[i]));
        }
        return Results.TRUE;
    }

    @Override
    boolean cancel(RequestKey request) {
        return false;
    }

    @Override
    void destroy() {
        items.removeRange(0, items.size());
    }

    @Override
    void writeHeader(PayloadWriter out) {
        out.writeByte(0);
    }

    @Override
    void readHeader(PayloadReader in) {
        in.readVarInt(0);
    }

    @Override
    List<byte[]> extras() {
        return List.of();
    }

    @Override
    void installExtra(PayloadReader in) {
        throw new CorruptFrameException("a vec has nothing besides its elements");
    }
}
