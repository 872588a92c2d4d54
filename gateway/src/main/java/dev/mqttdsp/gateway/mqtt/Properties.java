package dev.mqttdsp.gateway.mqtt;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The properties of one packet (MQTT 5.0 §2.2.2) in the order in which they came, so that those which the gateway does
 * not touch go on byte for byte.
 */
public final class Properties {
    public static final Properties NONE = new Properties(List.of());
    private static final Set<PropertyId> REPEATABLE = EnumSet.of(PropertyId.USER_PROPERTY);

    /**
     * One property.
     *
     * @param value the value as it stands on the wire
     * @param number the value where it is a number, otherwise 0
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Property(PropertyId id, byte[] value, long number) {}

    private final List<Property> properties;

    private Properties(List<Property> properties) {
        this.properties = properties;
    }

    /**
     * Reads the properties of a packet, their length included.
     *
     * @param allowed what that packet may carry; anything else is malformed (§2.2.2.2)
     */
    public static Properties read(WireReader reader, Set<PropertyId> allowed) {
        WireReader section = reader.part(reader.varInt());
        if (section.remaining() == 0) {
            return NONE;
        }
        List<Property> properties = new ArrayList<>();
        Set<PropertyId> seen = EnumSet.noneOf(PropertyId.class);
        while (section.remaining() > 0) {
            PropertyId id = PropertyId.of(section.varInt());
            if (!allowed.contains(id)) {
                throw MqttViolation.malformed("a property that does not belong to this packet");
            }
            if (!seen.add(id) && !REPEATABLE.contains(id)) {
                throw MqttViolation.protocolError("a property that is there twice");
            }
            properties.add(readValue(section, id));
        }
        return new Properties(List.copyOf(properties));
    }

    /** The value of a property that is a number. */
    public OptionalLong number(PropertyId id) {
        return properties.stream()
                .filter(property -> property.id == id)
                .mapToLong(Property::number)
                .findFirst();
    }

    public boolean has(PropertyId id) {
        return properties.stream().anyMatch(property -> property.id == id);
    }

    /** The properties that are in the set. */
    public Properties only(Set<PropertyId> kept) {
        return new Properties(properties.stream()
                .filter(property -> kept.contains(property.id))
                .toList());
    }

    /** These properties with one of them, a number of four bytes, set to that value. */
    public Properties with(PropertyId id, long number) {
        return replacing(new Property(id, new WireWriter().u32(number).toBytes(), number));
    }

    /** These properties with one of them, a string, set to that value. */
    public Properties with(PropertyId id, String text) {
        return replacing(new Property(id, new WireWriter().string(text).toBytes(), 0));
    }

    void write(WireWriter out) {
        WireWriter section = new WireWriter();
        properties.forEach(property -> section.u8(property.id.number()).bytes(property.value));
        byte[] bytes = section.toBytes();
        out.varInt(bytes.length).bytes(bytes);
    }

    private Properties replacing(Property replacement) {
        List<Property> others = new ArrayList<>(properties);
        others.removeIf(property -> property.id == replacement.id);
        others.add(replacement);
        return new Properties(List.copyOf(others));
    }

    private static Property readValue(WireReader in, PropertyId id) {
        WireWriter value = new WireWriter();
        long number = 0;
        switch (id.type()) {
            case FLAG -> {
                number = in.u8();
                value.u8((int) number);
                require(number <= 1, "a property that has to be 0 or 1");
            }
            case TWO_BYTES, POSITIVE_TWO_BYTES -> {
                number = in.u16();
                value.u16((int) number);
            }
            case FOUR_BYTES, POSITIVE_FOUR_BYTES -> {
                number = in.u32();
                value.u32(number);
            }
            case POSITIVE_VARINT -> {
                number = in.varInt();
                value.varInt((int) number);
            }
            case STRING -> value.string(in.string());
            case STRING_PAIR -> value.string(in.string()).string(in.string());
            case BINARY -> value.binary(in.binary());
        }
        require(number > 0 || !id.type().isPositive(), "a property that may not be 0");
        return new Property(id, value.toBytes(), number);
    }

    private static void require(boolean condition, String violation) {
        if (!condition) {
            throw MqttViolation.protocolError(violation);
        }
    }
}
