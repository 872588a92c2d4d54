package dev.mqttdsp.core.token;

import dev.mqttdsp.core.topic.TopicFilter;
import java.util.List;

/**
 * What a token is to say.
 *
 * @param flowId the grant it belongs to
 * @param epoch the grant's present epoch
 * @param provider participant id of the issuer, which is the audience too
 * @param consumer participant id of the subject
 * @param agreementId the contract agreement
 * @param assetId the asset
 * @param action {@code subscribe}, {@code publish} or {@code all}, as EMQX names them
 * @param topics what the action is allowed on; empty leaves it to the broker
 */
public record TokenContent(
        String flowId,
        long epoch,
        String provider,
        String consumer,
        String agreementId,
        String assetId,
        String action,
        List<TopicFilter> topics) {
    public TokenContent {
        topics = List.copyOf(topics);
    }
}
