package dev.mqttdsp.gateway.session;

/** What happens on one of a session's channels besides packets. */
interface ChannelEvents {

    /** Bytes of MQTT were read, all that were there for now. */
    void bytesRead();

    /** The channel takes more output again, or no more. */
    void writabilityChanged();

    /** The channel is of no use any more. */
    void failed(Throwable cause);
}
