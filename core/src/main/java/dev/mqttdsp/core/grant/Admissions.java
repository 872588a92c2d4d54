package dev.mqttdsp.core.grant;

import java.util.concurrent.CompletionStage;

/** The door: who may come in with which credential. */
public interface Admissions {

    /**
     * Judges a login. The stage completes without an exception, on any thread, at once where the credential is already
     * known.
     */
    CompletionStage<Admission> admit(Login login);
}
