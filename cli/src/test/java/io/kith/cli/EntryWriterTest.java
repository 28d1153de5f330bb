package io.kith.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class EntryWriterTest {
    private final List<CompletableFuture<Void>> answers = new ArrayList<>();
    private final List<String> written = new ArrayList<>();

    @Test
    void entries_are_written_without_waiting_for_answers_up_to_the_limit() throws InterruptedException {
        EntryWriter writer = new EntryWriter(this::put, 2, 0);
        writer.write("a", "1");
        writer.write("b", "2");

        assertThat(written).containsExactly("a=1", "b=2");
        assertThat(writer.done()).isZero();
        assertThatThrownBy(() -> writer.write("c", "3")).hasMessageContaining("no answer for 0 s");

        answers.get(0).complete(null);
        writer.write("c", "3");
        assertThat(writer.done()).isEqualTo(1);
    }

    @Test
    void it_is_finished_when_all_answers_are_there() throws InterruptedException {
        EntryWriter writer = new EntryWriter(this::put, 8, 0);
        writer.write("a", "1");
        assertThatThrownBy(writer::finish).isInstanceOf(CommandFailure.class);

        answers.get(0).complete(null);
        writer.finish();
        assertThat(writer.done()).isEqualTo(1);
    }

    @Test
    void a_failure_stops_it_and_says_what_to_do() throws InterruptedException {
        EntryWriter writer = new EntryWriter(this::put, 8, 0);
        writer.write("a", "1");
        writer.write("b", "2");
        answers.get(0).complete(null);
        answers.get(1).completeExceptionally(new IllegalArgumentException("the value is too large"));

        assertThatThrownBy(() -> writer.write("c", "3"))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("stopped after 1 entries: the value is too large")
                .hasMessageContaining("run the import again");
        assertThatThrownBy(writer::finish).hasMessageContaining("too large");
    }

    private CompletableFuture<Void> put(String key, String value) {
        written.add(key + "=" + value);
        CompletableFuture<Void> answer = new CompletableFuture<>();
        answers.add(answer);
        return answer;
    }
}
