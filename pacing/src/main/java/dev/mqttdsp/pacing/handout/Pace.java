package dev.mqttdsp.pacing.handout;

import dev.mqttdsp.pacing.wake.Commits;
import java.time.Clock;
import java.util.function.Consumer;
import org.eclipse.edc.spi.query.CriterionOperatorRegistry;

/**
 * What the paced stores share.
 *
 * @param inHand where hand-outs are noted
 * @param commits when what was stored can be seen
 * @param changed is told of every entity that was stored and differs from what a state machine was given; the entity may
 *     have gone on since
 * @param revalidate whether entities are read again when they are handed out
 * @param clock the one that the stores measure leases by
 * @param operators what the criteria of state machines mean
 */
public record Pace<T>(
        InHand inHand,
        Commits commits,
        Consumer<T> changed,
        boolean revalidate,
        Clock clock,
        CriterionOperatorRegistry operators) {}
