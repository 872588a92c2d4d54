package dev.mqttdsp.identity;

import java.util.List;

/** Which credentials this side lets a provider see when it asks it for something. */
public interface ShownScopes {
    /** The scopes that stand for them, as they are now. */
    List<String> now();
}
