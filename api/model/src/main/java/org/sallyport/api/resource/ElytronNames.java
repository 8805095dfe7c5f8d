package org.sallyport.api.resource;

/** Names of what the server's configuration has. */
final class ElytronNames {
    private ElytronNames() {}

    static String checked(String path, String name, String standard) {
        if (name == null || name.isBlank()) {
            return standard;
        }
        if (!name.matches("[A-Za-z0-9._-]{1,128}")) {
            throw Specs.invalid(path + " must be a name of the server's elytron subsystem");
        }
        return name;
    }
}
