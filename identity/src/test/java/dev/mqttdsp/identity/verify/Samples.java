package dev.mqttdsp.identity.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import org.eclipse.edc.iam.verifiablecredentials.spi.model.VerifiableCredential;
import org.eclipse.edc.json.JacksonTypeManager;

/** Credentials as they are verified. */
final class Samples {
    static final ObjectMapper JSON = new JacksonTypeManager().getMapper();
    static final String ISSUER = "did:web:authority.example";
    static final Instant END = Instant.parse("2030-01-01T00:00:00Z");

    private Samples() {}

    static VerifiableCredential credential(String type, String id) {
        return credential(type, id, ISSUER);
    }

    static VerifiableCredential credential(String type, String id, String issuer) {
        try {
            return JSON.readValue("""
                    {
                      "id": "%s",
                      "type": ["VerifiableCredential", "%s"],
                      "issuer": {"id": "%s"},
                      "issuanceDate": "2026-01-01T00:00:00Z",
                      "expirationDate": "2030-01-01T00:00:00Z",
                      "credentialSubject": [{"id": "did:web:partner.example", "level": "gold"}],
                      "credentialStatus": [
                        {
                          "id": "https://authority.example/status#7",
                          "type": "StatusList2021Entry",
                          "statusListIndex": "7",
                          "statusPurpose": "revocation"
                        }
                      ]
                    }
                    """.formatted(id, type, issuer), VerifiableCredential.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
