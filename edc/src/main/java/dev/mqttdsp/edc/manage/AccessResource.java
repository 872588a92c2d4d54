package dev.mqttdsp.edc.manage;

import dev.mqttdsp.core.audit.AccessCounters;
import dev.mqttdsp.core.audit.AuditFile;
import dev.mqttdsp.core.grant.Blocks;
import dev.mqttdsp.core.grant.Grant;
import dev.mqttdsp.core.grant.GrantStore;
import dev.mqttdsp.edc.audit.AccessRecords;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The state of access as a whole: what has been counted, how the audit file is doing, who is in and who may not. */
@Path("/v3/mqtt/access")
public final class AccessResource {
    private final AccessRecords records;
    private final GrantStore grants;
    private final Blocks blocks;

    public AccessResource(AccessRecords records, GrantStore grants, Blocks blocks) {
        this.records = records;
        this.grants = grants;
        this.blocks = blocks;
    }

    /** The state at this moment; counters begin with the process. */
    @GET
    public Response access() {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("grants", grants())
                .add("events", events())
                .add("blocked", blocked());
        records.file()
                .map(AuditFile::status)
                .ifPresentOrElse(status -> json.add("audit", audit(status)), () -> json.addNull("audit"));
        return Answers.ok(json.build());
    }

    private JsonObjectBuilder grants() {
        Map<Grant.State, Long> counts;
        try (Stream<Grant> living = grants.living()) {
            counts = living.collect(Collectors.groupingBy(Grant::state, Collectors.counting()));
        }
        return Json.createObjectBuilder()
                .add("open", counts.getOrDefault(Grant.State.OPEN, 0L))
                .add("suspended", counts.getOrDefault(Grant.State.SUSPENDED, 0L));
    }

    private JsonArrayBuilder events() {
        JsonArrayBuilder array = Json.createArrayBuilder();
        for (AccessCounters.Count count : records.counters().counts()) {
            array.add(Json.createObjectBuilder()
                    .add("event", count.kind().name())
                    .add("reason", count.reason())
                    .add("count", count.count()));
        }
        return array;
    }

    private JsonArrayBuilder blocked() {
        JsonArrayBuilder array = Json.createArrayBuilder();
        blocks.all().forEach(bar -> array.add(bar.participant()));
        return array;
    }

    private static JsonObjectBuilder audit(AuditFile.Status status) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("file", status.file().toString())
                .add("written", status.written())
                .add("lost", status.lost());
        status.failing().ifPresentOrElse(why -> json.add("failing", why), () -> json.addNull("failing"));
        return json;
    }
}
