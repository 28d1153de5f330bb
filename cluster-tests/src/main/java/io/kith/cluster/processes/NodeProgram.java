package io.kith.cluster.processes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a process of the {@code kith} command line is started.
 *
 * @param classPath where its classes are
 * @param javaOptions what the JVM is told besides
 * @param prefix the command that the Java command is an argument of, such as one that enters a network namespace; empty
 *     for none
 */
record NodeProgram(String classPath, List<String> javaOptions, List<String> prefix) {
    private static final String MAIN_CLASS = "io.kith.cli.KithCommand";

    private static final int ANSWER_MILLIS = 60_000;

    NodeProgram {
        javaOptions = List.copyOf(javaOptions);
        prefix = List.copyOf(prefix);
    }

    /** The program that this JVM has on its class path, for long runs. */
    static NodeProgram ofThisJvm() {
        String archive = System.getProperty("kith.archive");
        return new NodeProgram(
                System.getProperty("java.class.path"),
                archive == null ? List.of() : List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds*=off"),
                List.of());
    }

    /** The same for runs of seconds, which are over before compiling the code well has paid. */
    static NodeProgram forShortRuns() {
        return new NodeProgram(System.getProperty("java.class.path"), List.of("-XX:TieredStopAtLevel=1"), List.of());
    }

    /** The same program, started by way of {@code command}. */
    NodeProgram within(List<String> command) {
        return new NodeProgram(classPath, javaOptions, command);
    }

    /** The same program with another heap, as -Xmx says it. */
    NodeProgram withHeap(String size) {
        return with("-Xmx" + size);
    }

    /** The same program, whose JVM is told {@code option} besides. */
    NodeProgram with(String option) {
        List<String> options = new ArrayList<>(javaOptions);
        options.add(option);
        return new NodeProgram(classPath, options, prefix);
    }

    /** The command to ask a cluster with {@code arguments}, however busy the machine is. */
    String[] asking(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--connect-timeout-millis=" + ANSWER_MILLIS);
        return command(all).toArray(String[]::new);
    }

    /** The command to run the command line with {@code arguments}. */
    List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        if (Runtime.version().feature() >= 23) {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        // Many JVMs share one machine: the collector with the fewest threads, and little memory.
        command.addAll(List.of("-XX:+UseSerialGC", "-Xmx384m"));
        command.addAll(javaOptions);
        command.addAll(List.of("-cp", classPath, MAIN_CLASS));
        command.addAll(arguments);
        return command;
    }
}
