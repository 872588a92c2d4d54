package dev.mqttdsp.acceptance.kit;

import dev.mqttdsp.acceptance.kit.leak.SeenSecrets;
import dev.mqttdsp.client.MqttDataAddress;

/**
 * What a consumer has got.
 *
 * @param asset id of the asset
 * @param agreement id of the agreement at the consumer
 * @param consumersId id of the transfer at the consumer
 * @param flowId id of the transfer at the provider
 * @param address where to connect, with what
 */
public record Access(String asset, String agreement, String consumersId, String flowId, MqttDataAddress address) {

    public Access {
        SeenSecrets.add(address.credential().password());
    }

    /** What goes into the password field of CONNECT. */
    public String token() {
        return address.credential().password();
    }
}
