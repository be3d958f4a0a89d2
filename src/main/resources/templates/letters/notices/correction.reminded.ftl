<#import "/mail-parts.ftl" as m>
【${government}】補正の期限が近づいています（受付番号 ${caseNumber}）

<@m.open>
補正をお願いしている項目が、まだ提出されていません。
<#if due??>期限は${due}です。</#if>次のページから提出してください。

${link}

受付番号　${caseNumber}
手続　　　${call}
</@m.open>
<@m.close english="The correction of your application ${caseNumber} is still open" + (dueEn??)?then(" and due by " + dueEn, "") + ". Please submit it on the page above."/>
