package io.kith.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kith.transport.ForeignText;

/** Writes results for scripts. */
final class JsonOutput {

    private JsonOutput() {}

    /** {@code value}, of lists, maps, strings, numbers, booleans and records, as JSON over several lines. */
    static String pretty(Object value) {
        return write(
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build(), value);
    }

    /** The same on one line. */
    static String line(Object value) {
        return write(new JsonMapper(), value);
    }

    private static String write(JsonMapper mapper, Object value) {
        try {
            return ForeignText.inJson(mapper.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + value.getClass() + " as JSON", e);
        }
    }
}
