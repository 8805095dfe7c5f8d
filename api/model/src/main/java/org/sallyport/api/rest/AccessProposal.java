package org.sallyport.api.rest;

/** Roles and users as they would be. @param documents YAML (which JSON is part of), several separated by {@code ---} */
public record AccessProposal(String documents) {}
