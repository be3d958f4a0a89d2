/** The administrators' pages: incidents, staff, absences, calendar, programmes, the demo's time machine. */
package jp.madoguchi.site.admin;
