package dev.mqttdsp.gateway.session;

import dev.mqttdsp.core.grant.Admission;
import dev.mqttdsp.gateway.mqtt.Connack;
import dev.mqttdsp.gateway.mqtt.MqttVersion;
import dev.mqttdsp.gateway.mqtt.ReasonCode;
import io.netty.channel.Channel;

/** The end of a connection that becomes no session. */
final class Refusal {
    private Refusal() {}

    /** What a client is told whose credential does not count, or cannot be judged at the moment. */
    static ReasonCode answerTo(Admission.Reason why) {
        return switch (why) {
            case BUSY -> ReasonCode.SERVER_BUSY;
            case FEED_SILENT -> ReasonCode.SERVER_UNAVAILABLE;
            default -> ReasonCode.NOT_AUTHORIZED;
        };
    }

    /** Whether the reason is this side's, and not to be held against the client. */
    static boolean isOurs(Admission.Reason why) {
        return answerTo(why) != ReasonCode.NOT_AUTHORIZED;
    }

    /** Sends a CONNACK with that reason where the version has a code for it, and closes. */
    static void send(Channel client, MqttVersion version, ReasonCode reason) {
        if (!client.isActive()) {
            return;
        }
        if (version == MqttVersion.V3 && reason.returnCode() == ReasonCode.NO_RETURN_CODE) {
            Closing.flushed(client);
        } else {
            Closing.with(client, Connack.refusal(version, reason).toPacket(client.alloc()));
        }
    }
}
