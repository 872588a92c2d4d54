package dev.mqttdsp.core.token;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The keys of a participant over time. Each is shown to others some time before it signs, so that nobody meets a signature whose key
 * he does not know yet, and goes on being shown after the next one has taken over, until the last token that it signed is over.
 *
 * @param entries one key or more, in the order in which they sign
 */
public record KeyRing(List<Entry> entries) {
    /** What a key has signed is over so long after the next one has taken over. */
    public static final Duration OVERLAP = Duration.ofMinutes(20);

    /** When a key signs that is only shown. */
    private static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

    /**
     * A key of the ring.
     *
     * @param key that signs
     * @param signsFrom when it takes over
     */
    public record Entry(SigningKey key, Instant signsFrom) {}

    /**
     * @throws IllegalArgumentException when there is no key
     */
    public KeyRing {
        entries = List.copyOf(entries);
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("a ring of keys has at least one");
        }
    }

    /** A ring of one key, which has always signed. */
    public static KeyRing of(SigningKey key) {
        return new KeyRing(List.of(new Entry(key, Instant.EPOCH)));
    }

    /** A ring in which the first one signs, and the others are only shown. */
    public static KeyRing shown(List<SigningKey> keys) {
        List<Entry> entries = new ArrayList<>();
        keys.forEach(key -> entries.add(new Entry(key, entries.isEmpty() ? Instant.EPOCH : NEVER)));
        return new KeyRing(entries);
    }

    /** The key that signs at that moment. */
    public SigningKey signing(Instant now) {
        SigningKey signing = entries.get(0).key();
        for (Entry entry : entries) {
            if (!entry.signsFrom().isAfter(now)) {
                signing = entry.key();
            }
        }
        return signing;
    }

    /** The keys that others are shown at that moment. */
    public List<SigningKey> shown(Instant now) {
        return living(now).stream().map(Entry::key).toList();
    }

    /** The next change of the key that signs, if one is to come. */
    public Optional<Instant> nextChange(Instant now) {
        return entries.stream()
                .map(Entry::signsFrom)
                .filter(now::isBefore)
                .filter(NEVER::isAfter)
                .findFirst();
    }

    /**
     * The same ring with another key, shown from now on.
     *
     * @param key the other key
     * @param lead so long it is shown before it signs
     */
    public KeyRing followedBy(SigningKey key, Duration lead, Instant now) {
        List<Entry> next = new ArrayList<>(living(now));
        next.add(new Entry(key, now.plus(lead)));
        return new KeyRing(next);
    }

    private List<Entry> living(Instant now) {
        List<Entry> living = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            boolean over = i + 1 < entries.size()
                    && !entries.get(i + 1).signsFrom().plus(OVERLAP).isAfter(now);
            if (!over) {
                living.add(entries.get(i));
            }
        }
        return living;
    }
}
