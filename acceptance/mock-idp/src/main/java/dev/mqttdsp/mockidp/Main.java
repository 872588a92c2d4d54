package dev.mqttdsp.mockidp;

import java.net.InetAddress;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.http.NettyWrapper;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;

/** Serves plain HTTP on a port of loopback, and ends with the process that started it. */
public final class Main {
    private Main() {}

    /** Takes the port. */
    public static void main(String[] arguments) {
        OAuth2Config config = new OAuth2Config(
                false,
                null,
                null,
                false,
                new OAuth2TokenProvider(),
                Set.of(new TokenAsAsked(TokenAsAsked.ISSUER)),
                new NettyWrapper());
        new MockOAuth2Server(config).start(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        ProcessHandle.current().parent().map(ProcessHandle::onExit).ifPresent(CompletableFuture::join);
        System.exit(0);
    }
}
