【窓口】期限を過ぎた作業があります（受付番号 ${caseNumber}）

期限を過ぎた作業があります。担当者の状況を確認し、必要に応じて割り当てを見直してください。

<#if facts.task??>作業　　　${facts.task}
</#if>
<#if due??>期限　　　${due}
</#if>
受付番号　${caseNumber}
手続　　　${call}

${link}

A task on case ${caseNumber} is overdue<#if dueEn??> (${dueEn})</#if>. Please look into it.
