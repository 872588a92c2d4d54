package dev.mqttdsp.tck.dcp.wallet;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.io.StringReader;
import java.util.UUID;
import org.eclipse.edc.iam.verifiablecredentials.spi.model.CredentialFormat;
import org.eclipse.edc.iam.verifiablecredentials.spi.model.VerifiableCredential;
import org.eclipse.edc.iam.verifiablecredentials.spi.model.VerifiableCredentialContainer;
import org.eclipse.edc.identityhub.spi.verifiablecredentials.model.VcStatus;
import org.eclipse.edc.identityhub.spi.verifiablecredentials.model.VerifiableCredentialResource;
import org.eclipse.edc.identityhub.spi.verifiablecredentials.store.CredentialStore;
import org.eclipse.edc.spi.EdcException;
import org.eclipse.edc.transform.spi.TypeTransformerRegistry;

/**
 * Takes the credentials that the TCK wants to be asked for (DCP 1.0 §6.5). Into IdentityHub's store, because the connector itself takes
 * none of these: their {@code sub} is the credential's id, where Verifiable Credentials 1.1 §6.3.1 has that of its subject.
 */
@Path("/v1/participants/{participant}/credentials")
public final class StorageResource {
    private final String did;
    private final CredentialStore credentials;
    private final TypeTransformerRegistry transformers;

    StorageResource(String did, CredentialStore credentials, TypeTransformerRegistry transformers) {
        this.did = did;
        this.credentials = credentials;
        this.transformers = transformers;
    }

    @POST
    public void store(String message) {
        try (JsonReader reader = Json.createReader(new StringReader(message))) {
            for (JsonObject credential :
                    reader.readObject().getJsonArray("credentials").getValuesAs(JsonObject.class)) {
                keep(credential.getString("payload"));
            }
        }
    }

    private void keep(String jwt) {
        VerifiableCredential credential = transformers
                .transform(jwt, VerifiableCredential.class)
                .orElseThrow(failure -> new EdcException(failure.getFailureDetail()));
        credentials
                .create(VerifiableCredentialResource.Builder.newHolder()
                        .id(UUID.randomUUID().toString())
                        .participantContextId(did)
                        .issuerId(credential.getIssuer().id())
                        .holderId(did)
                        .state(VcStatus.ISSUED)
                        .credential(new VerifiableCredentialContainer(jwt, CredentialFormat.VC1_0_JWT, credential))
                        .build())
                .orElseThrow(failure -> new EdcException(failure.getFailureDetail()));
    }
}
