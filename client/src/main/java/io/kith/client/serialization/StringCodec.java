package io.kith.client.serialization;

import io.kith.transport.CorruptFrameException;
import io.kith.transport.WireInput;
import io.kith.transport.WireOutput;
import java.nio.charset.StandardCharsets;

/**
 * Strings as UTF-8; those few that are not valid UTF-16, and which UTF-8 would not tell apart, as two bytes a
 * character.
 */
final class StringCodec {
    private static final int ASCII_LIMIT = 0x80;

    private StringCodec() {}

    /** The whole encoding of {@code text}, in an array of just its size. */
    static byte[] encode(String text) {
        int length = text.length();
        if (!isAscii(text)) {
            WireOutput out = WireOutput.onHeap(length * 2 + 6);
            write(out, text);
            return out.toByteArray();
        }
        int header = 1 + varIntSize(length);
        byte[] bytes = new byte[header + length];
        bytes[0] = Tag.STRING;
        int rest = length;
        for (int i = 1; i < header; i++) {
            bytes[i] = (byte) (i == header - 1 ? rest : (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        for (int i = 0; i < length; i++) {
            bytes[header + i] = (byte) text.charAt(i);
        }
        return bytes;
    }

    /** Reads an encoding that is all of {@code bytes} and whose tag is {@link Tag#STRING}. */
    static String decode(byte[] bytes) {
        int length = 0;
        int at = 1;
        for (int shift = 0; shift < 35 && at < bytes.length; shift += 7) {
            int next = bytes[at++];
            length |= (next & 0x7F) << shift;
            if (next >= 0) {
                break;
            }
        }
        if (length != bytes.length - at) {
            throw new SerializationException("a string of " + Integer.toUnsignedString(length) + " bytes, but "
                    + (bytes.length - at) + " bytes remain");
        }
        return new String(bytes, at, length, StandardCharsets.UTF_8);
    }

    static void write(WireOutput out, String text) {
        if (isValidUtf16(text)) {
            out.writeByte(Tag.STRING).writeString(text);
            return;
        }
        out.writeByte(Tag.STRING_UTF16).writeVarInt(text.length() * 2);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            out.writeByte(c >>> 8).writeByte(c);
        }
    }

    static String readUtf16(WireInput in) {
        byte[] bytes = in.readBytes();
        if (bytes.length % 2 != 0) {
            throw new CorruptFrameException("half a character at the end of a string");
        }
        char[] chars = new char[bytes.length / 2];
        for (int i = 0; i < chars.length; i++) {
            chars[i] = (char) ((bytes[2 * i] << 8) | (bytes[2 * i + 1] & 0xFF));
        }
        return new String(chars);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= ASCII_LIMIT) {
                return false;
            }
        }
        return true;
    }

    private static boolean isValidUtf16(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    private static int varIntSize(int value) {
        return (38 - Integer.numberOfLeadingZeros(value | 1)) / 7;
    }
}
