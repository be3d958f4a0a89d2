package jp.madoguchi.inbox.web;

import java.util.List;
import java.util.Map;
import jp.madoguchi.forms.FormView;

/**
 * The working part of a task's page. Public because templates see public types only.
 *
 * @param deputyFor   the absent holder in whose place this person may do it, or null
 * @param assignee    who has it, or ""
 * @param state       mine | free | taken | blocked
 * @param why         why it cannot be done by this person, or ""
 * @param form        editable while it is theirs, else what they typed, or null
 * @param formId      the form's id
 * @param kept        files already taken in, {@code path|id}
 * @param outcomes    code, label, reason, corrects, checked
 * @param steps       fields that can be sent back, by step; empty when no outcome corrects
 * @param colleagues  whom it can be given to
 * @param toRead      what is read before it: the reviewer's opinion before a decision, what it replies to, what sent it back
 * @param letters     what an outcome may send: address of the preview and name of the step that sends it
 */
public record TaskSheet(String id, String name, String desk, String deputyFor, String assignee, String state, String why, String received,
                 String due, String dueMachine, Map<String, Object> left, FormView form, String formId, List<String> kept,
                 List<Map<String, Object>> outcomes, boolean anyReason, boolean decides, String comment,
                 List<Map<String, Object>> steps, boolean correcting, List<Map<String, Object>> colleagues, List<Dossier.Recorded> toRead,
                 String correctionComment, Map<String, String> letters) {}
