package dev.mqttdsp.mockidp;

import com.nimbusds.oauth2.sdk.TokenRequest;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;

/** The token is what two parameters of the request want, which no real server would let a client decide. */
final class TokenAsAsked extends DefaultOAuth2TokenCallback {
    /** The first segment of the path at this server. */
    static final String ISSUER = "plant";

    /** The claim {@code aud}. */
    private static final String AUDIENCE = "test_audience";
    /** In seconds. */
    private static final String LIFE = "test_life";

    TokenAsAsked(String issuer) {
        super(issuer);
    }

    @Override
    public List<String> audience(TokenRequest request) {
        return List.of(asked(request, AUDIENCE));
    }

    @Override
    public Map<String, Object> addClaims(TokenRequest request) {
        Instant end = Instant.now().plusSeconds(Long.parseLong(asked(request, LIFE)));
        return Map.of("exp", Date.from(end));
    }

    private static String asked(TokenRequest request, String parameter) {
        List<String> values = request.getCustomParameter(parameter);
        if (values == null) {
            throw new IllegalArgumentException("the request has no parameter " + parameter);
        }
        return values.get(0);
    }
}
