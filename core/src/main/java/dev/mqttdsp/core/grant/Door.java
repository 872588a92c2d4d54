package dev.mqttdsp.core.grant;

import dev.mqttdsp.core.address.CredentialSource;
import dev.mqttdsp.core.grant.Admission.Reason;
import dev.mqttdsp.core.token.TokenClaims;
import dev.mqttdsp.core.token.TokenVerifier;
import dev.mqttdsp.core.token.Verification;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** Judges what clients present. The grant's state and epoch are read every time. */
public final class Door implements Admissions {
    private final GrantView grants;
    private final TokenVerifier verifier;
    private final PasswordCheck passwords;
    private final Predicate<Grant> barred;
    private final Clock clock;

    /**
     * @param verifier reads tokens
     * @param barred whether the owner of a grant may have no access, whatever the grant says
     */
    public Door(
            GrantView grants, TokenVerifier verifier, PasswordCheck passwords, Predicate<Grant> barred, Clock clock) {
        this.grants = grants;
        this.verifier = verifier;
        this.passwords = passwords;
        this.barred = barred;
        this.clock = clock;
    }

    @Override
    public CompletionStage<Admission> admit(Login login) {
        if (login.password().isEmpty()) {
            return CompletableFuture.completedFuture(new Admission.Denied(Reason.NO_CREDENTIAL, Optional.empty()));
        }
        Optional<Grant> byName =
                grants.find(login.user()).filter(grant -> grant.credential() instanceof CredentialSource.MadePassword);
        return byName.isPresent()
                ? CompletableFuture.completedFuture(judge(byName.get(), login.password()))
                : verifier.verify(login.password()).thenApply(this::judge);
    }

    /** Only the password of the present epoch is known; that of an earlier one is as wrong as any other. */
    private Admission judge(Grant grant, String password) {
        if (!passwords.isOne(password, grant)) {
            return new Admission.Denied(Reason.BAD_CREDENTIAL, Optional.empty());
        }
        return judge(grant, grant.epoch(), clock.instant(), grant.contractEnd());
    }

    private Admission judge(Verification verification) {
        if (verification instanceof Verification.Rejected rejected) {
            Reason reason =
                    switch (rejected.reason()) {
                        case BAD -> Reason.BAD_CREDENTIAL;
                        case EXPIRED -> Reason.EXPIRED;
                        case BUSY -> Reason.BUSY;
                    };
            return new Admission.Denied(reason, rejected.flowId());
        }
        TokenClaims claims = ((Verification.Verified) verification).claims();
        Instant now = clock.instant();
        Optional<String> flowId = Optional.of(claims.flowId());
        if (!now.isBefore(claims.expiresAt())) {
            return new Admission.Denied(Reason.EXPIRED, flowId); // while it waited for its verification
        }
        Optional<Grant> found = grants.find(claims.flowId());
        if (found.isEmpty()) {
            return new Admission.Denied(Reason.FLOW_ENDED, flowId);
        }
        return judge(found.get(), claims.epoch(), now, found.get().accessUntil(claims.expiresAt()));
    }

    private Admission judge(Grant grant, long epoch, Instant now, Instant until) {
        if (barred.test(grant)) {
            return new Admission.Denied(Reason.PARTICIPANT_BLOCKED, Optional.of(grant.flowId()));
        }
        return grant.admits(epoch, now)
                ? new Admission.Admitted(grant, until)
                : new Admission.Denied(grant.refusal(epoch), Optional.of(grant.flowId()));
    }
}
