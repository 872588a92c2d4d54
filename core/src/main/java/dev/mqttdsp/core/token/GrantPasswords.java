package dev.mqttdsp.core.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;

/**
 * The passwords of grants whose consumer logs in by user name and password: 256 bits each, derived from the signing key,
 * so that none is kept and the same one can be given out again. One is good for one epoch of one grant.
 */
public final class GrantPasswords {
    private final DerivedKey key;

    public GrantPasswords(SigningKey key) {
        this.key = key.derive("password");
    }

    /** The password of that grant in that epoch, 43 characters. */
    public String of(String flowId, long epoch) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.mac(epoch + " " + flowId));
    }

    /** Whether it is the one; takes the same time however much of it is right. */
    public boolean isOne(String password, String flowId, long epoch) {
        return MessageDigest.isEqual(
                password.getBytes(StandardCharsets.UTF_8), of(flowId, epoch).getBytes(StandardCharsets.UTF_8));
    }
}
