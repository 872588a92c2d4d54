package dev.mqttdsp.core.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Containment against its definition, by enumeration of all filters and names over a small alphabet.
 *
 * <p>The names have one level that no filter spells out, so that a wildcard differs from what is spelt out, and are one
 * level deeper than any filter, so that {@code #} differs from every run of {@code +}: what holds for these names holds
 * for all.
 */
class TopicFilterContainmentTest {
    private static final int DEPTH = 4;
    private static final List<String> FILTERS = filters(List.of("", "a", "$x", "+"), DEPTH);
    private static final List<String> NAMES = texts(List.of("", "a", "$x", "other"), DEPTH + 1);

    @Test
    void matchesWhatARegularExpressionOfTheRulesMatches() {
        List<String> wrong = new ArrayList<>();
        for (String filter : FILTERS) {
            Pattern rule = rule(filter);
            TopicFilter parsed = TopicFilter.of(filter);
            for (String name : NAMES) {
                if (parsed.matches(new TopicName(name)) != rule.matcher(name).matches()) {
                    wrong.add(filter + " and " + name);
                }
            }
        }

        assertThat(FILTERS).hasSizeGreaterThan(400);
        assertThat(wrong).isEmpty();
    }

    @Test
    void containsExactlyTheFiltersWhoseEveryNameItMatches() {
        List<BitSet> matched =
                FILTERS.stream().map(TopicFilterContainmentTest::matchedNames).toList();
        List<String> wrong = new ArrayList<>();
        for (int outer = 0; outer < FILTERS.size(); outer++) {
            TopicFilter granted = TopicFilter.of(FILTERS.get(outer));
            for (int inner = 0; inner < FILTERS.size(); inner++) {
                BitSet beyond = (BitSet) matched.get(inner).clone();
                beyond.andNot(matched.get(outer));
                if (granted.contains(TopicFilter.of(FILTERS.get(inner)), BrokerDialect.MQTT) != beyond.isEmpty()) {
                    wrong.add(granted + " and " + FILTERS.get(inner));
                }
            }
        }

        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "plant/#, plant/+/state, true",
        "plant/#, plant, true",
        "plant/#, #, false",
        "plant/+, plant/#, false",
        "plant/a, plant/+, false",
        "+/#, #, true",
        "#, $SYS/#, false",
        "+/+, $SYS/a, false",
        "$SYS/a, $SYS/a, true",
        "$SYS/a, $SYS/+, false",
    })
    void containsWhatAReaderExpects(String granted, String asked, boolean contained) {
        assertThat(TopicFilter.of(granted).contains(TopicFilter.of(asked), BrokerDialect.MQTT))
                .isEqualTo(contained);
    }

    /** By definition: a dialect takes away the filters that hold a peculiar level where the grant has a wildcard. */
    @ParameterizedTest
    @EnumSource
    void aDialectTakesAwayPeculiarLevelsUnderGrantedWildcardsAndNothingElse(BrokerDialect dialect) {
        List<String> granted = filters(List.of("a", "a.b", "c::d", "+"), 3);
        List<String> asked = filters(List.of("a", "a.b", "*", "c::d", "e\\", "+"), 3);
        List<String> wrong = new ArrayList<>();
        for (String outer : granted) {
            TopicFilter grant = TopicFilter.of(outer);
            for (String inner : asked) {
                TopicFilter filter = TopicFilter.of(inner);
                boolean expected = grant.contains(filter, BrokerDialect.MQTT)
                        && !peculiarUnderWildcard(outer.split("/", -1), inner.split("/", -1), dialect);
                if (grant.contains(filter, dialect) != expected) {
                    wrong.add(outer + " and " + inner);
                }
                if (!inner.contains("+")
                        && !inner.contains("#")
                        && grant.matches(new TopicName(inner), dialect) != expected) {
                    wrong.add(outer + " and the name " + inner);
                }
            }
        }

        assertThat(wrong).isEmpty();
    }

    private static boolean peculiarUnderWildcard(String[] outer, String[] inner, BrokerDialect dialect) {
        boolean dotted = dialect == BrokerDialect.DOTTED || dialect == BrokerDialect.UNKNOWN;
        boolean artemis = dialect == BrokerDialect.ARTEMIS || dialect == BrokerDialect.UNKNOWN;
        for (int i = 0; i < inner.length; i++) {
            String above = i < outer.length ? outer[i] : outer[outer.length - 1];
            boolean peculiar = (dotted && (inner[i].equals("a.b") || inner[i].equals("*")))
                    || (artemis && (inner[i].equals("c::d") || inner[i].equals("e\\")));
            if (peculiar && (above.equals("+") || above.equals("#"))) {
                return true;
            }
        }
        return false;
    }

    private static BitSet matchedNames(String filter) {
        Pattern rule = rule(filter);
        BitSet matched = new BitSet(NAMES.size());
        for (int i = 0; i < NAMES.size(); i++) {
            matched.set(i, rule.matcher(NAMES.get(i)).matches());
        }
        return matched;
    }

    /** MQTT 5.0 §4.7.1 and §4.7.2 as a regular expression. */
    private static Pattern rule(String filter) {
        String noDollarFirst = filter.startsWith("+") || filter.startsWith("#") ? "(?!\\$)" : "";
        boolean open = filter.equals("#") || filter.endsWith("/#");
        String head = open ? filter.substring(0, Math.max(0, filter.length() - 2)) : filter;
        String levels = Stream.of(head.split("/", -1))
                .map(level -> level.equals("+") ? "[^/]*" : Pattern.quote(level))
                .collect(Collectors.joining("/"));
        return Pattern.compile(noDollarFirst + (filter.equals("#") ? ".*" : levels + (open ? "(/.*)?" : "")));
    }

    /** All filters of these levels, with and without a {@code #} at the end. */
    private static List<String> filters(List<String> alphabet, int depth) {
        List<String> below = texts(alphabet, depth - 1);
        return Stream.of(
                        texts(alphabet, depth).stream(),
                        below.stream().map(text -> text + "/#"),
                        Stream.of("#"),
                        alphabet.contains("") ? Stream.of("/#") : Stream.<String>empty())
                .flatMap(all -> all)
                .distinct()
                .sorted(Comparator.comparing(String::length))
                .toList();
    }

    /** All non-empty texts of up to that many levels. */
    private static List<String> texts(List<String> alphabet, int depth) {
        List<String> all = new ArrayList<>(alphabet);
        List<String> last = alphabet;
        for (int i = 1; i < depth; i++) {
            last = last.stream()
                    .flatMap(head -> alphabet.stream().map(level -> head + "/" + level))
                    .toList();
            all.addAll(last);
        }
        all.remove("");
        return all;
    }
}
