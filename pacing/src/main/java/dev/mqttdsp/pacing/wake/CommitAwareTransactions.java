package dev.mqttdsp.pacing.wake;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.edc.transaction.spi.TransactionContext;

/**
 * EDC's transactions, with a place for actions after the commit.
 *
 * <p>EDC's own synchronisations run before the commit. Whoever is woken by them looks at the store too early and goes
 * back to sleep.
 */
public final class CommitAwareTransactions implements TransactionContext, Commits {
    private final TransactionContext delegate;

    @SuppressWarnings("ThreadLocalUsage") // there is one object of this class in a runtime
    private final ThreadLocal<Open> open = new ThreadLocal<>();

    public CommitAwareTransactions(TransactionContext delegate) {
        this.delegate = delegate;
    }

    @Override
    public void execute(TransactionBlock block) {
        Open outer = begin();
        try {
            delegate.execute(block);
        } finally {
            end(outer);
        }
    }

    @Override
    public <T> T execute(ResultTransactionBlock<T> block) {
        Open outer = begin();
        try {
            return delegate.execute(block);
        } finally {
            end(outer);
        }
    }

    @Override
    public void registerSynchronization(TransactionSynchronization sync) {
        delegate.registerSynchronization(sync);
    }

    @Override
    public void after(Runnable action) {
        Open current = open.get();
        if (current == null) {
            action.run();
        } else {
            current.actions.add(action);
        }
    }

    /** Inner blocks join the outer transaction, so only the outermost one commits. */
    private Open begin() {
        Open outer = open.get();
        if (outer == null) {
            open.set(new Open(new ArrayList<>()));
        }
        return outer;
    }

    private void end(Open outer) {
        if (outer == null) {
            List<Runnable> actions = open.get().actions;
            open.remove();
            actions.forEach(Runnable::run);
        }
    }

    private record Open(List<Runnable> actions) {}
}
