package jp.madoguchi.site.demo;

import java.util.List;

/** What happened in one programme of the demo. The people act through the same use cases as the pages. */
interface DemoPlay {

    /** Everything up to now; a step whose time has not come is left out. */
    List<DemoStep> past();

    /** What arrives this very moment. */
    default List<DemoStep> present() {
        return List.of();
    }
}
