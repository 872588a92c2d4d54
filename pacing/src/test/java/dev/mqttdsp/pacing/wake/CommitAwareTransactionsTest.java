package dev.mqttdsp.pacing.wake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.edc.transaction.spi.NoopTransactionContext;
import org.eclipse.edc.transaction.spi.TransactionContext;
import org.junit.jupiter.api.Test;

class CommitAwareTransactionsTest {
    private final List<String> happened = new ArrayList<>();
    private final CommitAwareTransactions transactions = new CommitAwareTransactions(new Committing());

    @Test
    void outsideATransactionAnActionRunsAtOnce() {
        transactions.after(() -> happened.add("action"));

        assertThat(happened).containsExactly("action");
    }

    @Test
    void insideItRunsAfterTheCommit() {
        transactions.execute(() -> {
            transactions.after(() -> happened.add("action"));
            happened.add("block");
        });

        assertThat(happened).containsExactly("block", "commit", "action");
    }

    @Test
    void insideAnInnerBlockItRunsAfterTheOuterOne() {
        String result = transactions.execute(() -> {
            transactions.execute(() -> transactions.after(() -> happened.add("action")));
            happened.add("block");
            return "result";
        });

        assertThat(result).isEqualTo("result");
        assertThat(happened.indexOf("action")).isEqualTo(happened.size() - 1).isGreaterThan(happened.indexOf("block"));
    }

    @Test
    void itRunsAfterARollbackToo() {
        assertThatThrownBy(() -> transactions.execute(() -> {
                    transactions.after(() -> happened.add("action"));
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessage("rolled back");

        assertThat(happened).containsExactly("action");
    }

    @Test
    void theNextTransactionKnowsNothingOfTheLastOne() {
        transactions.execute(() -> transactions.after(() -> happened.add("action")));
        transactions.execute(() -> {});

        assertThat(happened).containsOnlyOnce("action");
    }

    private final class Committing extends NoopTransactionContext {
        @Override
        public void execute(TransactionContext.TransactionBlock block) {
            super.execute(block);
            happened.add("commit");
        }
    }
}
