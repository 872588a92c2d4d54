package dev.mqttdsp.tck.connector;

import org.eclipse.edc.policy.model.Action;
import org.eclipse.edc.policy.model.Permission;
import org.eclipse.edc.policy.model.Policy;
import org.eclipse.edc.policy.model.PolicyType;

/** The one policy that the TCK knows, use without constraints, in its several forms. */
final class Policies {
    private Policies() {}

    static Policy use() {
        return builder().build();
    }

    static Policy offer(String provider, String dataset) {
        return builder()
                .type(PolicyType.OFFER)
                .assigner(provider)
                .target(dataset)
                .build();
    }

    static Policy contract(String provider, String consumer, String dataset) {
        return builder()
                .type(PolicyType.CONTRACT)
                .assigner(provider)
                .assignee(consumer)
                .target(dataset)
                .build();
    }

    private static Policy.Builder builder() {
        Action use = Action.Builder.newInstance()
                .type("http://www.w3.org/ns/odrl/2/use")
                .build();
        return Policy.Builder.newInstance()
                .permission(Permission.Builder.newInstance().action(use).build());
    }
}
