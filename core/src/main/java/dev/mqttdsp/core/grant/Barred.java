package dev.mqttdsp.core.grant;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.mqttdsp.core.file.WholeFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The participants who may have no access, whatever their contracts say. The list outlives the process in a file, one that
 * is replaced as a whole and readable by its owner alone. Participant ids are compared as they are.
 */
public final class Barred {
    private static final String NAME = "blocked.json";
    private static final String LIST = "blocked";
    private static final String PARTICIPANT = "participantId";
    private static final String REASON = "reason";
    private static final String SINCE = "since";

    private final Optional<Path> file;
    private volatile Map<String, Bar> bars;

    private Barred(Optional<Path> file, Map<String, Bar> bars) {
        this.file = file;
        this.bars = bars;
    }

    /**
     * One participant's.
     *
     * @param participant id
     * @param reason why, in the operator's words; may be empty
     * @param since when it was barred
     */
    public record Bar(String participant, String reason, Instant since) {}

    /** Nobody is barred, and who will be is forgotten with the process. */
    public static Barred nobody() {
        return new Barred(Optional.empty(), Map.of());
    }

    /**
     * Those in {@code blocked.json} of that directory; nobody where there is no such file.
     *
     * @throws IOException when there is one that cannot be read or is no such list: to go on without it would let those
     *     in again who were barred
     */
    public static Barred in(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        return new Barred(Optional.of(file), Files.exists(file) ? read(file) : Map.of());
    }

    /** Whether that participant may have no access. */
    public boolean has(String participant) {
        return bars.containsKey(participant);
    }

    /** All of them, the first who was barred first. */
    public List<Bar> all() {
        return List.copyOf(bars.values());
    }

    /**
     * Bars a participant, at once. One who is barred stays so, since when and why he was.
     *
     * @return whether he was not barred before
     * @throws IOException when the file cannot be written; he is barred as long as this process runs
     */
    synchronized boolean add(Bar bar) throws IOException {
        Map<String, Bar> more = new LinkedHashMap<>(bars);
        boolean isNew = more.putIfAbsent(bar.participant(), bar) == null;
        bars = more;
        write(more);
        return isNew;
    }

    /**
     * Bars a participant no longer.
     *
     * @return whether he was barred
     * @throws IOException when the file cannot be written; he stays barred
     */
    synchronized boolean remove(String participant) throws IOException {
        Map<String, Bar> fewer = new LinkedHashMap<>(bars);
        if (fewer.remove(participant) == null) {
            return false;
        }
        write(fewer);
        bars = fewer;
        return true;
    }

    private void write(Map<String, Bar> list) throws IOException {
        if (file.isEmpty()) {
            return;
        }
        List<Map<String, String>> entries = list.values().stream()
                .map(bar -> Map.of(
                        PARTICIPANT,
                        bar.participant(),
                        REASON,
                        bar.reason(),
                        SINCE,
                        bar.since().toString()))
                .toList();
        WholeFile.replace(file.get(), JSONObjectUtils.toJSONString(Map.of(LIST, entries)), WholeFile.PRIVATE);
    }

    private static Map<String, Bar> read(Path file) throws IOException {
        try {
            Map<String, Bar> bars = new LinkedHashMap<>();
            Map<String, Object>[] entries =
                    JSONObjectUtils.getJSONObjectArray(JSONObjectUtils.parse(Files.readString(file)), LIST);
            if (entries == null) {
                throw new IOException(file + " has no list '" + LIST + "'");
            }
            for (Map<String, Object> entry : entries) {
                Bar bar = new Bar(text(entry, PARTICIPANT), text(entry, REASON), Instant.parse(text(entry, SINCE)));
                bars.put(bar.participant(), bar);
            }
            return bars;
        } catch (ParseException | DateTimeException | CharacterCodingException e) {
            throw new IOException(file + " is no list of blocked participants: " + e.getMessage(), e);
        }
    }

    private static String text(Map<String, Object> entry, String name) throws ParseException {
        String text = JSONObjectUtils.getString(entry, name);
        if (text == null) {
            throw new ParseException("an entry has no '" + name + "'", 0);
        }
        return text;
    }
}
