package dev.mqttdsp.edc.manage;

import dev.mqttdsp.core.grant.Admission;
import dev.mqttdsp.core.grant.Barred;
import dev.mqttdsp.core.grant.Blocks;
import dev.mqttdsp.edc.manage.ParticipantTransfers.Terminated;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import org.eclipse.edc.spi.monitor.Monitor;

/** Participants who are cut off: who they are, one more, one less. */
@Path("/v3/mqtt/blocks")
public final class BlocksResource {
    /** What the participant is told: the code that its refusals carry, too. */
    private static final String TOLD = Admission.Reason.PARTICIPANT_BLOCKED.name();

    private final Blocks blocks;
    private final ParticipantTransfers transfers;
    private final Monitor monitor;

    public BlocksResource(Blocks blocks, ParticipantTransfers transfers, Monitor monitor) {
        this.blocks = blocks;
        this.transfers = transfers;
        this.monitor = monitor;
    }

    /** All of them, the first first. */
    @GET
    public Response all() {
        JsonArrayBuilder array = Json.createArrayBuilder();
        blocks.all().forEach(bar -> array.add(json(bar)));
        return Answers.ok(array.build());
    }

    /** Cuts a participant off: all its access ends, its transfers are terminated, and it gets no other. */
    @POST
    public Response block(String body) {
        try {
            BlockRequest request = BlockRequest.parse(body);
            return block(request.participant(), request.reason());
        } catch (BlockRequest.RefusedException e) {
            return e.answer();
        }
    }

    /** Lets a participant have access again; what has ended stays so. */
    @DELETE
    public Response unblock(@QueryParam(BlockRequest.PARTICIPANT) String parameter) {
        try {
            String participant = BlockRequest.participant(parameter);
            return blocks.unblock(participant)
                    ? Response.noContent().build()
                    : Answers.notFound(
                            participant + " is not blocked; in a URL the % of an id has to be written as %25");
        } catch (BlockRequest.RefusedException e) {
            return e.answer();
        } catch (IOException e) {
            monitor.severe("MQTT over DSP: the list of blocked participants cannot be kept", e);
            return Answers.failed("still blocked, because the list cannot be written: " + e);
        }
    }

    /** Whatever goes wrong, all is done that can be. */
    private Response block(String participant, String reason) {
        String problem = "";
        try {
            blocks.block(participant, reason);
        } catch (IOException e) {
            monitor.severe("MQTT over DSP: the list of blocked participants cannot be kept", e);
            problem = "blocked until this connector stops, because the list cannot be written: " + e;
        }
        Terminated ended = transfers.terminate(participant, TOLD);
        if (!ended.failures().isEmpty()) {
            monitor.warning("MQTT over DSP: transfers of a blocked participant could not be terminated, and have no"
                    + " access: " + ended.failures());
        }
        if (!problem.isEmpty()) {
            return Answers.failed(problem);
        }
        JsonObjectBuilder answer = blocks.all().stream()
                .filter(bar -> bar.participant().equals(participant))
                .findFirst()
                .map(BlocksResource::json)
                .orElseGet(Json::createObjectBuilder) // let in again meanwhile
                .add("terminatedTransfers", Json.createArrayBuilder(ended.terminated()))
                .add("failures", Json.createArrayBuilder(ended.failures()));
        return Answers.ok(answer.build());
    }

    private static JsonObjectBuilder json(Barred.Bar bar) {
        return Json.createObjectBuilder()
                .add(BlockRequest.PARTICIPANT, bar.participant())
                .add(BlockRequest.REASON, bar.reason())
                .add("since", bar.since().toString());
    }
}
