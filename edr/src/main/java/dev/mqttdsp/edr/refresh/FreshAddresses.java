package dev.mqttdsp.edr.refresh;

import dev.mqttdsp.core.did.RefreshProof;
import dev.mqttdsp.core.outbound.GuardedHttp;
import dev.mqttdsp.core.outbound.TokenAnswer;
import dev.mqttdsp.core.outbound.TokenAnswerReader;
import dev.mqttdsp.core.outbound.TrustedAuthorities;
import dev.mqttdsp.core.outbound.UrlGuard;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.edc.connector.controlplane.services.spi.transferprocess.TransferProcessService;
import org.eclipse.edc.edr.spi.store.EndpointDataReferenceStore;
import org.eclipse.edc.spi.monitor.Monitor;
import org.eclipse.edc.spi.types.domain.DataAddress;
import org.eclipse.edc.transaction.spi.TransactionContext;

/**
 * Data addresses whose access token lives on for a while: one with less than a third of its life left is refreshed first.
 *
 * <p>At most one refresh of a transfer is on its way, whoever asks in the meantime; and the number of all of them is
 * bounded.
 */
public final class FreshAddresses implements AutoCloseable {
    private static final Duration LONGEST_EXCHANGE = Duration.ofSeconds(5);
    private static final int MOST_ON_THEIR_WAY = 256;
    private static final int THREADS = 8;

    private final StoredAddresses addresses;
    private final TokenEndpointClient endpoint;
    private final RefreshProof proof;
    private final Clock clock;
    private final Monitor monitor;
    private final ExecutorService executor;
    private final Map<String, CompletableFuture<Freshness>> onTheirWay = new ConcurrentHashMap<>();

    private FreshAddresses(
            StoredAddresses addresses,
            TokenEndpointClient endpoint,
            RefreshProof proof,
            Clock clock,
            Monitor monitor,
            ExecutorService executor) {
        this.addresses = addresses;
        this.endpoint = endpoint;
        this.proof = proof;
        this.clock = clock;
        this.monitor = monitor;
        this.executor = executor;
    }

    /**
     * Those of that store.
     *
     * @param proof shows partners that this participant refreshes
     */
    public static FreshAddresses in(
            EndpointDataReferenceStore store,
            TransferProcessService transfers,
            TransactionContext transaction,
            RefreshSettings settings,
            RefreshProof proof,
            Clock clock,
            Monitor monitor) {
        ExecutorService executor = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "edr-refresh");
            thread.setDaemon(true);
            return thread;
        });
        UrlGuard.Rules rules =
                new UrlGuard.Rules(settings.allowPrivate(), settings.allowInsecure(), Set.of(), Set.of());
        GuardedHttp post = new GuardedHttp(
                new UrlGuard(rules),
                new TrustedAuthorities(settings.authorities(), monitor::warning),
                LONGEST_EXCHANGE,
                executor);
        TokenEndpointClient endpoint = new TokenEndpointClient(post, new TokenAnswerReader(clock));
        return new FreshAddresses(
                new StoredAddresses(store, transfers, transaction, clock), endpoint, proof, clock, monitor, executor);
    }

    /**
     * A transfer's data address, refreshed where that is due.
     *
     * @param address as it is stored
     * @return completes in some five seconds at most, on any thread
     */
    public CompletableFuture<Freshness> of(String transferId, DataAddress address) {
        boolean due = AddressTokens.of(address)
                .filter(tokens -> isDue(transferId, tokens))
                .isPresent();
        return due ? refresh(transferId) : CompletableFuture.completedFuture(new Freshness.Fresh(address));
    }

    private CompletableFuture<Freshness> refresh(String transferId) {
        CompletableFuture<Freshness> mine = new CompletableFuture<>();
        CompletableFuture<Freshness> other = onTheirWay.putIfAbsent(transferId, mine);
        if (other != null) {
            return other.copy();
        }
        executor.execute(() -> {
            CompletableFuture<Boolean> unused = begun(transferId).handle((freshness, failure) -> {
                onTheirWay.remove(transferId);
                return failure == null ? mine.complete(freshness) : mine.completeExceptionally(failure);
            });
        });
        return mine.copy();
    }

    private CompletableFuture<Freshness> begun(String transferId) {
        try {
            return begin(transferId);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Looks again, because another refresh may have ended since the reader's own look. */
    private CompletableFuture<Freshness> begin(String transferId) {
        Optional<DataAddress> stored = addresses.find(transferId);
        if (stored.isEmpty()) {
            return CompletableFuture.completedFuture(new Freshness.Changed());
        }
        Optional<AddressTokens> tokens = AddressTokens.of(stored.get()).filter(found -> isDue(transferId, found));
        if (tokens.isEmpty()) {
            return CompletableFuture.completedFuture(new Freshness.Fresh(stored.get()));
        }
        if (onTheirWay.size() > MOST_ON_THEIR_WAY) {
            return CompletableFuture.completedFuture(
                    kept(transferId, tokens.get(), "too many refreshes are on their way"));
        }
        Optional<String> bearer = tokens.get()
                .audience()
                .filter(audience -> isProvider(transferId, audience))
                .flatMap(audience -> proof.bearer(audience, tokens.get().accessToken()));
        return endpoint.exchange(tokens.get().endpoint(), tokens.get().refreshToken(), bearer)
                .thenApplyAsync(answer -> answered(transferId, tokens.get(), answer), executor)
                .toCompletableFuture();
    }

    /** A partner has this side sign for nobody but himself. */
    private boolean isProvider(String transferId, String audience) {
        return addresses.provider(transferId).filter(audience::equals).isPresent();
    }

    private Freshness answered(String transferId, AddressTokens presented, TokenAnswer answer) {
        if (answer instanceof TokenAnswer.None none) {
            return kept(transferId, presented, "the token endpoint " + none.reason());
        }
        DataAddress next = presented.with((TokenAnswer.Tokens) answer);
        if (!addresses.replace(transferId, presented, next)) {
            return new Freshness.Changed();
        }
        monitor.debug("transfer " + transferId + ": data address refreshed");
        return new Freshness.Fresh(next);
    }

    private Freshness kept(String transferId, AddressTokens tokens, String reason) {
        boolean over = life(transferId, tokens)
                .filter(life -> life.isOver(clock.instant()))
                .isPresent();
        monitor.warning("transfer " + transferId + ": its data address could not be refreshed, "
                + (over ? "and its token is over: " : "but its token still lives: ") + reason);
        return over ? new Freshness.Over(reason) : new Freshness.Fresh(tokens.address());
    }

    private boolean isDue(String transferId, AddressTokens tokens) {
        Instant now = clock.instant();
        return life(transferId, tokens).filter(life -> life.isDue(now)).isPresent();
    }

    private Optional<TokenLife> life(String transferId, AddressTokens tokens) {
        return TokenLife.of(tokens, () -> addresses.since(transferId));
    }

    /** Starts no more refreshes. */
    @Override
    public void close() {
        executor.shutdown();
    }
}
