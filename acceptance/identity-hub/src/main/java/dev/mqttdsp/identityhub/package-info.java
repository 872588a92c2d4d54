/** What a stock IdentityHub needs before anybody can speak to it. */
package dev.mqttdsp.identityhub;
