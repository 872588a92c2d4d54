package dev.mqttdsp.gateway.tls;

import java.nio.file.Path;

/**
 * A server certificate as files, PEM both.
 *
 * @param certificate the chain, the server's own first
 * @param key its private key, without a password
 */
public record CertificateFiles(Path certificate, Path key) {}
