package io.kith.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads what the user typed, and shows him the reader's own message where that makes no sense.
 *
 * @param <T> what it is read as
 */
final class ReadableConverter<T> implements ITypeConverter<T> {
    private final ITypeConverter<T> reader;

    ReadableConverter(ITypeConverter<T> reader) {
        this.reader = reader;
    }

    @Override
    public T convert(String text) throws Exception {
        try {
            return reader.convert(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
