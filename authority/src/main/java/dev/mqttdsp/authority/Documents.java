package dev.mqttdsp.authority;

import dev.mqttdsp.core.did.DidWeb;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the authority says, in the forms of the specifications. */
final class Documents {
    private static final String VC_CONTEXT = "https://www.w3.org/2018/credentials/v1";
    private static final String STATUS_CONTEXT = "https://w3id.org/vc/status-list/2021/v1";
    private static final String REVOCATION = "revocation";

    private Documents() {}

    /** Where the status list is. */
    static URI statusUrl(URI base) {
        return URI.create(base + "/status/1");
    }

    /** A credential as the claims of a JWT (Verifiable Credentials Data Model 1.1 §6.3.1). */
    static Map<String, Object> credential(IssuedCredential credential, DidWeb issuer, URI base) {
        Map<String, Object> subject = new LinkedHashMap<>();
        subject.put("id", credential.holder());
        subject.put("holderIdentifier", credential.holder()); // some take no subject without a claim
        subject.putAll(credential.claims());
        Map<String, Object> vc = new LinkedHashMap<>();
        vc.put("@context", List.of(VC_CONTEXT, STATUS_CONTEXT));
        vc.put("id", credential.id());
        vc.put("type", List.of("VerifiableCredential", credential.type()));
        vc.put("issuer", issuer.id());
        vc.put("issuanceDate", credential.issuedAt().toString());
        vc.put("expirationDate", credential.expiresAt().toString());
        vc.put("credentialSubject", subject);
        vc.put("credentialStatus", status(credential.index(), base));
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer.id());
        claims.put("sub", credential.holder());
        claims.put("jti", credential.id());
        claims.put("iat", credential.issuedAt().getEpochSecond());
        claims.put("nbf", credential.issuedAt().getEpochSecond());
        claims.put("exp", credential.expiresAt().getEpochSecond());
        claims.put("vc", vc);
        return claims;
    }

    /** Status List 2021, §3.1. */
    private static Map<String, Object> status(int index, URI base) {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("id", statusUrl(base) + "#" + index);
        status.put("type", "StatusList2021Entry");
        status.put("statusPurpose", REVOCATION);
        status.put("statusListIndex", Integer.toString(index));
        status.put("statusListCredential", statusUrl(base).toString());
        return status;
    }

    /** Status List 2021, §3.2. */
    static Map<String, Object> statusList(DidWeb issuer, URI base, Set<Integer> revoked, Instant now) {
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("@context", List.of(VC_CONTEXT, STATUS_CONTEXT));
        list.put("id", statusUrl(base).toString());
        list.put("type", List.of("VerifiableCredential", "StatusList2021Credential"));
        list.put("issuer", Map.of("id", issuer.id()));
        list.put("issuanceDate", now.truncatedTo(ChronoUnit.SECONDS).toString());
        Map<String, Object> subject = new LinkedHashMap<>();
        subject.put("id", statusUrl(base) + "#list");
        subject.put("type", "StatusList2021");
        subject.put("statusPurpose", REVOCATION);
        subject.put("encodedList", StatusList.encoded(revoked));
        list.put("credentialSubject", subject);
        return list;
    }

    /** The same as the claims of a JWT. */
    static Map<String, Object> signedStatusList(DidWeb issuer, URI base, Set<Integer> revoked, Instant now) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer.id());
        claims.put("sub", statusUrl(base) + "#list");
        claims.put("jti", statusUrl(base).toString());
        claims.put("iat", now.getEpochSecond());
        claims.put("nbf", now.getEpochSecond());
        claims.put("vc", statusList(issuer, base, revoked, now));
        return claims;
    }
}
