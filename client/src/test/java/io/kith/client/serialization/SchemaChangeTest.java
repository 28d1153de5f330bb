package io.kith.client.serialization;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaChangeTest {
    private static final AllowedClasses ALLOWED = new AllowedClasses(Set.of("Account"), Set.of());

    @TempDir
    Path folder;

    @Test
    void aClassThatHasGainedAndLostFieldsReadsWhatWasWrittenBefore() throws Exception {
        ClassLoader before = compiled(
                "before",
                "public class Account { public String owner = \"\"; "
                        + "public java.util.List<String> gone = new java.util.ArrayList<>(); public long cents; }");
        ClassLoader after = compiled(
                "after",
                "public class Account { public long cents; public String currency; " + "public String owner; }");
        Object account = before.loadClass("Account").getConstructor().newInstance();
        account.getClass().getField("owner").set(account, "Ada");
        account.getClass().getField("cents").set(account, 42L);
        account.getClass().getField("gone").set(account, new java.util.ArrayList<>(List.of("x")));

        byte[] bytes = new Serialization(ALLOWED, before, null).encode(account);
        Object read = new Serialization(ALLOWED, after, null).decode(bytes);

        assertThat(read.getClass().getClassLoader()).isSameAs(after);
        assertThat(read.getClass().getField("owner").get(read)).isEqualTo("Ada");
        assertThat(read.getClass().getField("cents").get(read)).isEqualTo(42L);
        assertThat(read.getClass().getField("currency").get(read)).isNull();
    }

    private ClassLoader compiled(String version, String source) throws Exception {
        Path output = Files.createDirectories(folder.resolve(version));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        SimpleJavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///Account.java"), SimpleJavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        boolean done = compiler.getTask(
                        null, null, null, List.of("-d", output.toString(), "-proc:none"), null, List.of(file))
                .call();
        assertThat(done).as(String.format(Locale.ROOT, "%s compiles", version)).isTrue();
        return new java.net.URLClassLoader(new java.net.URL[] {output.toUri().toURL()});
    }
}
