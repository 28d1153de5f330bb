package io.kith.client.serialization;

/** The first byte of an encoded value. The numbers are part of the stored format and never change. */
final class Tag {
    static final int NULL = 0;
    static final int FALSE = 1;
    static final int TRUE = 2;
    static final int BYTE = 3;
    static final int SHORT = 4;
    static final int INT = 5;
    static final int LONG = 6;
    static final int FLOAT = 7;
    static final int DOUBLE = 8;
    static final int CHAR = 9;
    static final int STRING = 10;
    /** A string that is not valid UTF-16, which UTF-8 cannot carry. */
    static final int STRING_UTF16 = 11;

    static final int BYTES = 12;
    static final int BOOLEANS = 13;
    static final int SHORTS = 14;
    static final int INTS = 15;
    static final int LONGS = 16;
    static final int FLOATS = 17;
    static final int DOUBLES = 18;
    static final int CHARS = 19;
    static final int UUID = 20;
    static final int BIG_INTEGER = 21;
    static final int BIG_DECIMAL = 22;
    static final int INSTANT = 23;
    static final int LOCAL_DATE = 24;
    static final int LOCAL_TIME = 25;
    static final int LOCAL_DATE_TIME = 26;
    static final int OFFSET_DATE_TIME = 27;
    static final int ZONED_DATE_TIME = 28;
    static final int OFFSET_TIME = 29;
    static final int DURATION = 30;
    static final int PERIOD = 31;
    static final int YEAR = 32;
    static final int YEAR_MONTH = 33;
    static final int MONTH_DAY = 34;
    static final int ZONE_OFFSET = 35;
    static final int ZONE_REGION = 36;
    static final int DATE = 37;
    static final int URI = 38;
    static final int EMPTY_OPTIONAL = 39;
    static final int OPTIONAL = 40;
    static final int LIST = 41;
    static final int SET = 42;
    static final int MAP = 43;
    static final int ENTRY = 44;
    static final int ENUM = 45;
    static final int RECORD = 46;
    /** Bytes of the {@link ObjectSerializer}. */
    static final int OBJECT = 47;
    /** A {@link ContainerKind}, and what it holds in its own order. */
    static final int CONTAINER = 48;
    /** An object of a user's class that is, or is part of, a key: its fields by their names. */
    static final int FIELDS = 49;

    private Tag() {}
}
