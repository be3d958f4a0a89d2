package jp.madoguchi.inbox.web;

import java.util.List;
import java.util.Map;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.CasePage;
import jp.madoguchi.forms.FormView;

/**
 * A case as its officers read it; texts are ready to be shown. Public because templates see public types only.
 *
 * @param standing   kind and text of the case's tag
 * @param form       the newest submission, what is still missing marked
 * @param missing    what is missing, with the address of its field
 * @param rounds     corrections, newest first
 * @param records    concluded tasks, newest first
 * @param stamps     決裁欄, empty before the first opinion or decision
 * @param clock      標準処理期間, or null where none is set
 * @param pauses     when it stood still
 * @param unmet      requirements not met, by the last automatic judgement
 * @param judged     whether there was one
 * @param tasks      what is open
 * @param pages      of the case's room
 */
public record Dossier(CaseFile file, String programme, String call, Map<String, Object> standing, String arrived, String arrivedMachine,
               String submitted, FormView form, List<Map<String, String>> missing, List<Round> rounds,
               List<Map<String, Object>> documents, List<Recorded> records, List<Map<String, Object>> stamps,
               Map<String, Object> clock, List<String> pauses, List<String> unmet, boolean judged,
               List<Map<String, Object>> letters, List<Map<String, Object>> notes, List<Map<String, Object>> timeline,
               List<Map<String, Object>> tasks, List<CasePage> pages) {

    /** One correction: what stood there, what was asked, what came. */
    public record Round(String title, String aside, String comment, boolean open, List<Map<String, Object>> rows) {}

    /** A concluded task with its answers. @param form null where it had none @param deputyFor null unless 代決 */
    public record Recorded(String id, String task, String who, String at, String machine, String deputyFor, String outcome, String kind,
                    String comment, FormView form) {}
}
