package io.kith.client.serialization;

import io.kith.transport.WireInput;
import io.kith.transport.WireOutput;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A JDK type whose values hold no other objects, and its canonical encoding: equal values give equal bytes.
 *
 * @param tag its {@link Tag}
 * @param writer writes a value behind the tag
 * @param reader reads what the writer wrote
 */
record ScalarType<T>(int tag, Class<T> type, BiConsumer<WireOutput, T> writer, Function<WireInput, T> reader) {
    private static final Map<Class<?>, ScalarType<?>> BY_CLASS = new HashMap<>();
    private static final @Nullable ScalarType<?>[] BY_TAG = new ScalarType<?>[Tag.OBJECT + 1];

    static final ScalarType<ZonedDateTime> ZONED_DATE_TIME =
            new ScalarType<>(Tag.ZONED_DATE_TIME, ZonedDateTime.class, ScalarType::writeZoned, ScalarType::readZoned);

    static {
        numbers();
        arrays();
        times();
        others();
    }

    /** The scalar type of objects of class {@code type}, or null if it is none. */
    static @Nullable ScalarType<?> of(Class<?> type) {
        return BY_CLASS.get(type);
    }

    /** The scalar type with that tag, or null if there is none. */
    static @Nullable ScalarType<?> tagged(int tag) {
        return tag < BY_TAG.length ? BY_TAG[tag] : null;
    }

    /** Writes the tag and {@code value}, which is of this type. */
    void write(WireOutput out, Object value) {
        out.writeByte(tag);
        writer.accept(out, type.cast(value));
    }

    private static <T> void add(
            int tag, Class<T> type, BiConsumer<WireOutput, T> writer, Function<WireInput, T> reader) {
        add(new ScalarType<>(tag, type, writer, reader));
    }

    private static void add(ScalarType<?> scalar) {
        BY_CLASS.put(scalar.type(), scalar);
        BY_TAG[scalar.tag()] = scalar;
    }

    private static void numbers() {
        add(Tag.BYTE, Byte.class, (out, value) -> out.writeByte(value), in -> (byte) in.readByte());
        add(Tag.SHORT, Short.class, (out, value) -> writeSigned(out, value), in -> (short) readSigned(in));
        add(Tag.INT, Integer.class, (out, value) -> writeSigned(out, value), in -> (int) readSigned(in));
        add(Tag.LONG, Long.class, (out, value) -> writeSigned(out, value), in -> readSigned(in));
        add(
                Tag.FLOAT,
                Float.class,
                (out, value) -> out.writeFixedInt(Float.floatToIntBits(value)),
                in -> Float.intBitsToFloat(in.readFixedInt()));
        add(
                Tag.DOUBLE,
                Double.class,
                (out, value) -> out.writeFixedLong(Double.doubleToLongBits(value)),
                in -> Double.longBitsToDouble(in.readFixedLong()));
        add(Tag.CHAR, Character.class, (out, value) -> out.writeVarInt(value), in ->
                (char) in.readVarInt(Character.MAX_VALUE));
        add(
                Tag.BIG_INTEGER,
                BigInteger.class,
                (out, value) -> out.writeBytes(value.toByteArray()),
                in -> new BigInteger(in.readBytes()));
        add(
                Tag.BIG_DECIMAL,
                BigDecimal.class,
                (out, value) -> writeSigned(out, value.scale())
                        .writeBytes(value.unscaledValue().toByteArray()),
                in -> {
                    int scale = (int) readSigned(in);
                    return new BigDecimal(new BigInteger(in.readBytes()), scale);
                });
    }

    private static void arrays() {
        add(Tag.BYTES, byte[].class, WireOutput::writeBytes, WireInput::readBytes);
        add(Tag.BOOLEANS, boolean[].class, PrimitiveArrays::writeBooleans, PrimitiveArrays::readBooleans);
        add(Tag.SHORTS, short[].class, PrimitiveArrays::writeShorts, PrimitiveArrays::readShorts);
        add(Tag.INTS, int[].class, PrimitiveArrays::writeInts, PrimitiveArrays::readInts);
        add(Tag.LONGS, long[].class, PrimitiveArrays::writeLongs, PrimitiveArrays::readLongs);
        add(Tag.FLOATS, float[].class, PrimitiveArrays::writeFloats, PrimitiveArrays::readFloats);
        add(Tag.DOUBLES, double[].class, PrimitiveArrays::writeDoubles, PrimitiveArrays::readDoubles);
        add(Tag.CHARS, char[].class, PrimitiveArrays::writeChars, PrimitiveArrays::readChars);
    }

    @SuppressWarnings("JavaUtilDate") // Users have dates in their data, whatever their faults.
    private static void times() {
        add(
                Tag.INSTANT,
                Instant.class,
                (out, value) -> writeSigned(out, value.getEpochSecond()).writeVarInt(value.getNano()),
                in -> {
                    long seconds = readSigned(in);
                    return Instant.ofEpochSecond(seconds, in.readVarInt(999_999_999));
                });
        add(
                Tag.DURATION,
                Duration.class,
                (out, value) -> writeSigned(out, value.getSeconds()).writeVarInt(value.getNano()),
                in -> {
                    long seconds = readSigned(in);
                    return Duration.ofSeconds(seconds, in.readVarInt(999_999_999));
                });
        add(
                Tag.PERIOD,
                Period.class,
                (out, value) -> {
                    writeSigned(out, value.getYears());
                    writeSigned(out, value.getMonths());
                    writeSigned(out, value.getDays());
                },
                in -> {
                    int years = (int) readSigned(in);
                    int months = (int) readSigned(in);
                    return Period.of(years, months, (int) readSigned(in));
                });
        add(Tag.LOCAL_DATE, LocalDate.class, ScalarType::writeDate, ScalarType::readDate);
        add(Tag.LOCAL_TIME, LocalTime.class, ScalarType::writeTime, ScalarType::readTime);
        add(Tag.LOCAL_DATE_TIME, LocalDateTime.class, ScalarType::writeDateTime, ScalarType::readDateTime);
        add(
                Tag.OFFSET_DATE_TIME,
                OffsetDateTime.class,
                (out, value) -> {
                    writeDateTime(out, value.toLocalDateTime());
                    writeOffset(out, value.getOffset());
                },
                in -> {
                    LocalDateTime time = readDateTime(in);
                    return OffsetDateTime.of(time, readOffset(in));
                });
        add(ZONED_DATE_TIME);
        add(
                Tag.OFFSET_TIME,
                OffsetTime.class,
                (out, value) -> {
                    writeTime(out, value.toLocalTime());
                    writeOffset(out, value.getOffset());
                },
                in -> {
                    LocalTime time = readTime(in);
                    return OffsetTime.of(time, readOffset(in));
                });
        add(
                Tag.YEAR,
                Year.class,
                (out, value) -> writeSigned(out, value.getValue()),
                in -> Year.of((int) readSigned(in)));
        add(
                Tag.YEAR_MONTH,
                YearMonth.class,
                (out, value) -> writeSigned(out, value.getYear()).writeByte(value.getMonthValue()),
                in -> {
                    int year = (int) readSigned(in);
                    return YearMonth.of(year, in.readByte());
                });
        add(
                Tag.MONTH_DAY,
                MonthDay.class,
                (out, value) -> out.writeByte(value.getMonthValue()).writeByte(value.getDayOfMonth()),
                in -> {
                    int month = in.readByte();
                    return MonthDay.of(month, in.readByte());
                });
        add(Tag.ZONE_OFFSET, ZoneOffset.class, ScalarType::writeOffset, ScalarType::readOffset);
        add(Tag.DATE, Date.class, (out, value) -> writeSigned(out, value.getTime()), in -> new Date(readSigned(in)));
    }

    private static void others() {
        add(
                Tag.UUID,
                UUID.class,
                (out, value) -> out.writeFixedLong(value.getMostSignificantBits())
                        .writeFixedLong(value.getLeastSignificantBits()),
                in -> {
                    long high = in.readFixedLong();
                    return new UUID(high, in.readFixedLong());
                });
        add(Tag.URI, URI.class, (out, value) -> out.writeString(value.toString()), in -> URI.create(in.readString()));
    }

    /** Writes a number of either sign, short if it is near zero. */
    static WireOutput writeSigned(WireOutput out, long value) {
        return out.writeVarLong((value << 1) ^ (value >> 63));
    }

    static long readSigned(WireInput in) {
        long folded = in.readVarLong();
        return (folded >>> 1) ^ -(folded & 1);
    }

    private static void writeDate(WireOutput out, LocalDate date) {
        writeSigned(out, date.toEpochDay());
    }

    private static LocalDate readDate(WireInput in) {
        return LocalDate.ofEpochDay(readSigned(in));
    }

    private static void writeTime(WireOutput out, LocalTime time) {
        out.writeVarLong(time.toNanoOfDay());
    }

    private static LocalTime readTime(WireInput in) {
        return LocalTime.ofNanoOfDay(in.readVarLong());
    }

    private static void writeDateTime(WireOutput out, LocalDateTime value) {
        writeDate(out, value.toLocalDate());
        writeTime(out, value.toLocalTime());
    }

    private static LocalDateTime readDateTime(WireInput in) {
        LocalDate date = readDate(in);
        return LocalDateTime.of(date, readTime(in));
    }

    private static void writeZoned(WireOutput out, ZonedDateTime value) {
        writeDateTime(out, value.toLocalDateTime());
        writeOffset(out, value.getOffset());
        out.writeString(value.getZone().getId());
    }

    private static ZonedDateTime readZoned(WireInput in) {
        LocalDateTime time = readDateTime(in);
        ZoneOffset offset = readOffset(in);
        return ZonedDateTime.ofInstant(time, offset, ZoneId.of(in.readString()));
    }

    private static void writeOffset(WireOutput out, ZoneOffset offset) {
        writeSigned(out, offset.getTotalSeconds());
    }

    private static ZoneOffset readOffset(WireInput in) {
        return ZoneOffset.ofTotalSeconds((int) readSigned(in));
    }
}
