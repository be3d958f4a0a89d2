【窓口】期限が近い作業があります（受付番号 ${caseNumber}）

担当している作業の期限が近づいています。

<#if facts.task??>作業　　　${facts.task}
</#if>
<#if due??>期限　　　${due}
</#if>
受付番号　${caseNumber}
手続　　　${call}

${link}

A task of yours on case ${caseNumber} is due soon<#if dueEn??> (${dueEn})</#if>.
