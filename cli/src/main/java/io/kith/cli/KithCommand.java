package io.kith.cli;

import io.kith.cli.file.KithFile;
import io.kith.cli.file.KithFileException;
import io.kith.transport.NodeAddress;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code kith} command line. Exit codes: 0 done, 1 failed, 2 called wrongly. */
@Command(
        name = "kith",
        description = "A masterless peer-to-peer grid of remote collections for the JVM.",
        mixinStandardHelpOptions = true,
        versionProvider = KithVersion.class,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:failed; standard error says why", "2:called wrongly"},
        footer = {
            "",
            "Begin with: kith demo",
            "From the source tree, ./kith simulate tries whole clusters under faults; see ./kith simulate --help."
        })
public final class KithCommand implements Runnable {
    private static final List<Class<?>> SUBCOMMANDS = List.of(
            NodeCommand.class,
            StatusCommand.class,
            GraphCommand.class,
            RingCommand.class,
            PictureCommand.class,
            LsCommand.class,
            ImportCommand.class,
            LeaveCommand.class,
            ConfigCommand.class,
            RecoverCommand.class,
            DemoCommand.class,
            WarmUpCommand.class);

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private KithCommand() {}

    /** Runs a command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        // Results are buffered, as there may be many lines of them; messages are not.
        PrintWriter out = new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), false);
        PrintWriter err = new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8), true);
        String refusal = UnreadableText.refusal(
                List.of(arguments), System.getenv(), System.getProperty("sun.jnu.encoding", "UTF-8"));
        if (refusal != null) {
            err.println("kith: " + refusal);
            System.exit(ErrorReport.USAGE);
        }
        System.exit(run(out, err, arguments));
    }

    /** Reads one seed; several are split before. */
    private static NodeAddress seed(String text) {
        return NodeAddress.parseSeeds(text).get(0);
    }

    /** Runs a command that writes to {@code out} and {@code err}; returns its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return run(out, err, System.getenv(), arguments);
    }

    /** The same with {@code environment} for the process's own. */
    static int run(PrintWriter out, PrintWriter err, Map<String, String> environment, String... arguments) {
        KithFile file;
        try {
            file = ConfigFileOption.load(arguments, environment);
        } catch (KithFileException | IOException e) {
            err.println("kith: " + ErrorReport.describe(e));
            err.flush();
            return ErrorReport.USAGE;
        }
        CommandLine commandLine = new CommandLine(new KithCommand());
        subcommandsFor(arguments).forEach(commandLine::addSubcommand);
        commandLine
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOverwrittenOptionsAllowed(false)
                .setParameterExceptionHandler(ErrorReport::onBadArguments)
                .setExecutionExceptionHandler(ErrorReport::onFailure)
                .registerConverter(NodeAddress.class, new ReadableConverter<>(KithCommand::seed))
                .setDefaultValueProvider(new FileDefaults(file, environment));
        commandLine.getCommandSpec().addOption(ConfigFileOption.spec()).addOption(ErrorReport.verboseOption());
        int exitCode = commandLine.execute(arguments);
        out.flush();
        err.flush();
        return exitCode;
    }

    /**
     * The command that is called, if the first argument names one, else all: to read the annotations of each would make a
     * third of the time in which a node starts.
     */
    private static List<Class<?>> subcommandsFor(String... arguments) {
        for (Class<?> subcommand : SUBCOMMANDS) {
            if (arguments.length > 0
                    && arguments[0].equals(
                            subcommand.getAnnotation(Command.class).name())) {
                return List.of(subcommand);
            }
        }
        return SUBCOMMANDS;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "say what to do: node, status, ls, map, import, config, leave, recover or demo");
    }
}
