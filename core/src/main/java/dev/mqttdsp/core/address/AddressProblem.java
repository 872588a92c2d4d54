package dev.mqttdsp.core.address;

/**
 * One thing that is wrong with a data address.
 *
 * @param property the name of the property, as the ADR writes it
 * @param found what is there, or "nothing"; never a secret
 * @param accepted what would be accepted
 */
public record AddressProblem(String property, String found, String accepted) {
    private static final int MAX_FOUND = 240;

    public AddressProblem {
        if (found.length() > MAX_FOUND) {
            found = found.substring(0, MAX_FOUND) + "…";
        }
    }

    /** The whole sentence. */
    public String message() {
        return property + ": found " + found + "; accepted: " + accepted;
    }
}
