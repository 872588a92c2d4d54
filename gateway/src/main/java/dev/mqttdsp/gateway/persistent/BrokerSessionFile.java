package dev.mqttdsp.gateway.persistent;

import dev.mqttdsp.core.broker.BrokerUrls;
import dev.mqttdsp.core.file.WholeFile;
import dev.mqttdsp.gateway.mqtt.MqttVersion;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The recorded sessions in a file: one on a line, nothing secret, readable by its owner alone. There is no file while there
 * is no session.
 */
final class BrokerSessionFile {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerSessionFile.class);
    private static final String NOTHING = "-";

    private final Path file;
    private boolean failing;

    BrokerSessionFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    /** What was recorded before. Lines, or a file, that cannot be read are lost, and the log says so. */
    List<BrokerSession> load() {
        if (!Files.exists(file)) {
            return List.of();
        }
        List<BrokerSession> sessions = new ArrayList<>();
        int unreadable = 0;
        try {
            // Not as lines of UTF-8: one that is damaged must not keep the others from being read.
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            for (String line : text.lines().toList()) {
                Optional<BrokerSession> session = parse(line);
                session.ifPresent(sessions::add);
                unreadable += session.isEmpty() && !line.isBlank() ? 1 : 0;
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be read, sessions recorded there stay at their brokers: {}", file, e.toString());
        }
        if (unreadable > 0) {
            LOG.warn("{}: {} lines make no sense, sessions recorded there stay at their brokers", file, unreadable);
        }
        return sessions;
    }

    /** Replaces what the file holds. Readers see the old content or the new one; a failure is logged, and tried again. */
    synchronized void save(List<BrokerSession> sessions) {
        try {
            if (sessions.isEmpty()) {
                Files.deleteIfExists(file);
            } else {
                WholeFile.replace(
                        file,
                        sessions.stream().map(BrokerSessionFile::line).collect(Collectors.joining()),
                        WholeFile.PRIVATE);
            }
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                LOG.warn(
                        "{} cannot be written, after a restart sessions would stay at brokers: {}", file, e.toString());
            }
            failing = true;
        }
    }

    private static String line(BrokerSession session) {
        return Stream.of(
                        session.flowId(),
                        session.epoch(),
                        session.clientId(),
                        session.version().level(),
                        session.expiry(),
                        session.leftAt().map(Instant::toString).orElse(NOTHING),
                        session.brokerName(),
                        session.brokerUrl())
                .map(value -> URLEncoder.encode(value.toString(), StandardCharsets.UTF_8))
                .collect(Collectors.joining(" ", "", "\n"));
    }

    private static Optional<BrokerSession> parse(String line) {
        try {
            List<String> values = Stream.of(line.split(" "))
                    .map(value -> URLDecoder.decode(value, StandardCharsets.UTF_8))
                    .toList();
            int level = Integer.parseInt(values.get(3));
            String leftAt = values.get(5);
            return Optional.of(new BrokerSession(
                    values.get(0),
                    Long.parseLong(values.get(1)),
                    values.get(2),
                    Stream.of(MqttVersion.values())
                            .filter(version -> version.level() == level)
                            .findFirst()
                            .orElseThrow(IllegalArgumentException::new),
                    values.get(6),
                    BrokerUrls.parse(values.get(7)).orElseThrow(IllegalArgumentException::new),
                    Long.parseLong(values.get(4)),
                    leftAt.equals(NOTHING) ? Optional.empty() : Optional.of(Instant.parse(leftAt))));
        } catch (RuntimeException e) { // whatever a damaged line leads to: too few values, no number, no instant
            return Optional.empty();
        }
    }
}
