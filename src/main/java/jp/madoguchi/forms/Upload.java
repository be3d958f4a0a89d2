package jp.madoguchi.forms;

/**
 * A stored file that a file answer points to.
 *
 * @param id   what the answer holds
 * @param name the file name as the sender gave it
 * @param size bytes
 * @param href where it can be fetched, or {@code null} when the viewer may not
 */
public record Upload(String id, String name, long size, String href) {}
