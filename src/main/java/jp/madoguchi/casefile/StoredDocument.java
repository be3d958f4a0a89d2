package jp.madoguchi.casefile;

import java.time.Instant;

/** A file somebody handed in. @param type by content, never by its name @param caseNumber null until it is filed */
public record StoredDocument(String id, String sha256, String name, String type, long size, String uploader,
                             String caseNumber, String party, Instant uploadedAt) {

    /** The few types a browser may show by itself without danger. */
    public boolean safeToShow() {
        return type.equals("application/pdf") || type.equals("image/png") || type.equals("image/jpeg");
    }
}
