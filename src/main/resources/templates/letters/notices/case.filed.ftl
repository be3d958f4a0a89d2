<#import "/mail-parts.ftl" as m>
【${government}】申込みを受け付けました（受付番号 ${caseNumber}）

<@m.open>
次の申込みを受け付けました。

受付番号　${caseNumber}
受付日時　${receivedAt}
事業　　　${programme}
手続　　　${call}
<#if late>
この申込みは、募集の受付期間を過ぎて到達しました。受け付けるかどうかを、担当で判断します。
</#if>
審査の状況は、次のページで確認できます。

${link}
</@m.open>
<@m.close english="We have received your application ${caseNumber}. You can follow it on the page above."/>
