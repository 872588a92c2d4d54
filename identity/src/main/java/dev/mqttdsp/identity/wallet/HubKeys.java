package dev.mqttdsp.identity.wallet;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.mqttdsp.core.did.DidDocument;
import dev.mqttdsp.core.did.DidWeb;
import dev.mqttdsp.core.token.KeyRing;
import dev.mqttdsp.core.token.SigningKey;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.edc.identityhub.spi.keypair.model.KeyPairResource;
import org.eclipse.edc.identityhub.spi.keypair.model.KeyPairState;
import org.eclipse.edc.identityhub.spi.keypair.store.KeyPairResourceStore;
import org.eclipse.edc.identityhub.spi.participantcontext.model.KeyPairUsage;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.result.StoreResult;

/** The keys as IdentityHub knows them: it signs with the default one, and verifies its own tokens with any. */
final class HubKeys {
    /** EDC's own name for keys as JWK. */
    private static final String CONTEXT = "JsonWebKey2020";

    private final DidWeb did;
    private final KeyPairResourceStore store;
    /** Whether each is the default, by the key's id. */
    private final Map<String, Boolean> told = new HashMap<>();

    HubKeys(DidWeb did, KeyPairResourceStore store) {
        this.did = did;
        this.store = store;
    }

    /**
     * Tells IdentityHub what has changed. There is a default at any moment.
     *
     * @throws EdcException when it does not take it
     */
    synchronized void follow(Supplier<KeyRing> keys, Clock clock) {
        KeyRing ring = keys.get(); // not before it is this one's turn: another may have told of a newer ring
        Instant now = clock.instant();
        SigningKey signing = ring.signing(now);
        List<SigningKey> shown = ring.shown(now);
        tell(signing, true);
        shown.stream().filter(key -> !key.id().equals(signing.id())).forEach(key -> tell(key, false));
        List<String> gone = told.keySet().stream()
                .filter(id -> shown.stream().noneMatch(key -> key.id().equals(id)))
                .toList();
        gone.forEach(id -> {
            require(store.deleteById(id));
            told.remove(id);
        });
    }

    private void tell(SigningKey key, boolean signs) {
        Boolean before = told.get(key.id());
        if (before == null) {
            // Not by IdentityHub's service, which would write a DID document that nobody reads, and cannot on newer
            // Java runtimes.
            require(store.create(resource(key, signs)));
        } else if (before != signs) {
            require(store.update(resource(key, signs)));
        }
        told.put(key.id(), signs);
    }

    private KeyPairResource resource(SigningKey key, boolean signs) {
        return KeyPairResource.Builder.newInstance()
                .id(key.id())
                .participantContextId(did.id())
                .keyId(DidDocument.keyId(did, key))
                .privateKeyAlias(key.id())
                .serializedPublicKey(JSONObjectUtils.toJSONString(key.publicJwk()))
                .keyContext(CONTEXT)
                .usage(KeyPairUsage.values())
                .isDefaultPair(signs)
                .state(KeyPairState.ACTIVATED)
                .build();
    }

    private static void require(StoreResult<?> result) {
        if (result.failed()) {
            throw new EdcException("the wallet does not take a key of this participant: " + result.getFailureDetail());
        }
    }
}
