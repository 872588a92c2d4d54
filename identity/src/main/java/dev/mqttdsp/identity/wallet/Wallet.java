package dev.mqttdsp.identity.wallet;

import dev.mqttdsp.core.did.DidDocument;
import dev.mqttdsp.core.did.DidWeb;
import dev.mqttdsp.core.token.SigningKey;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.edc.iam.decentralizedclaims.sts.spi.service.StsAccountService;
import org.eclipse.edc.iam.verifiablecredentials.spi.model.CredentialFormat;
import org.eclipse.edc.iam.verifiablecredentials.spi.model.VerifiableCredential;
import org.eclipse.edc.iam.verifiablecredentials.spi.model.VerifiableCredentialContainer;
import org.eclipse.edc.identityhub.spi.participantcontext.model.KeyDescriptor;
import org.eclipse.edc.identityhub.spi.participantcontext.model.ParticipantContext;
import org.eclipse.edc.identityhub.spi.participantcontext.model.ParticipantContextState;
import org.eclipse.edc.identityhub.spi.participantcontext.model.ParticipantManifest;
import org.eclipse.edc.identityhub.spi.participantcontext.store.ParticipantContextStore;
import org.eclipse.edc.identityhub.spi.verifiablecredentials.model.VcStatus;
import org.eclipse.edc.identityhub.spi.verifiablecredentials.model.VerifiableCredentialResource;
import org.eclipse.edc.identityhub.spi.verifiablecredentials.store.CredentialStore;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.spi.query.QuerySpec;
import org.eclipse.edc.spi.result.AbstractResult;
import org.eclipse.edc.spi.result.Result;
import org.eclipse.edc.spi.result.StoreFailure;
import org.eclipse.edc.spi.result.StoreResult;
import org.eclipse.edc.transform.spi.TypeTransformerRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What IdentityHub knows of the one participant that there is: told anew at each start, out of the data directory. */
final class Wallet {
    private static final Logger LOG = LoggerFactory.getLogger(Wallet.class);

    /** What every credential is. */
    private static final String ANY = "VerifiableCredential";

    private final DidWeb did;
    private final CredentialFolder folder;
    private final Hub hub;
    private final Function<String, Result<VerifiableCredential>> check;

    /**
     * Where IdentityHub keeps what it knows.
     *
     * @param participants it acts for
     * @param accounts that may have tokens made
     * @param credentials that it presents
     * @param transformers read credentials
     */
    record Hub(
            ParticipantContextStore participants,
            StsAccountService accounts,
            CredentialStore credentials,
            TypeTransformerRegistry transformers) {}

    /**
     * @param check reads a credential that is to be taken in, and says what is wrong with it
     */
    Wallet(DidWeb did, CredentialFolder folder, Hub hub, Function<String, Result<VerifiableCredential>> check) {
        this.did = did;
        this.folder = folder;
        this.hub = hub;
        this.check = check;
    }

    /**
     * Tells IdentityHub of the participant and its credentials.
     *
     * @param key that it has, of which an account tells
     * @throws EdcException when it does not take them
     */
    void open(SigningKey key) {
        require(hub.participants()
                .create(ParticipantContext.Builder.newInstance()
                        .participantContextId(did.id())
                        .did(did.id())
                        .apiTokenAlias("none") // nobody manages it from outside
                        .state(ParticipantContextState.ACTIVATED)
                        .build()));
        KeyDescriptor descriptor = KeyDescriptor.Builder.newInstance()
                .keyId(DidDocument.keyId(did, key))
                .privateKeyAlias(key.id())
                .publicKeyJwk(key.publicJwk())
                .active(true)
                .build();
        ParticipantManifest manifest = ParticipantManifest.Builder.newInstance()
                .participantContextId(did.id())
                .did(did.id())
                .keys(Set.of(descriptor))
                .build();
        require(hub.accounts().createAccount(manifest, "none"));
        try {
            for (CredentialFolder.Kept kept : folder.all()) {
                Result<Void> told = tell(kept);
                if (told.failed()) {
                    LOG.warn("credential {} is not used: {}", kept.name(), told.getFailureDetail());
                }
            }
        } catch (IOException e) {
            throw new EdcException("the credentials of this participant cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * A credential of this participant.
     *
     * @param name by which it is known here
     * @param credential what it says
     */
    record Owned(String name, VerifiableCredential credential) {}

    /** All that there are. */
    synchronized List<Owned> all() {
        return hub
                .credentials()
                .query(QuerySpec.max())
                .orElseThrow(failure -> new EdcException(failure.getFailureDetail()))
                .stream()
                .map(resource -> new Owned(
                        resource.getId(), resource.getVerifiableCredential().credential()))
                .toList();
    }

    /** Of which types there are credentials. */
    List<String> types() {
        return all().stream()
                .flatMap(owned -> owned.credential().getType().stream())
                .filter(type -> !type.equals(ANY))
                .distinct()
                .toList();
    }

    /**
     * Takes a credential in.
     *
     * @param jwt as its issuer has signed it
     * @return the same, or what is wrong with it
     * @throws IOException when it cannot be kept
     */
    synchronized Result<Owned> add(String jwt) throws IOException {
        Result<VerifiableCredential> read = check.apply(jwt);
        if (read.failed()) {
            return read.mapFailure();
        }
        CredentialFolder.Kept kept = folder.add(jwt);
        Owned owned = new Owned(kept.name(), read.getContent());
        StoreResult<Void> told = hub.credentials().create(resource(kept, read.getContent()));
        return told.succeeded() || told.reason() == StoreFailure.Reason.ALREADY_EXISTS
                ? Result.success(owned)
                : Result.failure(told.getFailureDetail());
    }

    /**
     * Forgets a credential; false when there is none of that name.
     *
     * @throws IOException when it cannot be forgotten
     */
    synchronized boolean remove(String name) throws IOException {
        return folder.remove(name) && hub.credentials().deleteById(name).succeeded();
    }

    private Result<Void> tell(CredentialFolder.Kept kept) {
        Result<VerifiableCredential> read = CredentialCheck.read(hub.transformers(), kept.jwt());
        return read.compose(credential -> {
            StoreResult<Void> created = hub.credentials().create(resource(kept, credential));
            return created.succeeded() ? Result.success() : Result.failure(created.getFailureDetail());
        });
    }

    private VerifiableCredentialResource resource(CredentialFolder.Kept kept, VerifiableCredential credential) {
        return VerifiableCredentialResource.Builder.newHolder()
                .id(kept.name())
                .participantContextId(did.id())
                .issuerId(credential.getIssuer().id())
                .holderId(did.id())
                .state(VcStatus.ISSUED)
                .credential(new VerifiableCredentialContainer(kept.jwt(), CredentialFormat.VC1_0_JWT, credential))
                .build();
    }

    private static void require(AbstractResult<?, ?, ?> result) {
        if (result.failed()) {
            throw new EdcException("the wallet of this participant does not open: " + result.getFailureDetail());
        }
    }
}
