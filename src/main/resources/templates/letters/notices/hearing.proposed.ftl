<#import "/mail-parts.ftl" as m>
【${government}】ヒアリングの日程についてご回答ください（受付番号 ${caseNumber}）

<@m.open>
ヒアリングの日程の候補をお知らせします。
次のページにサインインして、ご都合をお知らせください。

${link}

受付番号　${caseNumber}
手続　　　${call}
</@m.open>
<@m.close english="We propose dates for a hearing about your application ${caseNumber}. Please answer on the page above."/>
