/** The demo: people, cases and the time machine's mail box. Nothing of it exists unless {@code madoguchi.demo} is true. */
package jp.madoguchi.site.demo;
