package dev.mqttdsp.core.grant;

import dev.mqttdsp.core.address.MqttAddress;
import java.time.Instant;

/**
 * A data flow that is to start.
 *
 * @param flowId the provider's process id, which travels as DSP's {@code providerPid}
 * @param provider participant id of this side
 * @param consumer participant id of the other side
 * @param agreementId id of the contract agreement
 * @param assetId id of the asset
 * @param address the asset's data address
 * @param contractEnd the contract's last instant; {@link Instant#MAX} where it has none
 */
public record FlowRequest(
        String flowId,
        String provider,
        String consumer,
        String agreementId,
        String assetId,
        MqttAddress address,
        Instant contractEnd) {}
