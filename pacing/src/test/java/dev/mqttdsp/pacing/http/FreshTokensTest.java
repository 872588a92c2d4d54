package dev.mqttdsp.pacing.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.eclipse.edc.spi.iam.ClaimToken;
import org.eclipse.edc.spi.iam.IdentityService;
import org.eclipse.edc.spi.iam.TokenParameters;
import org.eclipse.edc.spi.iam.TokenRepresentation;
import org.eclipse.edc.spi.iam.VerificationContext;
import org.eclipse.edc.spi.result.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FreshTokensTest {
    private static final String MESSAGE = "/2025-1/negotiations/n/agreement";

    private final List<String> headers = new CopyOnWriteArrayList<>();
    private final AtomicInteger made = new AtomicInteger();
    private final OkHttpClient client = new OkHttpClient.Builder()
            .addInterceptor(new RepeatEarlyMessages())
            .addInterceptor(new FreshTokens(header -> Optional.of(header)
                    .filter(old -> old.startsWith("Bearer"))
                    .map(old -> "Bearer fresh " + made.incrementAndGet())))
            .build();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            headers.add(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.sendResponseHeaders(headers.size() % 3 == 0 ? 200 : 409, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }

    @Test
    void aMessageThatIsRepeatedHasATokenOfItsOwnEachTime() throws IOException {
        send(MESSAGE, "Bearer first");

        assertThat(headers).containsExactly("Bearer first", "Bearer fresh 1", "Bearer fresh 2");
    }

    @Test
    void soHasOneThatEdcSendsAgain() throws IOException {
        send(MESSAGE, "Bearer first");
        send(MESSAGE, "Bearer first");

        assertThat(headers).doesNotHaveDuplicates().hasSize(6);
    }

    @Test
    void whatIsNoTokenOfThisParticipantGoesAsItIs() throws IOException {
        send(MESSAGE, "whatever");

        assertThat(headers).containsExactly("whatever", "whatever", "whatever");
    }

    @Test
    void aSelfIssuedTokenIsMadeAgainForTheSamePartnerAndScope() {
        OwnTokens tokens = new OwnTokens(() -> Optional.of(new Maker()), () -> "context");

        assertThat(tokens.again("Bearer " + token("did:web:us", "did:web:us")))
                .contains("Bearer context did:web:them a:b:read");
    }

    @Test
    void nothingElseIs() {
        OwnTokens tokens = new OwnTokens(() -> Optional.of(new Maker()), () -> "context");

        for (String header : List.of(
                "",
                "Bearer",
                "Bearer a.b.c",
                "Bearer " + jwt("{}"),
                "{\"region\":\"eu\"}",
                "Bearer " + jwt("{\"iss\":\"us\",\"aud\":\"them\",\"token\":\"x\"}"),
                "Bearer " + token("did:web:us", "did:web:them"))) {
            assertThat(tokens.again(header)).isEmpty();
        }
        assertThat(new OwnTokens(Optional::empty, () -> "context").again("Bearer " + token("us", "us")))
                .isEmpty();
    }

    private void send(String path, String authorization) throws IOException {
        Request request = new Request.Builder()
                .url("http://127.0.0.1:" + server.getAddress().getPort() + path)
                .header("Authorization", authorization)
                .post(RequestBody.create(new byte[0]))
                .build();
        try (Response response = client.newCall(request).execute()) {
            assertThat(response.code()).isIn(200, 409);
        }
    }

    private static String token(String issuer, String accessIssuer) {
        String access = jwt("{\"iss\":\"" + accessIssuer + "\",\"scope\":\"a:b:read\"}");
        return jwt("{\"iss\":\"" + issuer + "\",\"aud\":[\"did:web:them\"],\"token\":\"" + access + "\"}");
    }

    private static String jwt(String claims) {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return "e30." + base64.encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + ".c2ln";
    }

    /** Says what it was asked for. */
    private static final class Maker implements IdentityService {
        @Override
        public Result<TokenRepresentation> obtainClientCredentials(String participant, TokenParameters parameters) {
            return Result.success(TokenRepresentation.Builder.newInstance()
                    .token("Bearer " + participant + " " + parameters.getStringClaim("aud") + " "
                            + parameters.getStringClaim("scope"))
                    .build());
        }

        @Override
        public Result<ClaimToken> verifyJwtToken(
                String participant, TokenRepresentation token, VerificationContext context) {
            return Result.failure("nobody asks for that");
        }
    }
}
