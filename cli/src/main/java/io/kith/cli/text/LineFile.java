package io.kith.cli.text;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** A text file in UTF-8, plain or gzipped (told by its first bytes), read line by line. */
public final class LineFile implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int GZIP_MAGIC = 0x1F8B;

    private final Path path;
    private final CountingStream counter;
    private final BufferedReader reader;
    private long lines;

    private LineFile(Path path, CountingStream counter, BufferedReader reader) {
        this.path = path;
        this.counter = counter;
        this.reader = reader;
    }

    /**
     * Opens {@code path}.
     *
     * @throws IOException if it cannot be read
     */
    public static LineFile open(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new IOException(path + " is a folder, not a file");
        }
        CountingStream counter = new CountingStream(Files.newInputStream(path));
        try {
            InputStream buffered = new BufferedInputStream(counter, BUFFER_BYTES);
            InputStream bytes = isGzip(buffered) ? new GZIPInputStream(buffered, BUFFER_BYTES) : buffered;
            // A decoder of its own reports bytes that are not UTF-8; InputStreamReader's default replaces them.
            return new LineFile(
                    path,
                    counter,
                    new BufferedReader(
                            new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder()), BUFFER_BYTES));
        } catch (IOException e) {
            counter.close();
            throw e;
        }
    }

    /**
     * The next line without its end, or null at the end of the file.
     *
     * @throws IOException if the file cannot be read on, or is not UTF-8
     */
    public @Nullable String next() throws IOException {
        String line;
        try {
            line = reader.readLine();
        } catch (CharacterCodingException e) {
            throw new IOException(path + " is not text in UTF-8 (near line " + (lines + 1) + ")", e);
        } catch (ZipException | EOFException e) {
            throw new IOException(path + " is damaged gzip data (after line " + lines + ")", e);
        }
        if (line != null) {
            lines++;
        }
        return line;
    }

    /** How many lines {@link #next()} has returned. */
    public long lines() {
        return lines;
    }

    /** How many bytes of the file have been taken in, as they lie on disk; for progress bars. */
    public long bytesRead() {
        return counter.bytes;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    private static boolean isGzip(InputStream in) throws IOException {
        in.mark(2);
        int magic = in.read() << 8 | in.read();
        in.reset();
        return magic == GZIP_MAGIC;
    }

    /** Counts what is read through it. */
    private static final class CountingStream extends FilterInputStream {
        private volatile long bytes;

        CountingStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            if (read >= 0) {
                add(1);
            }
            return read;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            if (read > 0) {
                add(read);
            }
            return read;
        }

        // Only the reading thread writes; others just look.
        @SuppressWarnings("NonAtomicVolatileUpdate")
        private void add(int count) {
            bytes += count;
        }
    }
}
