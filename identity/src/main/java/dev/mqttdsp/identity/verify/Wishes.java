package dev.mqttdsp.identity.verify;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Credentials that a partner may show, but need not: EDC knows only those that it has to. They travel among the scopes of a
 * request, marked, and beside EDC's verification to where presentations are asked for, which it does on the same thread.
 */
final class Wishes {
    private static final String MARK = "wish:";

    private final ThreadLocal<List<String>> now = ThreadLocal.withInitial(List::of);

    /** A scope as one that is wished for. */
    static String wish(String scope) {
        return MARK + scope;
    }

    /** The scopes that are demanded. */
    static Stream<String> demanded(Set<String> scopes) {
        return scopes.stream().filter(scope -> !scope.startsWith(MARK));
    }

    /** The scopes that are wished for. */
    static Stream<String> wished(Set<String> scopes) {
        return scopes.stream().filter(scope -> scope.startsWith(MARK)).map(scope -> scope.substring(MARK.length()));
    }

    /** Does something while those are wished for. */
    <T> T during(List<String> scopes, Supplier<T> something) {
        now.set(scopes);
        try {
            return something.get();
        } finally {
            now.remove();
        }
    }

    /** What is wished for at this moment, on this thread. */
    List<String> now() {
        return now.get();
    }
}
