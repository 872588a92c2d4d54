package dev.mqttdsp.edc.address;

import dev.mqttdsp.core.address.AddressReader;
import dev.mqttdsp.core.address.AddressReading;
import org.eclipse.edc.spi.types.domain.DataAddress;
import org.eclipse.edc.validator.spi.ValidationResult;
import org.eclipse.edc.validator.spi.Validator;
import org.eclipse.edc.validator.spi.Violation;

/**
 * Judges the data address of an asset that is created or changed.
 *
 * <p>The Management API passes on the messages alone, so each message names its property as well.
 */
public final class MqttSourceValidator implements Validator<DataAddress> {
    private final AddressReader reader;

    public MqttSourceValidator(AddressReader reader) {
        this.reader = reader;
    }

    @Override
    public ValidationResult validate(DataAddress address) {
        if (reader.read(address.getProperties()) instanceof AddressReading.Invalid invalid) {
            return ValidationResult.failure(invalid.problems().stream()
                    .map(problem -> Violation.violation(problem.message(), problem.property(), problem.found()))
                    .toList());
        }
        return ValidationResult.success();
    }
}
