package io.kith.cli;

import io.kith.cli.demo.DemoException;
import io.kith.transport.ForeignText;
import java.io.FileNotFoundException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells people what went wrong: one plain line on standard error, the stack trace only if they ask for it. */
final class ErrorReport {
    /** The command could not do what it was asked. */
    static final int FAILURE = 1;

    /** The command was called wrongly. */
    static final int USAGE = 2;

    private static final String VERBOSE = "--verbose";

    private ErrorReport() {}

    /** The option by which people ask for stack traces; each command takes it. */
    static OptionSpec verboseOption() {
        return OptionSpec.builder(VERBOSE)
                .type(boolean.class)
                .scopeType(ScopeType.INHERIT)
                .description("Show stack traces of errors.")
                .build();
    }

    /** Reports a command line that makes no sense; returns the exit code. */
    static int onBadArguments(ParameterException problem, String[] arguments) {
        CommandLine command = problem.getCommandLine();
        ParameterException error = problem;
        if (problem instanceof MissingParameterException) {
            // A mistyped option is missing under its right name; people look for what they typed.
            List<String> unknown = unknownOptions(command, arguments);
            error = unknown.isEmpty() ? problem : new UnmatchedArgumentException(command, unknown);
        }
        PrintWriter err = command.getErr();
        err.println("kith: " + oneLine(String.valueOf(error.getMessage())));
        UnmatchedArgumentException.printSuggestions(error, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        err.flush();
        return USAGE;
    }

    private static List<String> unknownOptions(CommandLine command, String[] arguments) {
        return Arrays.stream(arguments)
                .filter(argument -> argument.startsWith("--"))
                .map(argument -> argument.split("=", 2)[0])
                .filter(name -> command.getCommandSpec().findOption(name) == null)
                .toList();
    }

    /** Reports a command that failed; returns the exit code. */
    static int onFailure(Exception error, CommandLine command, ParseResult arguments) {
        PrintWriter err = command.getErr();
        Throwable cause = unwrap(error);
        err.println("kith: " + describe(cause));
        if (isVerbose(command)) {
            StringWriter trace = new StringWriter();
            cause.printStackTrace(new PrintWriter(trace, true));
            err.print(ForeignText.lines(trace.toString()));
        }
        err.flush();
        return FAILURE;
    }

    /** What {@code error} means, in one line. */
    static String describe(Throwable error) {
        Throwable cause = unwrap(error);
        String message = cause.getMessage();
        if (cause instanceof NoSuchFileException || cause instanceof FileNotFoundException) {
            return "there is no file " + ForeignText.shown(String.valueOf(message));
        }
        if (cause instanceof AccessDeniedException) {
            return "may not read " + ForeignText.shown(String.valueOf(message));
        }
        if (cause instanceof CommandFailure || cause instanceof DemoException) {
            // These messages were written for people; some quote several lines.
            return ForeignText.lines(String.valueOf(message));
        }
        if (cause instanceof InterruptedException) {
            return "interrupted";
        }
        if (message == null || message.isBlank() || cause instanceof NullPointerException) {
            return "internal error: " + ForeignText.shown(cause.toString())
                    + " (run it again with --verbose to see where)";
        }
        return oneLine(message);
    }

    /** The cause that a future or an execution wraps. */
    static Throwable unwrap(Throwable error) {
        Throwable cause = error;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static boolean isVerbose(CommandLine command) {
        OptionSpec verbose = command.getCommandSpec().root().findOption(VERBOSE);
        return verbose != null && Boolean.TRUE.equals(verbose.getValue());
    }

    private static String oneLine(String text) {
        return ForeignText.shown(text.strip().replaceAll("\\s*\\R\\s*", " "));
    }
}
