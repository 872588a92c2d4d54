package dev.mqttdsp.pacing.handout;

import dev.mqttdsp.pacing.wake.Commits;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.edc.spi.query.CriterionOperatorRegistry;

/**
 * What the paced stores share.
 *
 * @param inHand where hand-outs are noted
 * @param commits when what was stored can be seen
 * @param changed is told of every entity that was stored and differs from what a state machine was given; the entity may
 *     have gone on since
 * @param revalidate whether entities are read again when they are handed out
 * @param left how long a state machine must not be given an entity yet; goes with {@code revalidate}
 * @param clock the one that the stores measure leases by
 * @param operators what the criteria of state machines mean
 */
public record Pace<T>(
        InHand inHand,
        Commits commits,
        Consumer<T> changed,
        boolean revalidate,
        Function<T, Duration> left,
        Clock clock,
        CriterionOperatorRegistry operators) {

    boolean isDue(T entity) {
        return left.apply(entity).isZero();
    }
}
