/**
 * The grant: one consumer's access to some topics, as long as one data flow of one contract lasts.
 *
 * <p>{@link dev.mqttdsp.core.grant.Grants} is the whole life of it on one page. Everything that was given out for a grant
 * carries the grant's epoch, a number that rises whenever all of that must die.
 */
package dev.mqttdsp.core.grant;
