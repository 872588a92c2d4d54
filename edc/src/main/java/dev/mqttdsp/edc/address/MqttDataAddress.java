package dev.mqttdsp.edc.address;

import dev.mqttdsp.core.address.ConsumerAddress;
import dev.mqttdsp.core.address.MqttAddress;
import org.eclipse.edc.spi.types.domain.DataAddress;

/** EDC's form of the Mqtt data address. */
public final class MqttDataAddress {
    private MqttDataAddress() {}

    /** Whether that address, where there is one, is of type {@code Mqtt}. */
    public static boolean is(DataAddress address) {
        return address != null
                && MqttAddress.TYPE.equals(address.getProperties().get(DataAddress.EDC_DATA_ADDRESS_TYPE_PROPERTY));
    }

    /** What the consumer is given: {@code type} travels as {@code endpointType}, all else as endpoint properties. */
    public static DataAddress of(ConsumerAddress address) {
        DataAddress.Builder<?, ?> builder = DataAddress.Builder.newInstance().type(MqttAddress.TYPE);
        address.properties().forEach(builder::property);
        return builder.build();
    }
}
