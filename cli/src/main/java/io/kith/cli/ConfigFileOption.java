package io.kith.cli;

import io.kith.cli.file.KithFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;

/** Finds the configuration file before the command line is read, since it says what is not on it. */
final class ConfigFileOption {
    static final String NAME = "--config";
    static final String ENVIRONMENT = "KITH_CONFIG";

    private ConfigFileOption() {}

    /** The option as the command line knows it; each command takes it. */
    static OptionSpec spec() {
        return OptionSpec.builder(NAME)
                .paramLabel("FILE")
                .type(Path.class)
                .scopeType(ScopeType.INHERIT)
                .description("A configuration file; see 'kith config print-defaults'.")
                .build();
    }

    /**
     * The file that the arguments name, else the one that the environment names, else an empty one.
     *
     * @throws IOException if it cannot be read
     */
    static KithFile load(String[] arguments, Map<String, String> environment) throws IOException {
        String path = named(arguments);
        if (path == null) {
            path = environment.get(ENVIRONMENT);
        }
        return path == null || path.isBlank() ? KithFile.EMPTY : KithFile.read(Path.of(path));
    }

    private static @Nullable String named(String[] arguments) {
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].startsWith(NAME + "=")) {
                return arguments[i].substring(NAME.length() + 1);
            }
            if (arguments[i].equals(NAME) && i + 1 < arguments.length) {
                return arguments[i + 1];
            }
        }
        return null;
    }
}
