package dev.mqttdsp.acceptance.kit.net;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a walkthrough prints in one piece.
 *
 * @param machine where it is to be run, which its first line says
 * @param lines what is to be run, without the sign at its end that would leave it running
 */
public record Block(String machine, String lines) {
    private static final Pattern PRINTED = Pattern.compile("# ([a-z]+\\.example)[^\n]*\n(.*?)( &)?\n", Pattern.DOTALL);

    static Block of(String printed) {
        Matcher parts = PRINTED.matcher(printed);
        if (!parts.matches()) {
            throw new AssertionError("no machine is named by the first line of: " + printed);
        }
        return new Block(parts.group(1), parts.group(2));
    }

    /** The same with other lines. */
    public Block with(UnaryOperator<String> change) {
        return new Block(machine, change.apply(lines));
    }
}
