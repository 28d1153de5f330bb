package io.kith.bench.peer;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Another build of Kith, with its own nodes and its own client: what a change costs or brings, in one run. */
public final class BaselinePeer extends KithPeer {
    private final Path root;

    /** The build in {@code root}, where {@code ./kith bench} was called once. */
    public BaselinePeer(Path root) {
        this.root = root.toAbsolutePath();
    }

    @Override
    public String name() {
        return "baseline";
    }

    @Override
    public String describe() {
        return "Kith, another build";
    }

    @Override
    public String obstacle() {
        return Files.isReadable(jar()) && Files.isReadable(classPathFile())
                ? ""
                : "there is no build of the benchmarks in " + root + ": call ./kith bench --list there first";
    }

    @Override
    public String clientName() {
        return super.name();
    }

    @Override
    public String clientClassPath() {
        try {
            return root.resolve("benchmarks/target/kith-benchmarks.jar")
                    + File.pathSeparator
                    + Files.readString(classPathFile()).trim();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + classPathFile(), e);
        }
    }

    private Path classPathFile() {
        return root.resolve("benchmarks/target/class-path.txt");
    }

    /** Older trees built the program in the module of the node. */
    private Path built() {
        Path cli = root.resolve("cli/target");
        return Files.isDirectory(cli) ? cli : root.resolve("node/target");
    }

    @Override
    Path jar() {
        return built().resolve("kith.jar");
    }

    @Override
    String archive() {
        Path archive = built().resolve("kith-java" + Runtime.version().feature() + ".jsa");
        return Files.isReadable(archive) ? archive.toString() : "";
    }

    /** What was built before or after need not understand this build. */
    @Override
    boolean speaksLikeThis() {
        return false;
    }

    @Override
    String nodeOptions() {
        return System.getProperty("kith.baseline.node.options", super.nodeOptions());
    }
}
