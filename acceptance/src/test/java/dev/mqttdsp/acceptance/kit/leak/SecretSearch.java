package dev.mqttdsp.acceptance.kit.leak;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Looks for secrets in what was written: as they are, and in the encodings in which they could have come there. */
public final class SecretSearch {
    /** What is shorter is no secret, and would be found everywhere. */
    static final int SHORTEST = 12;

    private static final int PREFIX = Long.BYTES;

    /** Forms of secrets by their first eight bytes, which are compared at every place at once. */
    private final Map<Long, List<Form>> forms = new HashMap<>();

    /**
     * One way to write a secret.
     *
     * @param bytes as characters, each of which stands for a byte
     * @param name what a message may say of it
     */
    private record Form(String bytes, String name) {}

    /** For those secrets. */
    public SecretSearch(Collection<String> secrets) {
        for (String secret : Set.copyOf(secrets)) {
            if (secret.length() >= SHORTEST) {
                formsOf(secret).forEach(form -> add(form, secret));
            }
        }
    }

    /**
     * Where one of them is.
     *
     * @param name what is searched, for the message
     * @return a line each, which names the place and masks the secret
     */
    public List<String> in(String name, byte[] content) {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        List<String> found = new ArrayList<>();
        long window = 0;
        int line = 1;
        for (int end = 1; end <= text.length(); end++) {
            char last = text.charAt(end - 1);
            window = next(window, last);
            for (Form form : forms.getOrDefault(window, List.of())) {
                if (text.startsWith(form.bytes(), end - PREFIX)) {
                    found.add(name + ", line " + line + ": " + form.name());
                }
            }
            line += last == '\n' ? 1 : 0;
        }
        return found;
    }

    private void add(String form, String secret) {
        String bytes = new String(form.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        long window = 0;
        for (int i = 0; i < PREFIX; i++) {
            window = next(window, bytes.charAt(i));
        }
        String masked = secret.substring(0, 4) + "… (" + secret.length() + " characters)";
        forms.computeIfAbsent(window, unused -> new ArrayList<>())
                .add(new Form(bytes, form.equals(secret) ? masked : masked + ", a part of it or encoded"));
    }

    private static long next(long window, char oneByte) {
        return (window << Byte.SIZE) | oneByte;
    }

    /** Itself, in a URL, in Base64 with whatever before it, and of a token the part that makes it count. */
    private static Stream<String> formsOf(String secret) {
        Stream<String> whole = Stream.of(secret, URLEncoder.encode(secret, StandardCharsets.UTF_8));
        Stream<String> base64 = Stream.of(Base64.getEncoder(), Base64.getUrlEncoder())
                .flatMap(encoder -> Stream.of(0, 1, 2).map(before -> encoded(encoder, secret, before)));
        String last = secret.substring(secret.lastIndexOf('.') + 1);
        Stream<String> signature = last.length() >= SHORTEST ? Stream.of(last) : Stream.of();
        return Stream.of(whole, base64, signature).flatMap(form -> form).distinct();
    }

    /** Base64 without the characters that depend on what stands before and behind. */
    private static String encoded(Base64.Encoder encoder, String secret, int before) {
        byte[] bytes = (" ".repeat(before) + secret).getBytes(StandardCharsets.UTF_8);
        String text = encoder.withoutPadding().encodeToString(bytes);
        int dependsOnBefore = before == 0 ? 0 : before + 1;
        int dependsOnBehind = bytes.length % 3 == 0 ? 0 : 1;
        return text.substring(dependsOnBefore, text.length() - dependsOnBehind);
    }
}
