package dev.mqttdsp.core.grant;

/** Knows the passwords of grants whose consumer logs in by user name and password. */
public interface PasswordCheck {

    /** Whether it is the one of the grant's present epoch; takes the same time however much of it is right. */
    boolean isOne(String password, Grant grant);
}
