package io.kith.arch;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.node.KithNode;
import io.kith.node.NodeOptions;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kith's jars are modules: programs on the module path use what is there for programs, and reach nothing else. It looks at
 * the jars where there are some, as in {@code ./mvnw verify}; before they are packed, at the same sources and descriptors
 * compiled as modules.
 */
class ModulePathTest {
    /** The modules with a descriptor, and the folder of each. */
    private static final List<String> MODULES = List.of(
            "ring", "transport", "simulation", "membership", "config", "collections", "replication", "client", "node");

    /** The modules of others that Kith's stand on, as their names begin. */
    private static final List<String> LIBRARIES = List.of(
            "io.netty.",
            "com.esotericsoftware.",
            "com.fasterxml.jackson.",
            "com.google.common",
            "org.apfloat",
            "org.jgrapht.core",
            "org.jheaps",
            "org.jspecify",
            "org.objenesis",
            "org.slf4j");

    private static final int PATIENCE_SECONDS = 120;

    @TempDir
    static Path shared;

    private static String libraries = "";
    private static String modulePath = "";

    @TempDir
    Path folder;

    @BeforeAll
    static void findTheModules() throws IOException {
        Set<String> others = new LinkedHashSet<>();
        Set<String> jars = new LinkedHashSet<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            for (ModuleReference module : modulesAt(Path.of(entry))) {
                String name = module.descriptor().name();
                if (LIBRARIES.stream().anyMatch(name::startsWith)) {
                    others.add(entry);
                } else if (!module.descriptor().isAutomatic() && name.startsWith("io.kith.")) {
                    jars.add(entry);
                }
            }
        }
        libraries = String.join(File.pathSeparator, others);
        String ours = String.join(File.pathSeparator, jars);
        if (!placeOf(KithNode.class).endsWith(".jar")) {
            assertThat(compiled(sources(), libraries, shared)).isEmpty();
            ours = shared.toString();
        }
        modulePath = libraries + File.pathSeparator + ours;
    }

    private static String placeOf(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation().getPath();
    }

    /** What stands at {@code entry} of the class path; nothing if it is no module and cannot be taken for one. */
    private static Set<ModuleReference> modulesAt(Path entry) {
        try {
            return ModuleFinder.of(entry).findAll();
        } catch (FindException e) {
            return Set.of();
        }
    }

    /** What tells a compiler to compile all modules as such, each with its descriptor. */
    private static List<String> sources() {
        Path root = Path.of("").toAbsolutePath().getParent();
        List<String> options = new ArrayList<>();
        for (String module : MODULES) {
            Path sources = root.resolve(module.equals("config") ? "config-gossip" : module)
                    .resolve("src/main");
            options.addAll(List.of(
                    "--module-source-path",
                    "io.kith." + module + "=" + sources.resolve("java") + File.pathSeparator
                            + sources.resolve("module")));
        }
        options.addAll(List.of(
                "--module",
                MODULES.stream().map(name -> "io.kith." + name).collect(Collectors.joining(",")),
                "-nowarn"));
        return options;
    }

    @Test
    void programs_see_what_is_there_for_programs_and_nothing_else() {
        ModuleFinder finder = ModuleFinder.of(Stream.of(modulePath.split(File.pathSeparator, -1))
                .map(Path::of)
                .toArray(Path[]::new));
        Set<String> open = new TreeSet<>();
        for (String module : MODULES) {
            ModuleDescriptor descriptor =
                    finder.find("io.kith." + module).orElseThrow().descriptor();
            descriptor.exports().stream()
                    .filter(export -> !export.isQualified())
                    .forEach(export -> open.add(export.source()));
            assertThat(descriptor.opens()).isEmpty();
        }

        assertThat(open)
                .containsExactly(
                        "io.kith.client",
                        "io.kith.client.serialization",
                        "io.kith.client.view",
                        "io.kith.node",
                        "io.kith.simulation",
                        "io.kith.simulation.fault",
                        "io.kith.simulation.history",
                        "io.kith.simulation.oracle");
    }

    @Test
    void the_descriptors_name_all_that_the_modules_use() throws IOException {
        assertThat(compiled(sources(), libraries, folder.resolve("modules"))).isEmpty();
    }

    @Test
    void a_modular_program_uses_a_cluster() throws Exception {
        Path program = compile("module of.a.user { requires io.kith.client; opens of.user; }", """
                package of.user;

                import io.kith.client.ClientOptions;
                import io.kith.client.Kith;
                import io.kith.client.RemoteHashMap;
                import io.kith.client.view.ClusterView;

                public class Main {
                    public record Word(String text, int length) {}

                    public static class Plain {
                        String text = "by Kryo";
                    }

                    public static void main(String[] arguments) {
                        ClientOptions options = ClientOptions.defaults().address(arguments[0]).allowPackage("of.user");
                        try (Kith kith = Kith.connect(options)) {
                            RemoteHashMap<String, Object> words = kith.hashMap("words");
                            words.put("gossip", new Word("gossip", 6));
                            words.put("plain", new Plain());
                            ClusterView view = kith.clusterView();
                            System.out.println(Main.class.getModule().getName() + " stored " + words.get("gossip") + ", "
                                    + ((Plain) words.get("plain")).text + ", in " + (view == null ? "?" : "a cluster"));
                        }
                    }
                }
                """);

        try (KithNode node = KithNode.start(NodeOptions.defaults().listen("127.0.0.1:0"))) {
            node.awaitServing(Duration.ofSeconds(PATIENCE_SECONDS));

            assertThat(run(program, node.address().toString()))
                    .contains("of.a.user stored Word[text=gossip, length=6], by Kryo, in a cluster");
            assertThat(node.client().hashMap("words").size()).isEqualTo(2);
        }
    }

    @Test
    void a_modular_program_embeds_a_node() throws Exception {
        Path program = compile("module of.a.user { requires io.kith.node; }", """
                package of.user;

                import io.kith.client.Kith;
                import io.kith.node.KithNode;
                import io.kith.node.NodeOptions;
                import java.time.Duration;

                public class Main {
                    public static void main(String[] arguments) {
                        try (KithNode node = KithNode.start(NodeOptions.defaults().listen("127.0.0.1:0"))) {
                            node.awaitServing(Duration.ofSeconds(100));
                            Kith kith = node.client();
                            System.out.println("counted to " + kith.counter("visits").incrementAndGet());
                        }
                    }
                }
                """);

        assertThat(run(program)).contains("counted to 1");
    }

    @Test
    void what_is_behind_the_collections_cannot_be_named() throws IOException {
        String descriptor = "module of.a.user { requires io.kith.node; }";
        for (String inner : List.of(
                "io.kith.client.routing.RequestRouter",
                "io.kith.client.connect.ClientProvider",
                "io.kith.node.core.NodeCore",
                "io.kith.transport.ProtocolPort",
                "io.kith.config.ClusterConfig")) {
            String program = "package of.user; class Main { " + inner + " reached; }";
            String isIn = inner.substring(0, inner.lastIndexOf('.'));

            assertThat(errorsOf(descriptor, program)).contains("package " + isIn + " is not visible");
        }
    }

    // ---- compiling and running

    private Path compile(String descriptor, String program) throws IOException {
        assertThat(errorsOf(descriptor, program)).isEmpty();
        return folder.resolve("classes");
    }

    private String errorsOf(String descriptor, String program) throws IOException {
        Path sources = folder.resolve("sources");
        Files.createDirectories(sources);
        Path module = Files.writeString(sources.resolve("module-info.java"), descriptor);
        Path main = Files.writeString(sources.resolve("Main.java"), program);
        return compiled(List.of("-nowarn"), modulePath, folder.resolve("classes"), module, main);
    }

    /** What a compiler has to say against {@code sources}, and those that {@code options} name; nothing if all is well. */
    private static String compiled(List<String> options, String path, Path into, Path... sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter errors = new StringWriter();
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of("-proc:none", "-p", path, "-d", into.toString()));
        Files.createDirectories(into);
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            boolean isRight = compiler.getTask(errors, files, null, all, null, files.getJavaFileObjects(sources))
                    .call();
            return isRight ? "" : errors.toString();
        }
    }

    private String run(Path program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-p",
                modulePath + File.pathSeparator + program,
                "-m",
                "of.a.user/of.user.Main"));
        command.addAll(List.of(arguments));
        Path said = folder.resolve("said");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(said);
    }
}
