package dev.mqttdsp.core.grant;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The counter at which a refresh token is exchanged for the next access token (RFC 6749 §6). */
public interface Refreshing {

    /**
     * Exchanges a refresh token. An exchange that is repeated within ten seconds gives the same refresh token again, so
     * a lost answer does no harm.
     *
     * @param refreshToken as it was given out
     * @param bearer what came beside it to show whose it is, if something did
     * @param address who presents it, as {@code host:port}
     * @return completes without an exception, on any thread
     */
    CompletionStage<RefreshOutcome> refresh(String refreshToken, Optional<String> bearer, String address);
}
