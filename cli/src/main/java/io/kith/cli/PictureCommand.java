package io.kith.cli;

import io.kith.client.Kith;
import io.kith.client.RemoteHashMap;
import io.kith.transport.ForeignText;
import java.io.PrintWriter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kith map}: single operations on a map of strings, for looking around and for scripts. */
@Command(
        name = "map",
        description = {
            "Put, get and list entries of a map.",
            "Keys and values are strings; values of other types are shown as Java prints them.",
            "Control characters and line ends are spelled out, as in \\n; --raw and --json give them as they are."
        },
        synopsisSubcommandLabel = "(put | get | remove | size | entries)",
        footer = {"", "Example: kith map words get gossip --seed 127.0.0.1:7400"})
final class PictureCommand implements Runnable {
    /** After how many entries it is time to see whether anybody still reads them, as {@code head} does not. */
    private static final int CHECKED_EVERY = 1_000;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "NAME", description = "The map's name.")
    private String name = "";

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do with it: put, get, remove, size or entries");
    }

    @Command(name = "put", description = "Put an entry; what the key had before is replaced.")
    int put(
            @Mixin ClusterOptions cluster,
            @Parameters(index = "0", paramLabel = "KEY") String key,
            @Parameters(index = "1", paramLabel = "VALUE") String value) {
        try (Kith kith = cluster.connect()) {
            map(kith).put(key, value);
            return 0;
        }
    }

    @Command(name = "get", description = "Print a key's value; fail if there is none.")
    int get(
            @Mixin ClusterOptions cluster,
            @Parameters(index = "0", paramLabel = "KEY") String key,
            @Option(names = "--json", description = "Write JSON.") boolean json,
            @Option(names = "--raw", description = "Print text as it is, control characters included.") boolean raw) {
        try (Kith kith = cluster.connect()) {
            return print(key, map(kith).get(key), json, raw);
        }
    }

    @Command(name = "remove", description = "Remove a key and print the value it had; fail if there was none.")
    int remove(
            @Mixin ClusterOptions cluster,
            @Parameters(index = "0", paramLabel = "KEY") String key,
            @Option(names = "--json", description = "Write JSON.") boolean json,
            @Option(names = "--raw", description = "Print text as it is, control characters included.") boolean raw) {
        try (Kith kith = cluster.connect()) {
            return print(key, map(kith).remove(key), json, raw);
        }
    }

    @Command(name = "size", description = "Print the number of entries.")
    int size(@Mixin ClusterOptions cluster, @Option(names = "--json", description = "Write JSON.") boolean json) {
        try (Kith kith = cluster.connect()) {
            int size = map(kith).size();
            out().println(json ? JsonOutput.line(Collections.singletonMap("size", size)) : String.valueOf(size));
            return 0;
        }
    }

    @Command(name = "entries", description = "Print entries, one a line: the key, a tab, the value.")
    int entries(
            @Mixin ClusterOptions cluster,
            @Option(names = "--limit", paramLabel = "N", description = "Print no more than N entries.") @Nullable
                    Long limit,
            @Option(names = "--json", description = "Write each entry as JSON on a line of its own.") boolean json,
            @Option(names = "--raw", description = "Print text as it is, control characters included.") boolean raw) {
        if (limit != null) {
            Checks.range(spec, "--limit", limit, 1, Long.MAX_VALUE);
        }
        try (Kith kith = cluster.connect()) {
            long left = limit == null ? Long.MAX_VALUE : limit;
            PrintWriter out = out();
            for (Map.Entry<Object, Object> entry : map(kith).entrySet()) {
                out.println(json ? json(entry) : shown(entry.getKey(), raw) + "\t" + shown(entry.getValue(), raw));
                left--;
                boolean nobodyReads = left % CHECKED_EVERY == 0 && out.checkError();
                if (left == 0 || nobodyReads) {
                    break;
                }
            }
            return 0;
        }
    }

    private RemoteHashMap<Object, Object> map(Kith kith) {
        return kith.hashMap(name);
    }

    private int print(String key, @Nullable Object value, boolean json, boolean raw) {
        if (value == null) {
            throw new CommandFailure("map " + name + " has no key '" + key + "'");
        }
        out().println(json ? JsonOutput.line(Collections.singletonMap("value", value.toString())) : shown(value, raw));
        return 0;
    }

    private static String shown(Object value, boolean raw) {
        return raw ? value.toString() : ForeignText.shown(value.toString());
    }

    private static String json(Map.Entry<Object, Object> entry) {
        Map<String, String> json = new LinkedHashMap<>();
        json.put("key", entry.getKey().toString());
        json.put("value", entry.getValue().toString());
        return JsonOutput.line(json);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
