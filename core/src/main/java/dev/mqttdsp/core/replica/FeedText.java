package dev.mqttdsp.core.replica;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.mqttdsp.core.address.CredentialSource;
import dev.mqttdsp.core.address.Permission;
import dev.mqttdsp.core.broker.BrokerUrls;
import dev.mqttdsp.core.grant.AccessRights;
import dev.mqttdsp.core.grant.Grant;
import dev.mqttdsp.core.topic.BrokerDialect;
import dev.mqttdsp.core.topic.TopicFilter;
import java.text.ParseException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Lines of a feed as JSON. Every field is there, and nothing is guessed: a line that lacks one is unusable. */
final class FeedText {
    /** Of the lines' form; who knows another one does not read on. */
    private static final long VERSION = 1;

    private static final String TYPE = "type";
    private static final String SEQUENCE = "sequence";
    private static final String NEVER = "";
    private static final String TOKEN = "token";
    private static final String PASSWORD = "password";

    private FeedText() {}

    static String write(FeedLine line) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(SEQUENCE, line.sequence());
        if (line instanceof FeedLine.Begin begin) {
            fields.put(TYPE, "begin");
            fields.put("version", VERSION);
            fields.put("stream", begin.stream());
            fields.put("participant", begin.participant());
            fields.put("jwks", begin.jwks());
        } else if (line instanceof FeedLine.Present present) {
            fields.put(TYPE, "grant");
            write(present.grant(), fields);
        } else {
            fields.put(TYPE, line instanceof FeedLine.Complete ? "complete" : "alive");
        }
        return JSONObjectUtils.toJSONString(fields);
    }

    private static void write(ToldGrant grant, Map<String, Object> fields) {
        fields.put("flow", grant.flowId());
        fields.put("consumer", grant.consumer());
        fields.put("agreement", grant.agreementId());
        fields.put("asset", grant.assetId());
        fields.put("broker", grant.brokerName());
        fields.put("brokerUrl", grant.brokerUrl().toString());
        fields.put(
                "topics",
                grant.rights().topics().stream().map(TopicFilter::toString).toList());
        fields.put("permission", grant.rights().permission().name());
        fields.put("retain", grant.rights().retain());
        fields.put("dialect", grant.rights().dialect().name());
        fields.put("credential", grant.credential() instanceof CredentialSource.MadePassword ? PASSWORD : TOKEN);
        fields.put("passwordSha256", grant.passwordHash().orElse(NEVER));
        fields.put("state", grant.state().name());
        fields.put("epoch", grant.epoch());
        fields.put("sessionEpoch", grant.sessionEpoch());
        fields.put("accessUntil", text(grant.accessUntil(), Instant.MIN));
        fields.put("contractEnd", text(grant.contractEnd(), Instant.MAX));
        fields.put("barred", grant.barred());
    }

    /**
     * Reads a line.
     *
     * @throws UnusableFeedException when it is none
     */
    static FeedLine read(String text) throws UnusableFeedException {
        try {
            Map<String, Object> fields = JSONObjectUtils.parse(text);
            long sequence = number(fields, SEQUENCE);
            String type = text(fields, TYPE);
            return switch (type) {
                case "begin" -> begin(sequence, fields);
                case "grant" -> new FeedLine.Present(sequence, grant(fields));
                case "complete" -> new FeedLine.Complete(sequence);
                case "alive" -> new FeedLine.Alive(sequence);
                default -> throw new ParseException(TYPE, 0);
            };
        } catch (ParseException e) {
            throw new UnusableFeedException("a line that is no line of a feed");
        } catch (RuntimeException e) { // an unknown name of an enum, no instant, no topic filter, no URL
            throw new UnusableFeedException(
                    "a line with a value that makes no sense (" + e.getClass().getSimpleName() + ")");
        }
    }

    private static FeedLine begin(long sequence, Map<String, Object> fields) throws ParseException {
        if (number(fields, "version") != VERSION) {
            throw new ParseException("version", 0);
        }
        return new FeedLine.Begin(sequence, text(fields, "stream"), text(fields, "participant"), text(fields, "jwks"));
    }

    private static ToldGrant grant(Map<String, Object> fields) throws ParseException {
        boolean byPassword = byPassword(text(fields, "credential"));
        Optional<String> hash = Optional.of(text(fields, "passwordSha256")).filter(text -> !text.equals(NEVER));
        if (hash.isPresent() != byPassword) {
            throw new ParseException("passwordSha256", 0);
        }
        return new ToldGrant(
                text(fields, "flow"),
                text(fields, "consumer"),
                text(fields, "agreement"),
                text(fields, "asset"),
                text(fields, "broker"),
                BrokerUrls.parse(text(fields, "brokerUrl")).orElseThrow(IllegalArgumentException::new),
                new AccessRights(
                        topics(fields),
                        Permission.valueOf(text(fields, "permission")),
                        JSONObjectUtils.getBoolean(fields, "retain"),
                        BrokerDialect.valueOf(text(fields, "dialect"))),
                byPassword ? new CredentialSource.MadePassword() : new CredentialSource.SignedToken(),
                hash,
                Grant.State.valueOf(text(fields, "state")),
                number(fields, "epoch"),
                number(fields, "sessionEpoch"),
                instant(text(fields, "accessUntil"), Instant.MIN),
                instant(text(fields, "contractEnd"), Instant.MAX),
                JSONObjectUtils.getBoolean(fields, "barred"));
    }

    private static boolean byPassword(String credential) throws ParseException {
        if (!credential.equals(PASSWORD) && !credential.equals(TOKEN)) {
            throw new ParseException("credential", 0);
        }
        return credential.equals(PASSWORD);
    }

    /** None at all would leave the choice to the broker, so a list that is missing is not taken for an empty one. */
    private static List<TopicFilter> topics(Map<String, Object> fields) throws ParseException {
        String[] topics = JSONObjectUtils.getStringArray(fields, "topics");
        if (topics == null) {
            throw new ParseException("topics", 0);
        }
        return Stream.of(topics).map(TopicFilter::of).toList();
    }

    /** Only a whole number: what is too large for one must not become a smaller one. */
    private static long number(Map<String, Object> fields, String name) throws ParseException {
        if (fields.get(name) instanceof Long number && number >= 0) {
            return number;
        }
        throw new ParseException(name, 0);
    }

    private static String text(Map<String, Object> fields, String name) throws ParseException {
        String text = JSONObjectUtils.getString(fields, name);
        if (text == null) {
            throw new ParseException(name, 0);
        }
        return text;
    }

    private static String text(Instant instant, Instant never) {
        return instant.equals(never) ? NEVER : instant.toString();
    }

    private static Instant instant(String text, Instant never) {
        return text.equals(NEVER) ? never : Instant.parse(text);
    }
}
