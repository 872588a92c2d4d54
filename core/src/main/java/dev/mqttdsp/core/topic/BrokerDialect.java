package dev.mqttdsp.core.topic;

/**
 * How a broker reads topics beyond what MQTT says.
 *
 * <p>Some brokers translate topics into a syntax of their own, and characters that are plain text to MQTT become
 * separators, wildcards or queue names there. A client that may use any text in one level could then reach other
 * levels. Such characters are refused where a wildcard of the grant covers the level that holds them; in a level that
 * the grant spells out they are the provider's own choice.
 */
public enum BrokerDialect {
    /** The broker takes topics exactly as MQTT defines them, Mosquitto for instance. */
    MQTT(false, false),
    /** {@code .} separates levels and {@code *} is a wildcard as well: RabbitMQ. */
    DOTTED(true, false),
    /**
     * Apache ActiveMQ Artemis: {@code ::} leads into a queue of an address, and a level that ends with a backslash makes
     * {@code .} and {@code *} of the whole topic separator and wildcard.
     */
    ARTEMIS(false, true),
    /** The brand is unknown: nothing passes that any of the others would misread. */
    UNKNOWN(true, true);

    private final boolean dots;
    private final boolean artemis;

    BrokerDialect(boolean dots, boolean artemis) {
        this.dots = dots;
        this.artemis = artemis;
    }

    /** Whether this broker reads the level as one level of plain text, as MQTT does. */
    boolean isPlain(String level) {
        if (dots && (level.indexOf('.') >= 0 || level.indexOf('*') >= 0)) {
            return false;
        }
        return !(artemis && (level.contains("::") || level.indexOf('\\') >= 0));
    }
}
