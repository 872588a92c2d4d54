package dev.mqttdsp.benchmarks.gateway;

import dev.mqttdsp.benchmarks.line.Line;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How clients come to the broker.
 *
 * @param name for the report
 * @param url where they connect to
 * @param tokens a file of passwords, one a line, where they need one
 */
record Way(String name, String url, Optional<Path> tokens) {

    /** The line with the tokens, if there are any. */
    Line with(Line line) {
        Map<String, String> values = new LinkedHashMap<>(line.values());
        tokens.ifPresent(file -> values.put("tokens", file.toString()));
        return new Line(line.word(), values);
    }
}
