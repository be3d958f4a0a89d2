<#import "/mail-parts.ftl" as m>
【${government}】購入の期限が過ぎました（受付番号 ${caseNumber}）

<@m.open>
購入の期限を過ぎたため、残りの${facts.sets}セットを購入する権利は失効しました。

${link}

受付番号　${caseNumber}
手続　　　${call}
</@m.open>
<@m.close english="The time to buy the remaining ${facts.sets} sets of ${caseNumber} is over."/>
