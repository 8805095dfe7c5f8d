package org.sallyport.api.rest;

/** @param userCode as shown by the program, with or without the hyphen */
public record UserCode(String userCode) {}
