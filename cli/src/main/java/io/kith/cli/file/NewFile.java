package io.kith.cli.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that a user wants results in. What is there already is overwritten only if he says so. */
public final class NewFile {
    /** The option by which he does. */
    public static final String FORCE = "--force";

    private NewFile() {}

    /**
     * Fails if {@link #write} would; called before the work whose results go there.
     *
     * @throws KithFileException if it is there already; the message says what to do
     */
    public static void check(Path file, boolean force) {
        if (Files.isDirectory(file)) {
            throw new KithFileException(file + " is a folder: name a file in it");
        }
        if (!force && Files.isRegularFile(file)) {
            throw isThere(file);
        }
    }

    /**
     * Writes {@code text} in UTF-8. Pipes and devices are written to in any case.
     *
     * @throws KithFileException if the file is there already; the message says what to do
     * @throws IOException if it cannot be written
     */
    public static void write(Path file, String text, boolean force) throws IOException {
        check(file, force);
        boolean isSpecial = Files.exists(file) && !Files.isRegularFile(file);
        OpenOption[] options = force || isSpecial
                ? new OpenOption[] {
                    StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE
                }
                : new OpenOption[] {StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE};
        try {
            Files.writeString(file, text, StandardCharsets.UTF_8, options);
        } catch (FileAlreadyExistsException e) {
            throw isThere(file);
        }
    }

    private static KithFileException isThere(Path file) {
        return new KithFileException(file + " is there already: name another file, or overwrite it with " + FORCE);
    }
}
