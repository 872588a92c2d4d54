package dev.mqttdsp.identity.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mqttdsp.core.did.DidWeb;
import dev.mqttdsp.core.outbound.GuardedHttp;
import dev.mqttdsp.core.outbound.HttpOutcome;
import java.io.IOException;
import java.net.URI;
import org.eclipse.edc.iam.did.spi.document.DidDocument;
import org.eclipse.edc.iam.did.spi.resolution.DidResolver;
import org.eclipse.edc.spi.result.Result;

/**
 * Fetches the documents of DIDs of the method web: where the DID says, no further, not for long, and no more than 64 KiB. To
 * private addresses it goes only with the operator's consent.
 */
final class WebDidDocuments implements DidResolver {
    private static final int OK = 200;

    private final GuardedHttp http;
    private final String scheme;
    private final ObjectMapper json;

    /**
     * @param scheme of HTTP with TLS, or with the operator's consent without
     */
    WebDidDocuments(GuardedHttp http, String scheme, ObjectMapper json) {
        this.http = http;
        this.scheme = scheme;
        this.json = json;
    }

    @Override
    public String getMethod() {
        return "web";
    }

    @Override
    public Result<DidDocument> resolve(String did) {
        if (!DidWeb.isDidWeb(did)) {
            return Result.failure("'%s' is no did:web".formatted(did.length() > 200 ? did.substring(0, 200) : did));
        }
        URI url = new DidWeb(did).document(scheme);
        HttpOutcome outcome = http.get(url, "application/did+json, application/json")
                .toCompletableFuture()
                .join();
        if (outcome instanceof HttpOutcome.Failed failed) {
            return Result.failure("the DID document %s %s".formatted(url, failed.detail()));
        }
        HttpOutcome.Answered answer = (HttpOutcome.Answered) outcome;
        return answer.status() == OK
                ? read(did, url, answer.body())
                : Result.failure("the DID document %s is answered with status %d".formatted(url, answer.status()));
    }

    private Result<DidDocument> read(String did, URI url, byte[] body) {
        try {
            DidDocument document = json.readValue(body, DidDocument.class);
            return document != null && did.equals(document.getId()) // DID Core §5.1.1
                    ? Result.success(document)
                    : Result.failure("the document %s is not that of %s".formatted(url, did));
        } catch (JsonProcessingException e) {
            return Result.failure("the DID document %s cannot be read".formatted(url));
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory can be read", e);
        }
    }
}
