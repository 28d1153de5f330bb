package io.kith.client.serialization;

import io.kith.transport.WireInput;
import io.kith.transport.WireOutput;

/** Arrays of primitives: a count and the elements in fixed widths, big-endian. */
final class PrimitiveArrays {

    private PrimitiveArrays() {}

    static void writeBooleans(WireOutput out, boolean[] values) {
        out.writeVarInt(values.length);
        for (boolean value : values) {
            out.writeBoolean(value);
        }
    }

    static boolean[] readBooleans(WireInput in) {
        boolean[] values = new boolean[in.readCount(1)];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readBoolean();
        }
        return values;
    }

    static void writeShorts(WireOutput out, short[] values) {
        out.writeVarInt(values.length);
        for (short value : values) {
            out.writeByte(value >>> 8).writeByte(value);
        }
    }

    static short[] readShorts(WireInput in) {
        short[] values = new short[in.readCount(2)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (short) readTwoBytes(in);
        }
        return values;
    }

    static void writeInts(WireOutput out, int[] values) {
        out.writeVarInt(values.length);
        for (int value : values) {
            out.writeFixedInt(value);
        }
    }

    static int[] readInts(WireInput in) {
        int[] values = new int[in.readCount(4)];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readFixedInt();
        }
        return values;
    }

    static void writeLongs(WireOutput out, long[] values) {
        out.writeVarInt(values.length);
        for (long value : values) {
            out.writeFixedLong(value);
        }
    }

    static long[] readLongs(WireInput in) {
        long[] values = new long[in.readCount(8)];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readFixedLong();
        }
        return values;
    }

    static void writeFloats(WireOutput out, float[] values) {
        out.writeVarInt(values.length);
        for (float value : values) {
            out.writeFixedInt(Float.floatToIntBits(value));
        }
    }

    static float[] readFloats(WireInput in) {
        float[] values = new float[in.readCount(4)];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.intBitsToFloat(in.readFixedInt());
        }
        return values;
    }

    static void writeDoubles(WireOutput out, double[] values) {
        out.writeVarInt(values.length);
        for (double value : values) {
            out.writeFixedLong(Double.doubleToLongBits(value));
        }
    }

    static double[] readDoubles(WireInput in) {
        double[] values = new double[in.readCount(8)];
        for (int i = 0; i < values.length; i++) {
            values[i] = Double.longBitsToDouble(in.readFixedLong());
        }
        return values;
    }

    static void writeChars(WireOutput out, char[] values) {
        out.writeVarInt(values.length);
        for (char value : values) {
            out.writeByte(value >>> 8).writeByte(value);
        }
    }

    static char[] readChars(WireInput in) {
        char[] values = new char[in.readCount(2)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (char) readTwoBytes(in);
        }
        return values;
    }

    private static int readTwoBytes(WireInput in) {
        int high = in.readByte();
        return (high << 8) | in.readByte();
    }
}
