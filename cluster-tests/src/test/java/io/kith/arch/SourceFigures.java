package io.kith.arch;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** What the sources of one module are like, by the compiler's own reading of them. */
final class SourceFigures {
    /** Classes and methods that are longer than these are counted. */
    static final int LONG_CLASS_LINES = 300;

    static final int LONG_METHOD_LINES = 50;

    private final String module;
    private final Largest longestClass = new Largest();
    private final Largest longestMethod = new Largest();
    private final Largest mostParameters = new Largest();
    private final List<String> longClasses = new ArrayList<>();
    private final List<String> longMethods = new ArrayList<>();
    private final List<String> publicTypes = new ArrayList<>();

    private SourceFigures(String module) {
        this.module = module;
    }

    /** Reads all sources below {@code folder}. */
    static List<Figure> of(String module, Path folder) throws IOException {
        SourceFigures figures = new SourceFigures(module);
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.toString().endsWith("-info.java"))
                    .sorted()
                    .toList();
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null,
                    manager,
                    diagnostic -> {},
                    List.of("-proc:none"),
                    null,
                    manager.getJavaFileObjectsFromPaths(files));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                figures.read(unit, positions);
            }
        }
        return figures.figures();
    }

    private void read(CompilationUnitTree unit, SourcePositions positions) {
        String file = Path.of(unit.getSourceFile().getName()).getFileName().toString();
        int lines;
        try {
            lines = (int)
                    unit.getSourceFile().getCharContent(true).toString().lines().count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        longestClass.see(lines, file);
        if (lines > LONG_CLASS_LINES) {
            longClasses.add(file + " (" + lines + ")");
        }
        for (Tree type : unit.getTypeDecls()) {
            if (type instanceof ClassTree declared
                    && declared.getModifiers().getFlags().contains(Modifier.PUBLIC)) {
                publicTypes.add(declared.getSimpleName().toString());
            }
        }
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitMethod(MethodTree method, Void unused) {
                measure(unit, positions, method, file);
                return super.visitMethod(method, null);
            }
        }.scan(unit, null);
    }

    private void measure(CompilationUnitTree unit, SourcePositions positions, MethodTree method, String file) {
        long first = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, method));
        long last = unit.getLineMap().getLineNumber(positions.getEndPosition(unit, method));
        int lines = (int) (last - first + 1);
        String where = method.getName() + " at " + file + ":" + first;
        longestMethod.see(lines, where);
        if (lines > LONG_METHOD_LINES) {
            longMethods.add(where + " (" + lines + ")");
        }
        if (method.getName().contentEquals("<init>")) {
            mostParameters.see(method.getParameters().size(), "the constructor at " + file + ":" + first);
        }
    }

    private List<Figure> figures() {
        return List.of(
                longestClass.figure(module + ".longest-class-lines"),
                counted("classes-over-" + LONG_CLASS_LINES + "-lines", longClasses),
                longestMethod.figure(module + ".longest-method-lines"),
                counted("methods-over-" + LONG_METHOD_LINES + "-lines", longMethods),
                mostParameters.figure(module + ".most-constructor-parameters"),
                counted("public-types", publicTypes));
    }

    private Figure counted(String name, List<String> which) {
        return new Figure(module + "." + name, which.size(), String.join(", ", which));
    }

    /** The largest of its kind, and where it is. */
    private static final class Largest {
        private int value;
        private String where = "";

        void see(int seen, String there) {
            if (seen > value) {
                value = seen;
                where = there;
            }
        }

        Figure figure(String name) {
            return new Figure(name, value, where);
        }
    }
}
