package dev.mqttdsp.core.did;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.mqttdsp.core.token.SigningKey;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The document of a DID of this side: its keys and services (DID Core §4 and §5).
 *
 * @param did whose it is
 * @param keys that sign for it
 * @param services by type: where each is
 */
public record DidDocument(DidWeb did, List<SigningKey> keys, Map<String, URI> services) {
    private static final List<String> CONTEXT =
            List.of("https://www.w3.org/ns/did/v1", "https://w3id.org/security/suites/jws-2020/v1");

    public DidDocument {
        keys = List.copyOf(keys);
        services = Map.copyOf(services);
    }

    /** The DID URL of a key (DID Core §3.2), by which tokens name it. */
    public static String keyId(DidWeb did, SigningKey key) {
        return did + "#" + key.id();
    }

    /** As JSON. */
    public String toJson() {
        List<String> keyIds = keys.stream().map(key -> keyId(did, key)).toList();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("@context", CONTEXT);
        document.put("id", did.id());
        document.put("verificationMethod", keys.stream().map(this::method).toList());
        document.put("authentication", keyIds);
        document.put("assertionMethod", keyIds);
        document.put("service", endpoints());
        return JSONObjectUtils.toJSONString(document);
    }

    private Map<String, Object> method(SigningKey key) {
        Map<String, Object> method = new LinkedHashMap<>();
        method.put("id", keyId(did, key));
        method.put("type", "JsonWebKey2020");
        method.put("controller", did.id());
        method.put("publicKeyJwk", key.publicJwk());
        return method;
    }

    private List<Map<String, Object>> endpoints() {
        List<Map<String, Object>> all = new ArrayList<>();
        services.forEach((type, url) -> {
            Map<String, Object> service = new LinkedHashMap<>();
            service.put("id", did + "#" + type);
            service.put("type", type);
            service.put("serviceEndpoint", url.toString());
            all.add(service);
        });
        return all;
    }
}
