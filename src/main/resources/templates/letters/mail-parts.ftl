<#-- What mails share. Plain text: nothing is escaped. -->
<#macro open>
${addressee}　様

<#nested>
</#macro>

<#macro close english>

<#nested>
――――――――――――――――――――
${contact.section}
<#if contact.phone??>電話　${contact.phone}
</#if>
<#if contact.email??>メール　${contact.email}
</#if>
※このメールは送信専用のアドレスから送っています。お問い合わせは上の担当までお願いします。

${english}
This mail was sent automatically. Please direct questions to the office named above.
</#macro>

<#-- The mail of a letter: it carries the link, not the file (requirements §2.17). -->
<#macro letterMail>
【${government}】${subject}（受付番号 ${caseNumber}）

<@open>
お申込みについて、通知書を発行しました。
次のページにログインして、通知書（PDF）をご確認ください。

${link}

件名　　　${subject}
文書番号　${number}
日付　　　${date}
受付番号　${caseNumber}
手続　　　${call}
</@open>
<@close english="${subjectEn}: a letter (${number}) about your application ${caseNumber} has been issued. Sign in to the page above to read and download it."/>
</#macro>

<#-- The mail of a letter about what is not public (S2-32): neither its subject nor its text tells what it is about. -->
<#macro discreetLetterMail>
【${government}】通知書を発行しました（受付番号 ${caseNumber}）

<@open>
通知書を発行しました。内容は、次のページにログインしてご確認ください。

${link}

文書番号　${number}
日付　　　${date}
受付番号　${caseNumber}
</@open>
<@close english="A letter (${number}) on case ${caseNumber} has been issued. Sign in to the page above to read and download it."/>
</#macro>
