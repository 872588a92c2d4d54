package dev.mqttdsp.authority;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.mqttdsp.core.did.DidDocument;
import dev.mqttdsp.core.did.DidWeb;
import dev.mqttdsp.core.file.WholeFile;
import dev.mqttdsp.core.token.SigningKey;
import dev.mqttdsp.core.token.SigningKeyFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** An authority whose files are in one directory: its key, its URL, and what it has issued. */
public final class Authority {
    /** What members of a dataspace have. */
    public static final String MEMBERSHIP = "MembershipCredential";

    private static final String SETTINGS = "authority.json";
    private static final String KEY = "authority-key.jwk";
    private static final Pattern TERM = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,99}");
    private static final Duration LONGEST = Duration.ofDays(3_650);

    private final URI url;
    private final DidWeb did;
    private final SigningKey key;
    private final Register register;
    private final Clock clock;

    private Authority(Path directory, URI url, Clock clock) {
        this.url = url;
        this.did = DidWeb.at(url);
        this.register = new Register(directory);
        this.clock = clock;
        Path file = directory.resolve(KEY);
        try {
            this.key = SigningKeyFile.at(file);
        } catch (IOException | IllegalArgumentException e) {
            throw new AuthorityException("the authority's key cannot be had from " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Makes an authority in that directory.
     *
     * @param url where others will find it: https, or http on this machine
     * @throws AuthorityException when there is one already, or the URL is not accepted
     */
    public static Authority init(Path directory, URI url, Clock clock) {
        requireUsable(url);
        Path settings = directory.resolve(SETTINGS);
        if (Files.exists(settings)) {
            throw new AuthorityException(directory + " holds an authority already");
        }
        try {
            WholeFile.replace(
                    settings, JSONObjectUtils.toJSONString(Map.of("url", url.toString())) + "\n", "rw-r--r--");
        } catch (IOException e) {
            throw new AuthorityException(directory + " cannot be written: " + e.getMessage(), e);
        }
        return new Authority(directory, url, clock);
    }

    /**
     * The authority in that directory.
     *
     * @throws AuthorityException when there is none
     */
    public static Authority open(Path directory, Clock clock) {
        Path settings = directory.resolve(SETTINGS);
        try {
            String url = JSONObjectUtils.getString(JSONObjectUtils.parse(Files.readString(settings)), "url");
            return new Authority(directory, URI.create(url), clock);
        } catch (IOException | ParseException | IllegalArgumentException | NullPointerException e) {
            throw new AuthorityException(
                    "there is no authority in " + directory.toAbsolutePath() + "; authority init makes one", e);
        }
    }

    private static void requireUsable(URI url) {
        boolean plain = "http".equals(url.getScheme());
        boolean usable = url.getHost() != null
                && url.getRawUserInfo() == null
                && url.getRawQuery() == null
                && url.getRawFragment() == null
                && ("https".equals(url.getScheme()) || plain);
        if (!usable || (plain && !url.getHost().equals("localhost"))) {
            throw new AuthorityException("found '" + url
                    + "'; accepted: https://HOST[:PORT][/PATH], and http://localhost[:PORT] for trials on one machine");
        }
        try {
            DidWeb.at(url);
        } catch (IllegalArgumentException e) {
            throw new AuthorityException("found '" + url + "', of which no did:web can be made: " + e.getMessage(), e);
        }
    }

    /** Who it is. */
    public DidWeb did() {
        return did;
    }

    /** Where others find it, without a slash at the end. */
    public URI url() {
        return did.base(url.getScheme());
    }

    /**
     * Issues a credential.
     *
     * @param holder of whom it speaks
     * @param type beside {@code VerifiableCredential}
     * @param claims about the holder
     * @param life how long it counts
     * @return the credential as JWT, as its holder presents it
     * @throws AuthorityException when something about it is not accepted; then nothing is issued
     */
    public String issue(DidWeb holder, String type, Map<String, String> claims, Duration life) {
        requireTerm("--type", type);
        claims.keySet().forEach(name -> requireTerm("--claim", name));
        if (claims.containsKey("id")) {
            throw new AuthorityException("--claim: found 'id', which is the holder");
        }
        if (life.isNegative() || life.isZero() || life.compareTo(LONGEST) > 0) {
            throw new AuthorityException(
                    "--days: found " + life.toDays() + "; accepted: 1 to " + LONGEST.toDays() + " days");
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        List<IssuedCredential> all = register.change(before -> {
            if (before.size() >= StatusList.LENGTH) {
                throw new AuthorityException("the status list is full: " + StatusList.LENGTH + " credentials");
            }
            List<IssuedCredential> after = new ArrayList<>(before);
            after.add(new IssuedCredential(
                    "urn:uuid:" + UUID.randomUUID(),
                    before.size(),
                    holder.id(),
                    type,
                    claims,
                    now,
                    now.plus(life),
                    Optional.empty()));
            return after;
        });
        return sign(Documents.credential(all.get(all.size() - 1), did, url()));
    }

    private static void requireTerm(String option, String text) {
        if (!TERM.matcher(text).matches()) {
            throw new AuthorityException(
                    option + ": found '" + text + "'; accepted: a letter, then letters, digits, '_' and '-'");
        }
    }

    /** Everything that it has issued. */
    public List<IssuedCredential> issued() {
        return register.all();
    }

    /**
     * Takes credentials back.
     *
     * @param which id of a credential, or DID of a holder, all of whose credentials are meant
     * @return those that were taken back now or before
     * @throws AuthorityException when there are none
     */
    public List<IssuedCredential> revoke(String which) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return register
                .change(before -> {
                    if (before.stream().noneMatch(credential -> isMeant(credential, which))) {
                        throw new AuthorityException("found '" + which
                                + "'; accepted: id or holder of a credential that this authority has issued");
                    }
                    return before.stream()
                            .map(credential -> isMeant(credential, which) ? credential.revoked(now) : credential)
                            .toList();
                })
                .stream()
                .filter(credential -> isMeant(credential, which))
                .toList();
    }

    private static boolean isMeant(IssuedCredential credential, String which) {
        return credential.id().equals(which) || credential.holder().equals(which);
    }

    /** Its DID document, as JSON. */
    String document() {
        return new DidDocument(did, List.of(key), Map.of()).toJson();
    }

    /** The credential that holds its status list, as JSON, as it is at this moment. */
    String statusList() {
        return JSONObjectUtils.toJSONString(Documents.statusList(did, url(), revoked(), clock.instant()));
    }

    /** The same as JWT, which proves who says so. */
    String signedStatusList() {
        return sign(Documents.signedStatusList(did, url(), revoked(), clock.instant()));
    }

    private Set<Integer> revoked() {
        return register.all().stream()
                .filter(credential -> credential.revokedAt().isPresent())
                .map(IssuedCredential::index)
                .collect(Collectors.toSet());
    }

    private String sign(Map<String, Object> claims) {
        return key.sign("JWT", DidDocument.keyId(did, key), claims);
    }
}
