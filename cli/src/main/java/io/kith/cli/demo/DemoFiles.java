package io.kith.cli.demo;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the texts that are counted when none are named: the project's own sources and documentation. */
public final class DemoFiles {
    private static final List<String> ENDINGS = List.of(".java", ".md", ".xml");

    /** What builds leave, and tests: without them there is enough to count, and it does not take too long. */
    private static final Set<String> SKIPPED = Set.of("target", "test");

    private DemoFiles() {}

    /**
     * The project's own texts.
     *
     * @throws IOException if the project's folder cannot be read
     * @throws DemoException if this program does not lie in the project's folder
     */
    public static List<Path> ownTexts() throws IOException {
        Path root = projectRoot(location());
        if (root == null) {
            throw new DemoException(
                    "Kith's own sources are not next to the program; name text files, as in: kith demo book.txt");
        }
        return textsUnder(root);
    }

    /** The sources and documentation below {@code root}, in the order of their names, without tests and what builds leave. */
    static List<Path> textsUnder(Path root) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = String.valueOf(folder.getFileName());
                boolean skipped = !folder.equals(root) && (SKIPPED.contains(name) || name.startsWith("."));
                return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = String.valueOf(file.getFileName());
                if (attributes.isRegularFile() && ENDINGS.stream().anyMatch(name::endsWith)) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        found.sort(null);
        return found;
    }

    /** The folder at or above {@code start} that holds the project, or null. */
    static @Nullable Path projectRoot(@Nullable Path start) {
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("kith")) && Files.isRegularFile(folder.resolve("pom.xml"))) {
                return folder;
            }
        }
        return null;
    }

    /** Where this program was started from: a jar or a folder of classes. */
    private static @Nullable Path location() {
        CodeSource source = DemoFiles.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            return null;
        }
        try {
            return Path.of(source.getLocation().toURI()).toAbsolutePath();
        } catch (URISyntaxException e) {
            throw new DemoException("cannot tell where the program lies: " + source.getLocation(), e);
        }
    }
}
