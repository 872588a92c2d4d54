package dev.mqttdsp.pacing;

import dev.mqttdsp.pacing.wake.CommitAwareTransactions;
import dev.mqttdsp.pacing.wake.Commits;
import org.eclipse.edc.runtime.metamodel.annotation.Extension;
import org.eclipse.edc.runtime.metamodel.annotation.Inject;
import org.eclipse.edc.runtime.metamodel.annotation.Provides;
import org.eclipse.edc.spi.system.ServiceExtension;
import org.eclipse.edc.spi.system.ServiceExtensionContext;
import org.eclipse.edc.transaction.spi.TransactionContext;

/**
 * Makes the end of transactions known.
 *
 * <p>An extension of its own, because stores need transactions: EDC starts extensions in the order of what they need,
 * and one that decorates both would need itself.
 */
@Extension(TransactionPacingExtension.NAME)
@Provides({TransactionContext.class, Commits.class})
public final class TransactionPacingExtension implements ServiceExtension {
    static final String NAME = "Pacing: transactions";

    @Inject
    private TransactionContext transactions;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void initialize(ServiceExtensionContext context) {
        CommitAwareTransactions aware = new CommitAwareTransactions(transactions);
        context.registerService(TransactionContext.class, aware);
        context.registerService(Commits.class, aware);
    }
}
