package io.kith.bench.jmh;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.Main;

/** {@code kith jmh}: JMH's own command line, and {@code --quick} for a look at everything in a minute or so. */
public final class JmhCommand {
    private static final String QUICK = "--quick";
    private static final List<String> SHORT =
            List.of("-f", "1", "-wi", "3", "-w", "300ms", "-i", "3", "-r", "300ms", "-prof", "gc");

    private JmhCommand() {}

    /** Runs it. */
    public static void main(String[] arguments) throws IOException {
        Main.main(expanded(arguments).toArray(String[]::new));
    }

    /** What JMH is told. */
    static List<String> expanded(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        if (all.remove(QUICK)) {
            all.addAll(SHORT);
        }
        return all;
    }
}
