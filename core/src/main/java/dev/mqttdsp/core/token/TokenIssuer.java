package dev.mqttdsp.core.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Issues access tokens in the profile of RFC 9068. */
public final class TokenIssuer {
    static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt"); // RFC 9068 §2.1
    static final String FLOW_ID = "flow_id";
    static final String EPOCH = "epoch";

    private final JWSHeader header;
    private final JWSSigner signer;
    private final IssuedTokens issued;
    private final Clock clock;

    /**
     * @param issued remembers what is issued, so that its admission costs no signature check
     */
    public TokenIssuer(SigningKey key, IssuedTokens issued, Clock clock) {
        this.header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(TYPE)
                .keyID(key.ecKey().getKeyID())
                .build();
        this.issued = issued;
        this.clock = clock;
        try {
            this.signer = new ECDSASigner(key.ecKey());
        } catch (JOSEException e) {
            throw new IllegalStateException("this Java runtime does not sign with ES256", e);
        }
    }

    /**
     * Issues a token.
     *
     * @param end when it expires; a fraction of a second is cut off
     * @throws IllegalArgumentException when the content makes a token that is too long to be admitted
     */
    public IssuedToken issue(TokenContent content, Instant end) {
        Instant expiresAt = end.truncatedTo(ChronoUnit.SECONDS); // RFC 7519 §4.1.4 as JWTs are written: whole seconds
        String id = UUID.randomUUID().toString();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(content.provider())
                .subject(content.consumer())
                .audience(content.provider())
                .issueTime(Date.from(clock.instant()))
                .expirationTime(Date.from(expiresAt))
                .jwtID(id)
                .claim("client_id", content.consumer()) // RFC 9068 §2.2
                .claim(FLOW_ID, content.flowId())
                .claim(EPOCH, content.epoch())
                .claim("agreement_id", content.agreementId())
                .claim("asset_id", content.assetId());
        if (!content.topics().isEmpty()) {
            claims.claim("acl", acl(content));
        }
        SignedJWT jwt = new SignedJWT(header, claims.build());
        try {
            jwt.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("signing an access token failed", e);
        }
        IssuedToken token = new IssuedToken(jwt.serialize(), id, expiresAt);
        if (token.value().length() > TokenVerifier.MAX_LENGTH) {
            throw new IllegalArgumentException("the token of flow " + content.flowId() + " is too long, it has "
                    + content.topics().size() + " topics");
        }
        issued.remember(token.value(), new TokenClaims(id, content.flowId(), content.epoch(), expiresAt));
        return token;
    }

    /** The rights as EMQX 5 reads them from a token, for brokers that enforce them on the direct route. */
    private static List<Map<String, String>> acl(TokenContent content) {
        List<Map<String, String>> rules = new ArrayList<>();
        content.topics()
                .forEach(topic -> rules.add(
                        Map.of("permission", "allow", "action", content.action(), "topic", topic.toString())));
        rules.add(Map.of("permission", "deny", "action", "all", "topic", "#"));
        return rules;
    }
}
