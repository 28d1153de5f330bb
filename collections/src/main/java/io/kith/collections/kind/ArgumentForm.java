package io.kith.collections.kind;

import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.Operations;
import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.ResponseStatus;

/**
 * What arguments an operation has, a letter each: {@code b} a boolean, {@code n} a number, {@code k} a key with its length,
 * {@code f} a number of eight bytes, {@code v} a value with its length, {@code r} all bytes that are left, {@code i} an item's id; {@code K}, {@code E},
 * {@code I} a count and so many values, pairs of values, ids; {@code N} a count and so many numbers, the last argument; {@code c} the
 * two optional values of a compare-and-set; {@code a} an optional last key; {@code j} an optional id; {@code o} a collection's options.
 */
public final class ArgumentForm {
    /** In the flags of {@code c}: a value with its length follows. */
    public static final int EXPECTED_PRESENT = 1;

    /** In the flags of {@code c}: all bytes that are left are a value. */
    public static final int REPLACEMENT_PRESENT = 2;

    private static final String LETTERS = "bnfkvriKENIcajo";
    private static final String LAST_ONLY = "rcaN";

    private final String letters;

    private ArgumentForm(String letters) {
        this.letters = letters;
    }

    /**
     * The form of that many letters.
     *
     * @throws IllegalArgumentException if there is no such form
     */
    public static ArgumentForm of(String letters) {
        for (int i = 0; i < letters.length(); i++) {
            char letter = letters.charAt(i);
            boolean misplaced = LAST_ONLY.indexOf(letter) >= 0 && i < letters.length() - 1;
            if (LETTERS.indexOf(letter) < 0 || misplaced) {
                throw new IllegalArgumentException(
                        "the arguments \"" + letters + "\" have no form, because of '" + letter + "'");
            }
        }
        return new ArgumentForm(letters);
    }

    /** Whether a key comes first. */
    boolean beginsWithKey() {
        return letters.startsWith("k");
    }

    /**
     * Reads all arguments.
     *
     * @return the length of the longest key or value
     * @throws io.kith.transport.CorruptFrameException if they are of another form
     * @throws RefusedException if they are more than one operation may have
     */
    int longestElement(PayloadReader in) {
        int longest = 0;
        for (int i = 0; i < letters.length(); i++) {
            longest = Math.max(longest, skip(letters.charAt(i), in));
        }
        in.expectEnd();
        return longest;
    }

    private static int skip(char argument, PayloadReader in) {
        return switch (argument) {
            case 'b' -> {
                in.readBoolean();
                yield 0;
            }
            case 'n' -> {
                in.readCount();
                yield 0;
            }
            case 'f' -> {
                in.readFixedLong();
                yield 0;
            }
            case 'o' -> {
                CollectionOptions.read(in);
                yield 0;
            }
            case 'k', 'v' -> skipBytes(in);
            case 'r' -> skipRest(in);
            case 'i' -> skipItem(in);
            case 'K' -> skipValues(in, 1);
            case 'E' -> skipValues(in, 2);
            case 'N' -> {
                // A million take milliseconds to read: that is done in slices where they are used.
                in.skip(in.remaining());
                yield 0;
            }
            case 'I' -> {
                for (int left = bounded(in.readCount(2)); left > 0; left--) {
                    skipItem(in);
                }
                yield 0;
            }
            case 'c' -> skipExpectation(in);
            case 'a' -> in.readBoolean() ? skipRest(in) : 0;
            case 'j' -> in.readBoolean() ? skipItem(in) : 0;
            default -> throw new IllegalStateException("no argument has the form " + argument);
        };
    }

    private static int bounded(int count) {
        if (count > Operations.MOST_ELEMENTS) {
            throw new RefusedException(
                    ResponseStatus.TOO_LARGE,
                    "an operation of " + count + " elements has more than the " + Operations.MOST_ELEMENTS
                            + " that one may have");
        }
        return count;
    }

    private static int skipValues(PayloadReader in, int width) {
        int longest = 0;
        for (int left = bounded(in.readCount(width)) * width; left > 0; left--) {
            longest = Math.max(longest, skipBytes(in));
        }
        return longest;
    }

    private static int skipExpectation(PayloadReader in) {
        int flags = in.readVarInt(EXPECTED_PRESENT | REPLACEMENT_PRESENT);
        int expected = (flags & EXPECTED_PRESENT) == 0 ? 0 : skipBytes(in);
        int replacement = (flags & REPLACEMENT_PRESENT) == 0 ? 0 : skipRest(in);
        return Math.max(expected, replacement);
    }

    private static int skipItem(PayloadReader in) {
        in.readCount();
        in.readSignedVarLong();
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

    @Override
    public String toString() {
        return letters;
    }
}
